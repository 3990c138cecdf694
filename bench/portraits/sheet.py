"""A contact sheet: sixty people, each with what must be plain to see."""

from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from avatar.domain.appearance import Subject
from portraits import people
from portraits.local import drawn

PEOPLE, COLUMNS = 60, 10
SIDE, LABEL, GAP = 128, 18, 6
PAPER, INK = "#FFFFFF", "#20262E"


def write(path: Path) -> None:
    """From the youngest to the oldest, labelled with age, gender and market."""
    rows = -(-PEOPLE // COLUMNS)
    size = (COLUMNS * (SIDE + GAP) + GAP, rows * (SIDE + LABEL + GAP) + GAP)
    sheet = Image.new("RGB", size, PAPER)
    for place, subject in enumerate(people.everybody(PEOPLE)):
        row, column = divmod(place, COLUMNS)
        corner = (GAP + column * (SIDE + GAP), GAP + row * (SIDE + LABEL + GAP))
        _paste(sheet, corner, subject)
    sheet.save(path, optimize=True)


def _paste(sheet: Image.Image, corner: tuple[int, int], subject: Subject) -> None:
    with Image.open(BytesIO(drawn(subject).webp[SIDE])) as portrait:
        sheet.paste(portrait.convert("RGB"), corner)
    told = f"{subject.age}, {subject.gender.lower()}, {subject.market}"
    middle = (corner[0] + SIDE // 2, corner[1] + SIDE + LABEL // 2)
    font = ImageFont.load_default(13)
    ImageDraw.Draw(sheet).text(middle, told, fill=INK, font=font, anchor="mm")
