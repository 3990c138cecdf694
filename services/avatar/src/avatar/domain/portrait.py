"""Appearance -> SVG -> pictures."""

from dataclasses import replace
from io import BytesIO
from typing import Final
from xml.etree.ElementTree import Element, fromstring, tostring

import resvg_py
from PIL import Image
from python_avatars import Avatar, AvatarStyle, ClothingType

from avatar.domain import backdrop, features
from avatar.domain.appearance import Appearance
from avatar.domain.flatten import SVG, flatten
from suara.pictures import Renditions, webps

PNG_PIXELS: Final = 512


def svg(appearance: Appearance) -> str:
    """A square SVG of the persona. Thread-safe: python-avatars only reads its part files."""
    figure = fromstring(_parts(appearance, appearance.clothing))  # noqa: S314 our own drawing
    if appearance.clothing is ClothingType.OVERALL:
        _wear_shirt_below(figure, appearance)
    _dye(figure, appearance)
    flatten(figure)
    return tostring(_frame(figure, appearance), encoding="unicode")


def render(drawing: str) -> Renditions:
    """Rasterise once, at PNG_PIXELS, and scale that down to WebPs.

    Takes some 30 ms of one core, more than half of it for the PNG, during which resvg
    holds the interpreter lock: a thread keeps an event loop responsive between portraits, but
    only another process draws two at once. Raises ValueError when `drawing` is not an SVG.
    """
    png = resvg_py.svg_to_bytes(svg_string=drawing, width=PNG_PIXELS, skip_system_fonts=True)
    with Image.open(BytesIO(png)) as decoded:
        original = decoded.convert("RGB")
    return Renditions(png, webps(original))


def _parts(appearance: Appearance, clothing: ClothingType) -> str:
    drawing: str = Avatar(
        style=AvatarStyle.TRANSPARENT,
        top=appearance.top,
        hat_color=appearance.top_colour,
        hair_color=appearance.top_colour,
        facial_hair=appearance.beard,
        facial_hair_color=appearance.hair_colour,
        skin_color=appearance.skin,
        accessory=appearance.glasses,
        eyebrows=appearance.eyebrows,
        eyes=appearance.eyes,
        nose=appearance.nose,
        mouth=appearance.mouth,
        clothing=clothing,
        clothing_color=appearance.fabric,
    ).render()
    return drawing


def _wear_shirt_below(figure: Element, appearance: Appearance) -> None:
    """An overall comes without a shirt; put a pale one on first."""
    shirt = replace(appearance, fabric="#E9E4DA")
    dressed = fromstring(_parts(shirt, ClothingType.SHIRT_CREW_NECK))  # noqa: S314
    _group(figure, "Clothing")[:0] = list(_group(dressed, "Clothing"))


def _dye(figure: Element, appearance: Appearance) -> None:
    """Colour what python-avatars leaves fixed: the blazer, and white strands in dark hair."""
    for element in figure.iter():
        fill = element.get("fill")
        if fill == "#3A4C5A":
            element.set("fill", appearance.jacket)
        elif fill == "#2F4351":
            element.set("fill", _darker(appearance.jacket))
        elif element.get("id") == "curvy_Lights":
            element.set("fill-opacity", "0.15")


def _darker(colour: str) -> str:
    return "#" + "".join(f"{int(colour[i : i + 2], 16) * 4 // 5:02X}" for i in (1, 3, 5))


def _group(figure: Element, name: str) -> Element:
    found = figure.find(f".//*[@id='transparent_{name}']")
    if found is None:
        raise ValueError(f"python-avatars drew no {name}")
    return found


def _frame(figure: Element, appearance: Appearance) -> Element:
    """A square canvas: the backdrop, and on it the figure with the marks of age and gender."""
    body = _group(figure, "Avataaar/Default")
    face = _group(figure, "Face")
    body.insert(list(body).index(face) + 1, _fragment(features.drawing(appearance)))
    place = Element(f"{SVG}g", {"transform": _placement(appearance)})
    place.extend(list(figure))
    canvas = Element(f"{SVG}svg", {"viewBox": "-8 0 280 280"})
    canvas.extend([_fragment(backdrop.drawing(appearance.backdrop)), place])
    return canvas


def _placement(appearance: Appearance) -> str:
    """Scale about the middle of the lower edge, smaller for children, mirror and shift."""
    scale, shift = appearance.pose
    scale *= 0.82 if appearance.age < 10 else 0.9 if appearance.age < 14 else 1.0
    across = -scale if appearance.mirrored else scale
    return f"matrix({across} 0 0 {scale} {132 - across * 132 + shift:g} {280 - scale * 280:g})"


def _fragment(source: str) -> Element:
    wrapped = fromstring(f'<svg xmlns="{SVG[1:-1]}">{source}</svg>')  # noqa: S314 our own drawing
    return wrapped[0]
