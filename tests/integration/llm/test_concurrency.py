"""How many calls are in flight, as the server sees it."""

import asyncio
from collections.abc import Awaitable, Callable

from pydantic import BaseModel

from openai_server.running import RunningServer
from suara.llm import Answer, LanguageModel

Connect = Callable[..., LanguageModel]


class Note(BaseModel):
    text: str


async def ask_many(model: LanguageModel, count: int) -> None:
    def ask(number: int) -> Awaitable[Answer[Note]]:
        messages = [{"role": "user", "content": f"Note {number}"}]
        return model.ask(Note, messages, name="note", timeout_seconds=60)

    await asyncio.gather(*[ask(number) for number in range(count)])


async def test_a_group_of_ten_is_in_flight_together(
    server: RunningServer, connect: Connect
) -> None:
    server.control(latency={"note": 0.5})
    await ask_many(connect(), 10)
    assert server.log()["max_in_flight"] == 10


async def test_no_more_are_in_flight_than_the_operator_allows(
    server: RunningServer, connect: Connect
) -> None:
    server.control(latency={"note": 0.02})
    await ask_many(connect(max_concurrency=3), 30)
    assert server.log()["max_in_flight"] == 3


async def test_calls_in_flight_fall_after_refusals_and_rise_again(
    server: RunningServer, connect: Connect
) -> None:
    server.control(script=["rate_limited"] * 40, latency={"note": 0.15})
    await ask_many(connect(max_concurrency=24), 300)
    accepted = [one["in_flight"] for one in server.log()["requests"] if one["status"] == 200]
    assert max(accepted[:5]) <= 8
    assert max(accepted) > 12


async def test_few_calls_are_refused_once_the_limit_has_found_the_capacity(
    server: RunningServer, connect: Connect
) -> None:
    # Long enough for the first calls to meet there, also where they are slow to set out.
    server.control(latency={"note": 0.15}, capacity=4)
    await ask_many(connect(max_concurrency=24), 120)
    refused = [one["status"] == 429 for one in server.log()["requests"]]
    assert sum(refused[:16]) > 8
    assert sum(refused[-60:]) < 20


async def test_a_pause_holds_all_calls_not_only_the_one_refused(
    server: RunningServer, connect: Connect
) -> None:
    server.control(script=[{"kind": "rate_limited", "retry_after": 1}], latency={"note": 0.2})
    await ask_many(connect(max_concurrency=4), 12)
    times = [request["time"] for request in server.log()["requests"]]
    started_at_once, after_the_pause = times[:4], times[4:]
    assert len(times) == 13
    assert min(after_the_pause) - max(started_at_once) >= 0.5
