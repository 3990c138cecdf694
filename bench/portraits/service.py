"""The avatar service as a process, with an image model that takes two seconds."""

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil

from generation.model_server import PORTRAIT_SECONDS, Call, ModelServer
from suara import mongo
from suara.events import AvatarRendered, Envelope, PersonaUnmatched
from suara.kafka.admin import ensure_topics
from suara.kafka.codec import decode
from suara.mongo import Database
from suara.settings import KafkaSettings, MongoSettings
from suara.testing.broker import publishing, read
from suara.testing.samples import a_running_group, about
from suara_local.environment import for_service
from suara_local.servers import Servers

WINDOW = 16  # calls of the model at once
MESSAGES = 20  # at once, so that the window stays full while other portraits are stored
GROUPS = 32
GROUP_OF = 10
MB = 1_000_000
WARM_UP_SECONDS = 6.0
LOOK_EVERY_SECONDS, LOOKS_A_COUNT = 0.05, 20  # counting is work for the server
LONGEST_SECONDS = 300.0


def with_a_model() -> dict[str, float]:
    """Portraits/s, and the most memory the process took while it drew them.

    Raises RuntimeError if a portrait was not drawn by the model, TimeoutError if one never came.
    """
    with (
        tempfile.TemporaryDirectory(prefix="bench-portraits-") as folder,
        Servers.start(Path(folder)) as servers,
        ModelServer() as model,
    ):
        os.environ |= servers.environment
        model.used_by_services(MESSAGES)
        os.environ["SUARA_IMAGE_CONCURRENCY"] = str(WINDOW)
        model.behave({"image": PORTRAIT_SECONDS}, photographs=True)
        return asyncio.run(_measured(model))


async def _measured(model: ModelServer) -> dict[str, float]:
    kafka = KafkaSettings()
    await ensure_topics(kafka)
    database = mongo.connect(MongoSettings(), "bench")
    with _avatar() as process:
        await _drawn(database, process, await _prepared(database, groups=2))
        people = await _prepared(database, groups=GROUPS)
        before, started = process.cpu_times(), time.monotonic()
        earlier = len(model.pictures())
        peak = await _drawn(database, process, people)
        seconds = time.monotonic() - started
        after = process.cpu_times()
    await _check(kafka, people)
    database.client.close()
    busy = after.user + after.system - before.user - before.system
    return {
        "model_portraits_per_second": _rate(model.pictures()[earlier:]),
        "model_portraits_per_second_at_best": WINDOW / PORTRAIT_SECONDS,
        "model_portraits_per_second_with_start_and_end": len(people) / seconds,
        "model_peak_rss_mb": peak / MB,
        "model_cpu_ms_per_portrait": 1000 * busy / len(people),
    }


def _rate(calls: Sequence[Call]) -> float:
    """Portraits/s with a backlog: the model's seconds used, by those that a portrait takes.

    Counted so because whole portraits come in bursts of a window, too coarse for a ratio.
    """
    start, end = calls[0].began + WARM_UP_SECONDS, calls[-1].began
    used = sum(call.within(start, end) for call in calls)
    return used / PORTRAIT_SECONDS / (end - start)


@contextmanager
def _avatar() -> Iterator[psutil.Process]:
    settings = for_service({**os.environ, "SUARA_HTTP_PORT": "0", "SUARA_LOG_LEVEL": "WARNING"})
    started = subprocess.Popen([sys.executable, "-m", "avatar"], env=settings)
    try:
        yield psutil.Process(started.pid)
    finally:
        started.terminate()
        started.wait()


async def _prepared(database: Database, groups: int) -> Sequence[PersonaUnmatched]:
    """Groups whose personas nobody has drawn."""
    people: list[PersonaUnmatched] = []
    for _ in range(groups):
        run = await a_running_group(database, total=GROUP_OF)
        people += [about(PersonaUnmatched, run, slot) for slot in range(GROUP_OF)]
    await database.personas.insert_many([{"_id": one.persona_id} for one in people])
    return people


async def _drawn(
    database: Database, process: psutil.Process, people: Sequence[PersonaUnmatched]
) -> float:
    """Ask for portraits and wait for all. Returns the most memory seen meanwhile, in bytes."""
    async with publishing(KafkaSettings()) as publisher:
        await publisher.publish([Envelope.first(one, "/suara/bench") for one in people])
    ready = {"_id": {"$in": [one.persona_id for one in people]}, "avatar_status": "ready"}
    peak, looks = 0.0, 0
    async with asyncio.timeout(LONGEST_SECONDS):
        while looks % LOOKS_A_COUNT or await database.personas.count_documents(ready) < len(people):
            looks += 1
            peak = max(peak, process.memory_info().rss)
            await asyncio.sleep(LOOK_EVERY_SECONDS)
    return peak


async def _check(kafka: KafkaSettings, people: Sequence[PersonaUnmatched]) -> None:
    """The last events may still be on their way."""
    wanted = {one.persona_id for one in people}
    async with asyncio.timeout(LONGEST_SECONDS):
        while True:
            events = [
                decode(message.value, list(message.headers)).data
                for message in await read(kafka, AvatarRendered.topic)
            ]
            told = [event for event in events if isinstance(event, AvatarRendered)]
            if any(event.avatar_source != "openai" for event in told):
                raise RuntimeError("the model did not draw every portrait")
            if wanted <= {event.persona_id for event in told}:
                return
