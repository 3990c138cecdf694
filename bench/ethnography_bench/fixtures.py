"""The texts of the sample responses as posts, and invented ones for Vietnam."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from ethnography.domain.verbatims import Post

_FOLDER = Path(__file__).parents[2] / "tests" / "fixtures" / "sources"


def fixture_posts() -> list[Post]:
    """Each once, in the order of the files' names. Read with less care than the sources do."""
    read = (*_reddit(), *_appstore(), *_googleplay(), *_shopee(), *_vietnam())
    return list({post.id: post for post in reversed(read)}.values())[::-1]


def _post(source: str, own_id: Any, market: str, text: str, at: float, **more: Any) -> Post:
    return Post.model_validate(
        {"id": f"{source}:{own_id}", "source": source, "market": market, "text": text,
         "observed_at": datetime.fromtimestamp(at, UTC), **more}
    )  # fmt: skip


def _reddit() -> Iterator[Post]:
    for path in sorted(_FOLDER.glob("reddit_*.json")):
        market = "ID" if "indonesia" in path.name else "PH"
        for thing in _things(json.loads(path.read_text())):
            lines = (thing.get("title"), thing.get("selftext") or thing.get("body"))
            if not thing.get("stickied") and any(lines):
                text = "\n".join(filter(None, lines))
                votes = max(int(thing.get("score") or 0), 0)
                yield _post("reddit", thing["name"], market, text, thing["created_utc"],
                            engagement=votes)  # fmt: skip


def _things(found: Any) -> Iterator[dict[str, Any]]:
    if isinstance(found, dict):
        if found.get("kind") in ("t1", "t3"):
            yield found["data"]
        found = list(found.values())
    if isinstance(found, list):
        for value in found:
            yield from _things(value)


def _appstore() -> Iterator[Post]:
    for name, market, about in (("gcash", "PH", "GCash"), ("gojek", "ID", "Gojek")):
        for path in sorted(_FOLDER.glob(f"appstore_{name}_*.json")):
            entries = json.loads(path.read_text())["feed"].get("entry", [])
            for entry in entries if isinstance(entries, list) else [entries]:
                if "im:rating" in entry:
                    label: dict[str, Any] = {
                        key: value.get("label")
                        for key, value in entry.items()
                        if isinstance(value, dict)
                    }
                    at = datetime.fromisoformat(label["updated"]).timestamp()
                    text = f"{label['title']}\n{label['content']}"
                    yield _post("appstore", label["id"], market, text, at, about=about,
                                stars=int(label["im:rating"]))  # fmt: skip


def _googleplay() -> Iterator[Post]:
    for name, market, about in (("gcash", "PH", "GCash"), ("gojek", "ID", "Gojek")):
        for path in sorted(_FOLDER.glob(f"googleplay_{name}*.txt")):
            envelope = json.loads(path.read_text().split("\n", 2)[2])
            for row in json.loads(envelope[0][2])[0]:
                if row[4]:
                    yield _post("googleplay", row[0], market, row[4], row[5][0], about=about,
                                stars=row[2], engagement=row[6])  # fmt: skip


def _shopee() -> Iterator[Post]:
    for path in sorted(_FOLDER.glob("shopee_open_get_comment_*.json")):
        market = "ID" if path.name.endswith("_id.json") else "PH"
        for row in json.loads(path.read_text())["response"]["item_comment_list"]:
            if row["comment"] and not row["hidden"]:
                rated = {"about": "Shopee", "stars": row["rating_star"]}
                yield _post("shopee", row["comment_id"], market, row["comment"],
                            row["create_time"], **rated)  # fmt: skip


def _vietnam() -> Iterator[Post]:
    rows = yaml.safe_load((Path(__file__).parent / "vietnam.yaml").read_text())
    for number, row in enumerate(rows, 1):
        at = datetime(row["at"].year, row["at"].month, row["at"].day, tzinfo=UTC).timestamp()
        yield _post("import", f"vn-{number}", "VN", row["text"], at, about=row["about"],
                    stars=row["stars"], engagement=row.get("votes", 0))  # fmt: skip
