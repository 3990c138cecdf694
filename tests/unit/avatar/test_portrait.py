"""Pictures: formats, sizes, no metadata, and no two of a group alike."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from itertools import combinations
from uuid import UUID, uuid5

import pytest
import resvg_py
from PIL import Image
from python_avatars import AccessoryType, HatType

from avatar.domain import complexion
from avatar.domain.appearance import Appearance, Subject, choose
from avatar.domain.portrait import render, svg
from suara.pictures import Renditions
from suara.testing.likeness import (
    LEAST_COLOUR_DISTANCE,
    LEAST_HASH_DISTANCE,
    colour_distance,
    hash_distance,
)

NAMESPACE = UUID("0d3c2f6e-6a0f-4d0f-8a86-6b1a52d0c7aa")


def subject(group: str = "group", slot: int = 0, **changes: object) -> Subject:
    values: dict[str, object] = {
        "project_id": NAMESPACE,
        "persona_id": uuid5(NAMESPACE, f"{group}/{slot}"),
        "age": 31,
        "gender": "Female",
        "market": "PH",
        "location": "Manila, Philippines",
        "occupation": "Nurse",
        "religion": None,
        "slot": slot,
        "seed_group": uuid5(NAMESPACE, group),
    }
    return Subject(**{**values, **changes})  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def portrait() -> Renditions:
    return render(svg(choose(subject())))


def test_the_original_is_a_square_png_of_512_pixels(portrait: Renditions) -> None:
    with Image.open(BytesIO(portrait.png)) as picture:
        assert (picture.format, picture.size) == ("PNG", (512, 512))
        assert picture.getpixel((0, 0))[3:] in {(), (255,)}  # type: ignore[index]


@pytest.mark.parametrize("pixels", [128, 256, 512])
def test_smaller_copies_are_square_webp(portrait: Renditions, pixels: int) -> None:
    with Image.open(BytesIO(portrait.webp[pixels])) as picture:
        assert (picture.format, picture.size) == ("WEBP", (pixels, pixels))


def test_pictures_carry_no_metadata(portrait: Renditions) -> None:
    for content in (portrait.png, *portrait.webp.values()):
        with Image.open(BytesIO(content)) as picture:
            assert not picture.getexif()
            assert not {"exif", "xmp", "icc_profile", "Software", "comment"} & picture.info.keys()


def test_a_small_copy_shows_the_same_picture(portrait: Renditions) -> None:
    with (
        Image.open(BytesIO(portrait.png)) as original,
        Image.open(BytesIO(portrait.webp[128])) as copy,
    ):
        scaled = original.convert("RGB").reduce(4)
        assert colour_distance(scaled, copy.convert("RGB")) < 3


def test_the_same_subject_gives_the_same_bytes_in_any_thread(portrait: Renditions) -> None:
    with ThreadPoolExecutor(4) as threads:
        drawings = set(threads.map(lambda _: svg(choose(subject())), range(16)))
    made = [render(drawing) for drawing in drawings]
    assert made == [portrait] * len(made)


def test_what_is_not_svg_is_refused() -> None:
    with pytest.raises(ValueError, match=r".+"):
        render("no drawing")


@pytest.mark.parametrize(
    "segment",
    [
        {"gender": "Female", "market": "PH", "age": 28, "occupation": "Call center agent"},
        {"gender": "Male", "market": "VN", "age": 31, "occupation": "Finance professional"},
        {"gender": "Female", "market": "ID", "age": 40, "religion": "Islam"},
        {"gender": "Male", "market": "ID", "age": 70, "occupation": "Rice farmer"},
        {"gender": "Male", "market": "PH", "age": 45, "occupation": "Security guard"},
    ],
    ids=lambda segment: f"{segment['gender']}-{segment['market']}-{segment['age']}",
)
@pytest.mark.parametrize("group", ["first", "second", "third"])
def test_no_two_of_ten_look_alike(segment: dict[str, object], group: str) -> None:
    pictures = [thumbnail(subject(group, slot, **segment)) for slot in range(10)]
    for one, other in combinations(pictures, 2):
        assert hash_distance(one, other) >= LEAST_HASH_DISTANCE
        assert colour_distance(one, other) >= LEAST_COLOUR_DISTANCE


@pytest.mark.parametrize("skin", complexion.TONES)
def test_age_is_plain_to_see_on_every_skin_also_where_no_hair_shows(skin: str) -> None:
    woman = choose(subject(age=75, religion="Islam"))
    old = replace(woman, skin=skin, top=HatType.HIJAB, glasses=AccessoryType.NONE)
    faces = [thumbnail_of(replace(old, age=age)).crop((36, 40, 92, 88)) for age in (30, 75)]
    assert colour_distance(*faces) > 1.5


def thumbnail(of: Subject) -> Image.Image:
    return thumbnail_of(choose(of))


def thumbnail_of(appearance: Appearance) -> Image.Image:
    png = resvg_py.svg_to_bytes(svg_string=svg(appearance), width=128, skip_system_fonts=True)
    return Image.open(BytesIO(png)).convert("RGB")
