"""The demonstration, against an API that answers from a script."""

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from rich.console import Console

from suara_local import cards, demo, state
from suara_local.errors import JobFailedError
from suara_local.home import Home

GROUPS = "/api/v1/projects/p1/persona-groups"
PERSONA = {
    "id": "x1",
    "full_name": "Maria Santos-Reyes",
    "age": 27,
    "gender": "Female",
    "occupation": "Nurse",
    "location": "Manila, Philippines",
    "income_level": "Middle",
    "personality_traits": ["careful"],
    "trusted_brands": ["GCash"],
    "distrusted_brands": [],
    "digital_habits": "Pays by phone.",
    "price_sensitivity": "Waits for the 11.11 sale.",
    "psychographic_notes": "Saves for a condo.",
    "backstory": "Grew up in Cavite.",
}


class Api(BaseHTTPRequestHandler):
    """Remembers the definition it was given; is complete at the third look."""

    definition: dict[str, Any]
    looks: int
    ending: str

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("content-length", 0))) or "{}")
        answers = {
            "/api/v1/projects": {"id": "p1"},
            f"{GROUPS}/parse-prompt": {"name": "Nurses", "gender": "Female", "age_min": None},
            GROUPS: {"id": "g1", **body},
            f"{GROUPS}/g1/generate": {"generation_status": "pending"},
        }
        if self.path == GROUPS:
            type(self).definition = body
        if not self.headers["authorization"].startswith("Bearer ey"):
            return self.answer({"detail": "no token"}, 401)
        return self.answer(answers[self.path])

    def do_GET(self) -> None:
        if self.path == "/portrait":
            return self.answer(b"png", content_type="image/png")
        if self.path.endswith("/personas"):
            host = f"http://127.0.0.1:{self.server.server_address[1]}"
            return self.answer([PERSONA | {"avatar_url": f"{host}/portrait"}])
        type(self).looks += 1
        status = "generating" if self.looks < 3 else self.ending
        text = f"{self.looks} of 5 personas written, 1 portrait ready"
        return self.answer({"generation_status": status, "generation_progress": text})

    def answer(
        self, body: object, status: int = 200, content_type: str = "application/json"
    ) -> None:
        self.send_response(status)
        self.send_header("content-type", content_type)
        self.end_headers()
        self.wfile.write(body if isinstance(body, bytes) else json.dumps(body).encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def api() -> Iterator[type[Api]]:
    class Fresh(Api):
        definition: dict[str, Any] = {}  # noqa: RUF012
        looks = 0
        ending = "complete"
        url = ""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Fresh)
    Fresh.url = f"http://127.0.0.1:{server.server_address[1]}"
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield Fresh
    server.shutdown()
    server.server_close()


@pytest.fixture
def home(tmp_path: Path, api: Any) -> Home:
    made = Home(tmp_path)
    made.prepare()
    state.write(made, replace(state.new(), ready=True, base_url=api.url))
    return made


def test_a_running_stack_is_used_and_the_result_is_printed_and_kept(
    home: Home, api: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    demo.run(home, "Nurses in Manila", None, as_json=True)

    printed = json.loads(capsys.readouterr().out)
    assert [p["full_name"] for p in printed["personas"]] == ["Maria Santos-Reyes"]
    assert api.definition == {"name": "Nurses", "gender": "Female", "persona_count": 5}
    assert json.loads((home.demo / "personas.json").read_text()) == printed["personas"]
    assert (home.demo / "1-maria-santos-reyes.png").read_bytes() == b"png"


def test_the_count_of_the_command_line_wins(home: Home, api: Any) -> None:
    demo.run(home, "Nurses in Manila", 8, as_json=True)
    assert api.definition["persona_count"] == 8


def test_a_failed_generation_says_how_far_it_came(home: Home, api: Any) -> None:
    api.ending = "failed"
    with pytest.raises(JobFailedError, match="3 of 5 personas written"):
        demo.run(home, "Nurses in Manila", None, as_json=True)


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("3 of 5 personas written, 1 portrait ready", 4),
        ("1 of 1 persona written, 0 portraits ready", 1),
        ("queued", 0),
    ],
)
def test_the_bar_follows_the_progress_text(text: str, done: int) -> None:
    assert demo.parts_done(text) == done


def test_a_card_shows_the_whole_person() -> None:
    paper = Console(file=io.StringIO(), width=100)
    paper.print(cards.card(PERSONA))
    shown = paper.file.getvalue()  # type: ignore[attr-defined]
    for field, value in PERSONA.items():
        for text in value if isinstance(value, list) else [value]:
            assert field == "id" or str(text) in shown
