"""Make a python-avatars drawing cheap to rasterise without changing how it looks.

python-avatars paints a part by laying a coloured sheet over the whole frame and masking it with
the part's outline. A mask costs a rasteriser several buffers of the frame's size; an outline that
is filled directly costs nothing extra.
"""

from collections.abc import Iterator
from copy import deepcopy
from itertools import pairwise
from typing import Final
from xml.etree.ElementTree import Element

SVG: Final = "{http://www.w3.org/2000/svg}"
HREF: Final = "{http://www.w3.org/1999/xlink}href"

_PAINT: Final = frozenset({"fill-opacity", "opacity", "stroke"})
# Beards are drawn on a frame of 168 units, every other part on 264 or more.
_NARROWEST_PART: Final = 168


def flatten(drawing: Element) -> None:
    """Rewrite `drawing` (an SVG root) in place; what it does not recognise stays as it is."""
    outlines = dict(_masks_to_clips(drawing))
    for parent in list(drawing.iter()):
        _fill_outlines(parent, outlines)
    _trim_neck_shadow(drawing)
    _draw_shadows(drawing)
    _fade_fills(drawing)


def _trim_neck_shadow(drawing: Element) -> None:
    """Draw the chin's shadow only where the neck is, so that it needs no clipping.

    Chin and shadow are arcs of radius 56, eight units apart; the neck spans x = 76 to 124.
    """
    for shadow in drawing.iterfind(".//*[@id='transparent_Neck-Shadow']"):
        del shadow.attrib["clip-path"]
        shadow.set("d", "M76,144.6A56,56 0 0 0 124,144.6V152.6A56,56 0 0 1 76,152.6Z")


def _masks_to_clips(drawing: Element) -> Iterator[tuple[str, str]]:
    """Turn every mask that is one opaque white outline into a clip path: (`url(#id)`, outline)."""
    for mask in list(drawing.iter(f"{SVG}mask")):
        shapes = list(mask)
        if mask.get("fill") != "white" or len(shapes) != 1 or shapes[0].tag != f"{SVG}use":
            continue
        mask.tag = f"{SVG}clipPath"
        reference = f"url(#{mask.get('id')})"
        for masked in drawing.iterfind(f".//*[@mask='{reference}']"):
            masked.set("clip-path", masked.attrib.pop("mask"))
        yield reference, shapes[0].get(HREF, "")


def _fill_outlines(parent: Element, outlines: dict[str, str]) -> None:
    """Give an outline the colour of the clipped sheet that follows it, and drop the sheet."""
    children = list(parent)
    for below, sheet in pairwise(children):
        outline = outlines.get(sheet.get("clip-path", ""))
        if outline is not None and below.get(HREF) == outline and _is_sheet(sheet):
            below.set("fill", sheet.get("fill", ""))
            parent.remove(sheet)


def _is_sheet(element: Element) -> bool:
    """Whether this is a coloured group with nothing but one rectangle of the part's width."""
    leaves = [leaf for leaf in element.iter() if len(leaf) == 0]
    return (
        bool(element.get("fill"))
        and len(leaves) == 1
        and leaves[0].tag == f"{SVG}rect"
        and float(leaves[0].get("width", "0")) >= _NARROWEST_PART
    )


def _draw_shadows(drawing: Element) -> None:
    """Draw the drop shadow of glasses as a shifted black copy instead of a filter."""
    shadows = {f"url(#{filter_.get('id')})": filter_ for filter_ in drawing.iter(f"{SVG}filter")}
    for parent in list(drawing.iter()):
        for index, cast in reversed(list(enumerate(parent))):
            shadow = shadows.get(cast.get("filter", ""))
            if shadow is not None:
                _draw_shadow(parent, index, shadow)


def _draw_shadow(parent: Element, index: int, shadow: Element) -> None:
    offset, colour = shadow.find(f"{SVG}feOffset"), shadow.find(f"{SVG}feColorMatrix")
    if offset is None or colour is None:
        return
    cast = parent[index]
    del cast.attrib["filter"]
    copy = deepcopy(cast)
    copy.set("transform", f"translate(0 {offset.get('dy')}) {cast.get('transform', '')}")
    copy.set("fill", "#000000")
    # The last row of the matrix makes the shadow's alpha; its fourth number is the opacity.
    copy.set("fill-opacity", colour.get("values", "").split()[-2])
    # Without a merge the filter shows the shadow alone, and the object is drawn elsewhere.
    keeps_source = shadow.find(f"{SVG}feMerge") is not None
    parent[index : index + 1] = [copy, cast] if keeps_source else [copy]


def _fade_fills(drawing: Element) -> None:
    """Fade a group of one shape by that shape's fill: a faded group is painted apart, then laid on.

    Shapes of one group that overlap would show through each other.
    """
    for group in drawing.iter(f"{SVG}g"):
        inner = list(group.iter())[1:]
        plain = not any(_PAINT.intersection(one.keys()) for one in inner)
        if "opacity" in group.attrib and plain and sum(len(one) == 0 for one in inner) == 1:
            opacity = float(group.attrib.pop("opacity")) * float(group.get("fill-opacity", "1"))
            group.set("fill-opacity", f"{opacity:.4g}")
