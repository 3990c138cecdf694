"""State and events are committed together, and every event is published once, in order."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

import pytest

from api_gateway.adapters.outbox import Outbox
from api_gateway.adapters.transactions import Transactions
from api_gateway.bootstrap import bootstrap
from api_gateway.changes import Change
from suara import mongo
from suara.events import GroupDeleted, ProjectDeleted
from suara.kafka.admin import ensure_topics


async def test_each_change_is_published_once_and_in_order(
    configure: Any, running: Any, login: Any, published: Any
) -> None:
    settings = configure()
    async with running(settings) as app:
        api = login(app)
        path = await api.group(persona_count=2)
        await api.patch(path, json={"name": "Renamed", "age_min": 30})
        await api.post(f"{path}/generate")
        await api.delete(path)
        groups = await published(settings, "groups", 3)
        requests = await published(settings, "generation", 1)

    assert [e.type.split(".")[2] for e in groups] == ["created", "updated", "deleted"]
    assert {e.data.key for e in [*groups, *requests]} == {path.split("/")[-1]}
    assert {e.data.company_id for e in [*groups, *requests]} == {api.company}
    assert (groups[1].data.name, groups[1].data.definition.age_min) == ("Renamed", 30)
    (request,) = requests
    assert (request.data.slots, request.data.attempt) == ((0, 1), 1)
    assert request.source == "/suara/api-gateway"


async def test_a_refused_request_causes_no_event(
    configure: Any, running: Any, login: Any, published: Any
) -> None:
    settings = configure()
    async with running(settings) as app:
        api = login(app)
        path = await api.group()
        await asyncio.gather(*(api.post(f"{path}/generate") for _ in range(6)))
        await api.patch(path, json={"gender": "x"})
        await api.delete(f"{path}/personas")

        assert len(await published(settings, "generation", 1)) == 1
        assert len(await published(settings, "groups", 1)) == 1


async def test_deleting_a_project_tells_of_it_and_of_every_group(
    configure: Any, running: Any, login: Any, published: Any
) -> None:
    settings = configure()
    async with running(settings) as app:
        api = login(app)
        groups = await api.project()
        ids = {(await api.post(groups, json={"name": n})).json()["id"] for n in "abc"}
        await api.delete(groups.removesuffix("/persona-groups"))
        events = await published(settings, "groups", 7)

    assert {e.data.key for e in events if isinstance(e.data, GroupDeleted)} == ids
    [project] = [e.data.key for e in events if isinstance(e.data, ProjectDeleted)]
    assert f"/{project}/" in groups
    assert len(events) == 7


async def test_events_carry_the_trace_of_their_request(
    configure: Any, running: Any, login: Any, published: Any
) -> None:
    settings = configure()
    trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    async with running(settings) as app:
        api = login(app)
        api.headers["traceparent"] = trace
        await api.group()
        api.headers["traceparent"] = "nonsense"
        await api.group()
        events = await published(settings, "groups", 2)

    assert [e.traceparent for e in events] == [trace, None]


@pytest.mark.parametrize("fault", ["in the change", "in the outbox"])
async def test_neither_state_nor_event_stays_if_either_fails(configure: Any, fault: str) -> None:
    database = mongo.connect(configure().mongo, "tests")
    woken: list[bool] = []
    commits = Transactions(database, Outbox(database, "suara"), lambda: woken.append(True))
    event = GroupDeleted(company_id=uuid4(), project_id=uuid4(), group_id=uuid4())
    unwritable: Any = object()

    async def work(session: Any) -> Change[None]:
        await database.groups.insert_one({"_id": 1}, session=session)
        if fault == "in the change":
            raise LookupError
        return Change(None, [event, unwritable])

    with pytest.raises((LookupError, AttributeError)):
        await commits.commit(work, None)

    assert await database.groups.count_documents({}) == 0
    assert await database.outbox.count_documents({}) == 0
    assert woken == []
    database.client.close()


async def test_requests_are_answered_while_the_broker_is_away_and_published_later(
    configure: Any, running: Any, login: Any, published: Any
) -> None:
    real = configure()
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as reserved:
        port = reserved.getsockname()[1]
    away = configure(
        SUARA_KAFKA_BOOTSTRAP=f"127.0.0.1:{port}",
        SUARA_KAFKA_TOPIC_PREFIX=real.kafka.topic_prefix,
    )
    await ensure_topics(real.kafka)
    async with bootstrap(away) as app:
        api = login(app)
        path = await api.group()
        accepted = await api.post(f"{path}/generate")
        ready = await api.get("/health/ready")
        async with _forward(port, real.kafka.bootstrap):
            assert len(await published(real, "generation", 1)) == 1
            assert len(await published(real, "groups", 1)) == 1

    assert accepted.status_code == 202
    assert ready.status_code == 503


async def test_without_mongodb_requests_are_503_and_say_when_to_try_again(
    configure: Any, login: Any
) -> None:
    nowhere = configure(SUARA_MONGO_URL="mongodb://127.0.0.1:9/?replicaSet=secantus")
    group = f"/api/v1/projects/{UUID(int=1)}/persona-groups/{UUID(int=2)}"
    async with bootstrap(nowhere) as app:
        api = login(app)
        responses = await asyncio.gather(
            api.get(group), api.post(f"{group}/generate"), api.patch(group, json={"name": "x"})
        )

    for response in responses:
        assert response.status_code == 503
        assert response.headers["content-type"] == "application/problem+json"
        assert int(response.headers["retry-after"]) > 0


@asynccontextmanager
async def _forward(port: int, target: str) -> AsyncIterator[None]:
    """A broker that comes back: connections to the port reach the target."""
    host, target_port = target.split(":")

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.closing(writer):
            while data := await reader.read(65_536):
                writer.write(data)

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection(host, int(target_port))
        await asyncio.gather(pump(reader, back), pump(there, writer), return_exceptions=True)

    server = await asyncio.start_server(connected, "127.0.0.1", port)
    try:
        yield
    finally:
        server.close()
