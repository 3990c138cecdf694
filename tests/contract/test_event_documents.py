"""The published contract is the code's contract."""

from pathlib import Path

from suara.events.documents import documents

FOLDER = Path(__file__).parents[2] / "docs" / "events"


def test_docs_events_is_up_to_date() -> None:
    published = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.json")}

    assert published == documents(), "run `make events`"
