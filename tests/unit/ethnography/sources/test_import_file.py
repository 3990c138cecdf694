"""Files of reviews that the operator owns."""

import json
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ethnography.adapters.import_file import ImportRefused, Rejected, read_import
from ethnography.adapters.import_file.file import from_csv, from_document, from_json_lines
from ethnography.domain.verbatims import Post
from source_server.playback import FIXTURES


def imported(
    tmp_path: Path, content: str | bytes, name: str = "reviews.csv"
) -> list[Post | Rejected]:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read_import(path, "PH"))


def test_a_row_has_the_columns_that_matter(tmp_path: Path) -> None:
    csv = (
        "Review,Stars,Date,Brand,URL,ID,Author,Order\n"
        '"Ang bilis, sulit!",5,2026-11-18,GCash,https://example.org/1,r-1,Maria,2611AAAA\n'
    )
    [post] = imported(tmp_path, csv)
    assert post == Post(
        id="import:r-1",
        source="import",
        market="PH",
        text="Ang bilis, sulit!",
        observed_at=datetime(2026, 11, 18, tzinfo=UTC),
        url="https://example.org/1",
        about="GCash",
        stars=5,
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_csv_as_spreadsheets_write_it(tmp_path: Path, delimiter: str, mark: str) -> None:
    rows = [["text", "date"], ["Mabagal", "2026-11-18T10:00:00+08:00"]]
    csv = mark + "\r\n".join(delimiter.join(row) for row in rows)
    [post] = imported(tmp_path, csv)
    assert isinstance(post, Post)
    assert post.text == "Mabagal"
    assert post.observed_at == datetime(2026, 11, 18, 2, tzinfo=UTC)


def test_bad_rows_are_told_by_line_and_the_good_ones_kept(tmp_path: Path) -> None:
    csv = (
        "text,stars,date,url\n"
        "good,5,2026-11-18,\n"
        ",5,2026-11-18,\n"
        '"two\nlines",1,2026-11-18,\n'
        "stars,6,2026-11-18,\n"
        "half,4.5,2026-11-18,\n"
        "when,3,yesterday,\n"
        "undated,3,,\n"
        "place,3,2026-11-18,javascript:alert(1)\n"
        "too,3,2026-11-18,,many\n"
        f"{'long' * 3_000},3,2026-11-18,\n"
        "\n"
        "good too,,1794990000,\n"
    )
    found = imported(tmp_path, csv)
    assert [post.text for post in found if isinstance(post, Post)] == [
        "good",
        "two\nlines",
        "good too",
    ]
    assert {one.line: one.reason for one in found if isinstance(one, Rejected)} == {
        3: "it has no text",
        6: "the stars are not 1 to 5",
        7: "the stars are not 1 to 5",
        8: "the date is not ISO 8601, such as 2026-11-18",
        9: "it has no date",
        10: "the url is no web address of at most 500 characters",
        11: "it has more columns than the header",
        12: "the text is longer than 10000 characters",
    }


def test_json_lines(tmp_path: Path) -> None:
    rows = [
        {"comment": "Mantap", "rating": 5, "created_at": "2026-11-18", "app": "Gojek"},
        {"text": "😍", "date": 1794990000, "stars": None},
        ["no object"],
        {"text": 7, "date": "2026-11-18"},
        {"text": "half \ud83d", "date": "2026-11-18"},
        {"text": "true stars", "date": "2026-11-18", "stars": True},
        {"text": "more stars than fit", "date": "2026-11-18", "stars": 10**400},
        {"text": "half a url", "date": "2026-11-18", "url": "https://example.org/\ud83d"},
        {"text": "far from now", "date": 10**400},
    ]
    lines = "\n".join([*(json.dumps(row) for row in rows), "{broken", "", "[" * 5_000])
    found = imported(tmp_path, lines, "reviews.jsonl")
    assert [one.text for one in found if isinstance(one, Post)] == ["Mantap", "😍"]
    assert {one.line: one.reason for one in found if isinstance(one, Rejected)} == {
        3: "it is no object",
        4: "the text is no text",
        5: "it is not UTF-8",
        6: "the stars are not 1 to 5",
        7: "the stars are not 1 to 5",
        8: "the url is no web address of at most 500 characters",
        9: "the date is not ISO 8601, such as 2026-11-18",
        10: "it is no JSON",
        12: "it is no JSON",
    }


def test_one_line_is_json_lines_as_well(tmp_path: Path) -> None:
    [post] = imported(tmp_path, '{"text": "Sulit", "date": "2026-11-18"}', "one.json")
    assert isinstance(post, Post)


def test_a_list_is_read_as_a_document(tmp_path: Path) -> None:
    rows = [{"text": "Sulit", "date": "2026-11-18"}, {"text": ""}]
    post, rejected = imported(tmp_path, json.dumps(rows, indent=1), "reviews.json")
    assert isinstance(post, Post)
    assert rejected == Rejected(2, "it has no text")


def test_an_export_of_shopees_pages() -> None:
    path = FIXTURES / "shopee_storefront_get_ratings.json"
    found = list(read_import(path, "PH"))
    posts = [one for one in found if isinstance(one, Post)]
    assert [(post.id, post.stars) for post in posts] == [
        ("import:80000000001", 5),
        ("import:80000000002", 1),
        ("import:80000000004", 5),
        ("import:80000000005", 3),
    ]
    assert [one for one in found if isinstance(one, Rejected)] == [Rejected(3, "it has no text")]
    everything = " ".join(post.model_dump_json() for post in posts)
    assert "u*****" not in everything
    assert "15000000000" not in everything


def test_an_export_past_the_end_is_empty() -> None:
    assert list(read_import(FIXTURES / "shopee_storefront_end.json", "ID")) == []


def test_a_refusal_of_shopee_is_no_export() -> None:
    with pytest.raises(ImportRefused, match="no list of reviews"):
        list(read_import(FIXTURES / "shopee_storefront_90309999.json", "VN"))


def test_hidden_reviews_are_left_out() -> None:
    row = {"text": "x", "date": "2026-11-18", "is_hidden": True}
    assert list(from_document(json.dumps([row]), "PH")) == [Rejected(1, "it is hidden")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PK\x03\x04 a spreadsheet", "no text file"),
        (b"%PDF-1.7", "no text file"),
        ("text,date\n".encode("utf-16"), "no text file"),
        (b"\x1f\x8b\x08", "no text file"),
        (b"", "no column for the text"),
        (b"review_text_of_mine,date\nx,2026-11-18", "no column for the text"),
        (b"text,stars\nx,5", "no column for the date"),
        (b"<html><body>Log in</body></html>", "no column for the text"),
        (b'{\n"feed": {}}', "no list of reviews"),
        (b"[1, 2", "neither JSON nor JSON lines"),
    ],
)
def test_a_file_of_another_kind_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    with pytest.raises(ImportRefused, match=reason):
        imported(tmp_path, content)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="cannot be read"):
        list(read_import(tmp_path / "none.csv", "PH"))


