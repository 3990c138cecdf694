"""How alike two pictures look, by measures that a reader can follow."""

from typing import Final

from PIL import Image, ImageChops, ImageStat

# Two people of one group differ at least so much, or they look alike.
LEAST_HASH_DISTANCE: Final = 10
LEAST_COLOUR_DISTANCE: Final = 25


def hash_distance(one: Image.Image, other: Image.Image) -> int:
    """In how many of 128 bits their perceptual hashes differ."""
    return (_perceptual_hash(one) ^ _perceptual_hash(other)).bit_count()


def colour_distance(one: Image.Image, other: Image.Image) -> float:
    """Mean absolute difference of the channels, 0 to 255. Both RGB, of the same size."""
    return sum(ImageStat.Stat(ImageChops.difference(one, other)).mean) / 3


def _perceptual_hash(picture: Image.Image) -> int:
    """64 bits of average hash and 64 of difference hash, both of grey tones."""
    grey = picture.convert("L").resize((8, 8), Image.Resampling.BOX).tobytes()
    wide = picture.convert("L").resize((9, 8), Image.Resampling.BOX).tobytes()
    above_mean = [value > sum(grey) / 64 for value in grey]
    falling = [wide[9 * y + x] > wide[9 * y + x + 1] for y in range(8) for x in range(8)]
    return sum(bit << place for place, bit in enumerate(above_mean + falling))
