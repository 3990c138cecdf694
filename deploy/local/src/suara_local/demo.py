"""The demonstration: a sentence about an audience becomes people with portraits."""

import json
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from rich.console import Console

from suara_local import cards, interrupts, state, tokens
from suara_local.home import Home, shown
from suara_local.job import Job, Result
from suara_local.stack import Stack
from suara_local.terminal import bar, command, err, out, steps

AUDIENCE = (
    "Urban millennial women in Manila aged 25-32 who use GCash "
    "and shop on Shopee at least twice a week"
)
PERSONAS = 5
SUFFIXES = {"image/png": ".png", "image/webp": ".webp", "image/jpeg": ".jpg"}
paper = Console(highlight=False)


def run(home: Home, audience: str, count: int | None, *, as_json: bool) -> None:
    """Do the job and show it; with `as_json` the result alone goes to stdout.

    Raises LocalError when anything fails; a stack that was started is stopped in any case.
    """
    with interrupts.raised(), _stack(home) as (base_url, check):
        job = Job(base_url, tokens.mint(home.secrets().jwt_secret))
        try:
            result = _generate(job, audience, count, check)
            saved = _save(home.demo, job, result)
        finally:
            job.close()
        if as_json:
            print(json.dumps(_plain(home, audience, result), ensure_ascii=False, indent=2))
        else:
            _show(home, result, saved)


@contextmanager
def _stack(home: Home) -> Iterator[tuple[str, Callable[[], None]]]:
    """The address of the running stack, or of one that is stopped afterwards."""
    found = state.read(home)
    if found is not None and found.ready:
        err.print(f"Using the stack at {found.base_url}.")
        yield found.base_url, lambda: None
        return
    began = time.monotonic()
    with Stack(home.root) as stack:
        with steps("Starting Kafka, MongoDB, S3 and five services") as on_progress:
            stack.start(on_progress)
        err.print(f"Suara runs at {stack.base_url}, after {time.monotonic() - began:.1f} s.")
        yield stack.base_url, stack.check
        err.print("Stopping everything ...")


def _generate(job: Job, audience: str, count: int | None, check: Callable[[], None]) -> Result:
    project = job.create_project("Demo")
    err.print(f"\n[bold]Audience[/]  {audience}\n")
    understood = job.parse(project, audience)
    wanted = count or understood.get("persona_count") or PERSONAS
    err.print(cards.understood({**understood, "persona_count": wanted}))
    group = job.create_group(project, understood, wanted)
    with bar() as progress:
        task = progress.add_task("Generating", total=2 * wanted, detail="")

        def follow(group: dict[str, Any]) -> None:
            text = group.get("generation_progress") or group["generation_status"]
            progress.update(task, completed=parts_done(text), detail=text)
            if not err.is_terminal and text != getattr(follow, "last", None):
                err.print(f"  {text}", markup=False)
            follow.last = text  # type: ignore[attr-defined]

        return job.generate(project, group, follow, check)


def parts_done(progress: str) -> int:
    """Personas and portraits done, read from the progress text."""
    written = re.search(r"(\d+) of \d+ personas? written", progress)
    portraits = re.search(r"(\d+) portraits? ready", progress)
    return sum(int(match[1]) for match in (written, portraits) if match)


def _save(folder: Path, job: Job, result: Result) -> dict[str, Path]:
    """Store personas and portraits, in place of the demo before: addresses end with the stack."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    text = json.dumps(result.personas, ensure_ascii=False, indent=2)
    (folder / "personas.json").write_text(text + "\n")
    saved: dict[str, Path] = {}
    for number, persona in enumerate(result.personas, start=1):
        if not persona.get("avatar_url"):
            continue
        try:
            portrait = job.download(persona["avatar_url"])
        except httpx.HTTPError as error:
            err.print(f"The portrait of {persona['full_name']} could not be opened: {error}")
            continue
        slug = re.sub(r"[^a-z0-9]+", "-", persona["full_name"].lower()).strip("-")
        suffix = SUFFIXES.get(portrait.headers.get("content-type", ""), ".img")
        saved[persona["id"]] = folder / f"{number}-{slug}{suffix}"
        saved[persona["id"]].write_bytes(portrait.content)
    return saved


def _plain(home: Home, audience: str, result: Result) -> dict[str, Any]:
    return {
        "audience": audience,
        "seconds": round(result.seconds, 3),
        "group": result.group,
        "personas": result.personas,
        "saved_in": str(home.demo),
    }


def _show(home: Home, result: Result, saved: dict[str, Path]) -> None:
    paper.print()
    for persona in result.personas:
        paper.print(cards.card(persona))
        out.print(f"  Portrait  {persona.get('avatar_url') or 'none could be made'}", markup=False)
        if persona["id"] in saved:
            out.print(f"  saved as  {shown(saved[persona['id']])}\n", style="dim", markup=False)
    count = len(result.personas)
    out.print(f"\n{count} personas in {result.seconds:.1f} s.", style="bold")
    out.print(f"Portraits and personas.json: {shown(home.demo)}")
    out.print(f"Stored data: {shown(home.data)}   Logs: {shown(home.logs)}")
    out.print("\nWhat to try next", style="bold")
    out.print('  make demo AUDIENCE="Young men in Surabaya who ride for Gojek"')
    out.print("  make up               keep it running: the API, its docs at <address>/docs")
    out.print("  then, at the address that it prints:")
    out.print(f'  curl -H "Authorization: Bearer $({command()} token)" <address>/api/v1/projects')
    out.print("\nPortrait addresses answer while the stack runs; the saved files stay.")