def test_bytes_of_another_encoding_cost_their_row_only(tmp_path: Path) -> None:
    csv = "text,date\nđẹp,2026-11-18\n".encode() + "naïf,2026-11-18\n".encode("latin-1")
    post, rejected = imported(tmp_path, csv)
    assert isinstance(post, Post)
    assert rejected == Rejected(3, "it is not UTF-8")


def test_ids_are_the_same_again_and_never_odd() -> None:
    lines = ["text,date,id", "a,2026-11-18,", "b,2026-11-18,", 'c,2026-11-18,"x y\x07z"']
    first, again = list(from_csv(lines, "PH")), list(from_csv(lines, "PH"))
    assert first == again
    ids = [post.id for post in first if isinstance(post, Post)]
    assert len(set(ids)) == 3
    assert all(len(one) == len("import:") + 32 for one in ids)


def test_an_open_quote_costs_no_more_than_its_rows() -> None:
    lines = ["text,date\n", '"open,2026-11-18\n', *["good,2026-11-18\n"] * 9_000]
    found = list(from_csv(lines, "PH"))
    assert any(isinstance(one, Rejected) for one in found)
    assert sum(isinstance(one, Post) for one in found) > 500


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    row = "Ang ganda ng quality, sulit na sulit sa presyo,5,2026-11-18\n".replace(", ", " ")
    with path.open("w") as file:
        file.write("text,stars,date\n")
        for _ in range(4):
            file.write(row * 1_000)
        file.write("x" * 2_000_000 + "\n")  # and one line without end
    tracemalloc.start()
    count = sum(1 for _ in read_import(path, "PH"))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 4_001
    assert peak < 1_000_000


@given(st.lists(st.text(max_size=60), max_size=20))
def test_any_lines_are_posts_or_reasons(lines: list[str]) -> None:
    list(from_json_lines(lines, "PH"))
    try:
        list(from_csv(["text,stars,date,about,url,id\n", *lines], "PH"))
    except ImportRefused:
        pytest.fail("only the header decides about the whole file")
