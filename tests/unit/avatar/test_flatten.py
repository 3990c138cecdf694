"""A flattened drawing looks like the original and needs almost no masks."""

from copy import deepcopy
from io import BytesIO
from xml.etree.ElementTree import Element, fromstring, tostring

import pytest
import resvg_py
from PIL import Image, ImageChops, ImageFilter, ImageStat
from python_avatars import (
    AccessoryType,
    Avatar,
    AvatarStyle,
    ClothingType,
    FacialHairType,
    HairType,
    HatType,
    MouthType,
)

from avatar.domain.flatten import flatten

PARTS = [
    *({"top": top} for top in (*HairType, HatType.HIJAB)),
    *({"clothing": clothing} for clothing in ClothingType),
    *({"mouth": mouth} for mouth in MouthType),
    *({"facial_hair": beard} for beard in FacialHairType),
    *(
        {"accessory": glasses}
        for glasses in (AccessoryType.PRESCRIPTION_2, AccessoryType.ROUND, AccessoryType.NONE)
    ),
]


def avatar(**parts: object) -> Element:
    plain = {
        "style": AvatarStyle.TRANSPARENT,
        "clothing": ClothingType.SHIRT_CREW_NECK,
        "clothing_color": "#3E7CB1",
        "top": HairType.SHORT_FLAT,
    }
    return fromstring(Avatar(**{**plain, **parts}).render())  # noqa: S314


def raster(drawing: Element) -> Image.Image:
    png = resvg_py.svg_to_bytes(
        svg_string=tostring(drawing, "unicode"), width=264, background="#FFFFFF"
    )
    return Image.open(BytesIO(png)).convert("RGB")


@pytest.mark.parametrize("parts", PARTS, ids=lambda parts: "-".join(map(str, parts.values())))
def test_flattening_changes_no_more_than_edge_pixels(parts: dict[str, object]) -> None:
    original = avatar(**parts)
    flat = deepcopy(original)
    flatten(flat)
    difference = ImageChops.difference(raster(original), raster(flat)).convert("L")
    assert ImageStat.Stat(difference).mean[0] < 0.7  # of 255
    # The grey rim that shone around masked parts is gone, and nothing wider than such a rim.
    visible = difference.point(lambda value: 255 * (value > 32))
    assert visible.filter(ImageFilter.MinFilter(3)).getbbox() is None


def test_a_sheet_of_colour_becomes_the_fill_of_its_outline() -> None:
    flat = avatar(top=HairType.BOB, clothing=ClothingType.SHIRT_V_NECK, mouth=MouthType.SMILE)
    flatten(flat)
    markup = tostring(flat, "unicode")
    assert "<ns0:mask" not in markup
    assert " mask=" not in markup
    assert markup.count("clip-path=") <= 2  # the smile's teeth and tongue


def test_a_mask_that_is_not_one_opaque_outline_stays_a_mask() -> None:
    source = (
        '<svg xmlns="http://www.w3.org/2000/svg"><mask id="soft" fill="#888">'
        '<circle r="9"/></mask><rect mask="url(#soft)" width="9" height="9"/></svg>'
    )
    drawing = fromstring(source)  # noqa: S314
    before = tostring(drawing)
    flatten(drawing)
    assert tostring(drawing) == before


def test_shadows_of_glasses_need_no_filter() -> None:
    flat = avatar(accessory=AccessoryType.PRESCRIPTION_2)
    flatten(flat)
    assert "filter=" not in tostring(flat, "unicode")
