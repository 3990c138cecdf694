"""The library as its company sees it."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from library_company import START, LibraryCompany, ids
from suara.events import PersonaPromoted, PersonaRetired
from suara.library import packed
from suara.testing.samples import dispositions

LIBRARY = "/api/v1/library/personas"


@pytest.fixture
def company(api: Any, database: Any) -> LibraryCompany:
    return LibraryCompany(api, database)


async def listed(api: Any, **query: Any) -> list[str]:
    answer = await api.get(LIBRARY, params=query)
    assert answer.status_code == 200, answer.text
    return [item["id"] for item in answer.json()["items"]]


async def test_an_empty_library_has_one_empty_page(api: Any) -> None:
    assert (await api.get(LIBRARY)).json() == {"items": [], "next_cursor": None}


async def test_a_library_persona_is_a_persona_with_its_place_there(
    api: Any, company: LibraryCompany, database: Any
) -> None:
    persona_id = await company.promoted(await api.group())
    evidence = {
        "score": 0.631, "simulations": 3, "answers": 6,
        "agreements": 4, "disagreements": 0, "contradictions": 0,
    }  # fmt: skip
    await database.library_personas.update_one(
        {"_id": persona_id}, {"$set": {"reliability": evidence}}
    )

    shown = (await api.get(f"{LIBRARY}/{persona_id}")).json()

    assert [shown] == (await api.get(LIBRARY)).json()["items"]
    assert (shown["full_name"], shown["library_persona_id"]) == ("Maria Santos", None)
    assert shown["avatar_url"].endswith("/suara/portraits/portrait.png")
    assert shown["avatar_status"] == "ready"
    assert (shown["status"], shown["reason"], shown["times_used"]) == ("active", "consistent", 0)
    assert shown["promoted_at"] == "2026-01-01T00:00:00Z"
    assert (shown["retired_at"], shown["retired_reason"]) == (None, None)
    del evidence["answers"]
    assert shown["reliability"] == evidence
    assert not {"company_id", "cast", "source", "avatar_keys"} & shown.keys()


async def test_filters_narrow_the_list(api: Any, company: LibraryCompany) -> None:
    path = await api.group()
    nurse = str(await company.promoted(path, age=30))
    driver = str(
        await company.promoted(
            path,
            age=45,
            gender="Male",
            income_level="Low",
            occupation="Driver (J.&T.)",
            location="Cebu City, Philippines",
        )
    )

    assert set(await listed(api)) == {nurse, driver}
    assert await listed(api, location="cebu") == [driver]
    assert await listed(api, location="Philippines", gender="Female") == [nurse]
    assert set(await listed(api, gender="All")) == {nurse, driver}
    assert await listed(api, income_level="Low") == [driver]
    assert await listed(api, age_min=31) == [driver]
    assert await listed(api, age_max=30) == [nurse]
    assert await listed(api, age_min=30, age_max=30) == [nurse]
    assert await listed(api, occupation="NURSE") == [nurse]
    assert await listed(api, occupation="(j.&t.)") == [driver]
    assert await listed(api, occupation=".*") == []
    assert await listed(api, status="retired") == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"age_min": 40, "age_max": 30}, "age_min"),
        ({"age_min": -1}, "age_min"),
        ({"gender": "female"}, "gender"),
        ({"income_level": "Rich"}, "income_level"),
        ({"status": "lost"}, "status"),
        ({"limit": 0}, "limit"),
        ({"limit": 101}, "limit"),
        ({"location": ""}, "location"),
        ({"occupation": "nurse\x00"}, "occupation"),
        ({"cursor": "page 2"}, "cursor"),
        ({"cursor": ""}, "cursor"),
        ({"cursor": "AAAA"}, "cursor"),
        ({"cursor": "_" * 32}, "cursor"),
    ],
)
async def test_a_malformed_filter_or_cursor_is_refused(
    api: Any, query: dict[str, Any], field: str
) -> None:
    answer = await api.get(LIBRARY, params=query)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


async def test_pages_hold_each_persona_once_whoever_comes_meanwhile(
    api: Any, company: LibraryCompany
) -> None:
    path = await api.group()
    times = [0, 1, 1, 1, 2]  # some at the same moment
    there = {
        str(await company.promoted(path, START + timedelta(seconds=second))) for second in times
    }

    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = (await api.get(LIBRARY, params={"limit": 2} | cursor)).json()
        seen += [item["id"] for item in page["items"]]
        await company.promoted(path, START + timedelta(days=1))
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}

    assert len(seen) == 5
    assert set(seen) == there


async def test_it_tells_where_it_was_made_and_who_reuses_it(
    api: Any, company: LibraryCompany
) -> None:
    origin = await api.group(name="Origin")
    persona_id = await company.promoted(origin)
    uses = [await api.group(name=name) for name in ("Earlier", "Later", "Deleted")]
    for days, path in enumerate(uses):
        await company.claimed(path, persona_id, START + timedelta(days=days))
    await api.delete(uses[2])

    shown = (await api.get(f"{LIBRARY}/{persona_id}/projects")).json()

    assert [(use["group_name"], use["origin"]) for use in shown] == [
        ("Origin", True),
        ("Later", False),
        ("Earlier", False),
    ]
    assert {use["project_name"] for use in shown} == {"Study"}
    assert [str(part) for part in ids(uses[1])] == [shown[1]["project_id"], shown[1]["group_id"]]
    assert shown[1]["used_at"] == "2026-01-02T00:00:00Z"
    assert shown[0]["persona_id"] == str(persona_id) != shown[1]["persona_id"]


@pytest.mark.parametrize("deleted", ["persona", "group", "project"])
async def test_it_outlives_where_it_was_made(
    api: Any, company: LibraryCompany, deleted: str
) -> None:
    path = await api.group()
    persona_id = await company.promoted(path)
    project = path.split("/persona-groups")[0]
    gone = {"persona": f"{path}/personas/{persona_id}", "group": path, "project": project}
    assert (await api.delete(gone[deleted])).status_code == 204

    assert (await api.get(f"{LIBRARY}/{persona_id}")).json()["status"] == "active"
    assert await listed(api) == [str(persona_id)]
    (origin,) = (await api.get(f"{LIBRARY}/{persona_id}/projects")).json()
    assert (origin["project_name"] is None) == (deleted == "project")
    assert (origin["group_name"] is None) == (deleted != "persona")
    assert origin["group_id"] == str(ids(path)[1])


async def test_a_persona_is_promoted_by_hand(
    api: Any, company: LibraryCompany, shared: Any, published: Any
) -> None:
    path = await api.group()
    persona_id = await company.written(path)

    first = await api.post(f"{path}/personas/{persona_id}/promote", json={"reason": "  Like us "})
    again = await api.post(f"{path}/personas/{persona_id}/promote", json={"reason": "Twice"})

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json() == (await api.get(f"{LIBRARY}/{persona_id}")).json()
    assert (first.json()["reason"], first.json()["status"]) == ("Like us", "active")
    assert first.json()["avatar_url"].endswith("/suara/portraits/portrait.png")
    twin = await company.twin(persona_id)
    assert twin is not None
    assert (twin["status"], twin["occupation"], twin["age"]) == ("active", "Nurse", 29)
    assert twin["dispositions"] == packed(dispositions())
    assert twin["changed"]
    told = [e.data for e in await published(shared[1], "personas", 1) if _of(e.data, persona_id)]
    assert told == [
        PersonaPromoted(
            company_id=api.company, persona_id=persona_id, reason="Like us", automatic=False
        )
    ]


async def test_a_retired_persona_is_kept_and_no_longer_matched(
    api: Any, company: LibraryCompany, shared: Any, published: Any
) -> None:
    path = await api.group()
    persona_id = await company.written(path)
    await api.post(f"{path}/personas/{persona_id}/promote", json={"reason": "Like us"})

    first = await api.post(f"{LIBRARY}/{persona_id}/retire", json={"reason": "Outdated"})
    again = await api.post(f"{LIBRARY}/{persona_id}/retire")

    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()
    assert (first.json()["status"], first.json()["retired_reason"]) == ("retired", "Outdated")
    assert first.json()["retired_at"]
    twin = await company.twin(persona_id)
    assert twin is not None
    assert (twin["status"], twin["occupation"]) == ("retired", "Nurse")
    assert await listed(api) == []
    assert await listed(api, status="retired") == [str(persona_id)]
    told = [e.data for e in await published(shared[1], "personas", 2) if _of(e.data, persona_id)]
    assert [type(event) for event in told] == [PersonaPromoted, PersonaRetired]
    assert (told[1].reason, told[1].automatic) == ("Outdated", False)

    back = await api.post(f"{path}/personas/{persona_id}/promote", json={"reason": "Wrong"})
    assert back.status_code == 200
    assert (back.json()["status"], back.json()["reason"]) == ("active", "Wrong")
    assert (back.json()["retired_at"], back.json()["retired_reason"]) == (None, None)
    assert (await company.twin(persona_id) or {})["status"] == "active"


async def test_promoting_a_reused_persona_means_the_individual_it_is(
    api: Any, company: LibraryCompany
) -> None:
    individual = await company.promoted(await api.group())
    path = await api.group()
    reused = await company.claimed(path, individual, START)

    answer = await api.post(f"{path}/personas/{reused}/promote", json={"reason": "Again"})

    assert (answer.status_code, answer.json()["id"]) == (200, str(individual))
    assert answer.json()["times_used"] == 1
    assert await listed(api) == [str(individual)]


async def test_a_persona_under_way_cannot_be_promoted(
    api: Any, company: LibraryCompany, database: Any
) -> None:
    path = await api.group()
    persona_id = await company.written(path)
    await api.post(f"{path}/generate")
    why = {"reason": "Like us"}
    earlier = await api.post(f"{path}/personas/{persona_id}/promote", json=why)
    assert earlier.status_code == 201  # it was there before this generation

    group = await database.groups.find_one({"_id": ids(path)[1]})
    under_way = await company.written(path)
    of_this_run = {"$set": {"generation_id": group["generation"]["id"]}}
    await database.personas.update_one({"_id": under_way}, of_this_run)
    refused = await api.post(f"{path}/personas/{under_way}/promote", json=why)
    assert refused.status_code == 409
    assert "being generated" in refused.json()["detail"]
    unknown = await api.post(f"{path}/personas/{uuid4()}/promote", json=why)
    assert unknown.status_code == 404


@pytest.mark.parametrize("body", [{}, {"reason": " "}, {"reason": "x" * 501}, {"reason": "a\nb"}])
async def test_a_promotion_needs_a_reason(
    api: Any, company: LibraryCompany, body: dict[str, str]
) -> None:
    path = await api.group()
    persona_id = await company.written(path)
    answer = await api.post(f"{path}/personas/{persona_id}/promote", json=body)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["reason"]


async def test_no_other_company_sees_retires_or_promotes(
    api: Any, company: LibraryCompany, shared: Any, login: Callable[[Any], Any]
) -> None:
    path = await api.group()
    persona_id = await company.promoted(path)
    fresh = await company.written(path)
    stranger = login(shared[0])

    assert await listed(stranger) == []
    for tail in ("", "/projects"):
        assert (await stranger.get(f"{LIBRARY}/{persona_id}{tail}")).status_code == 404
    assert (await stranger.post(f"{LIBRARY}/{persona_id}/retire")).status_code == 404
    why = {"reason": "Mine now"}
    for target in (f"{path}/personas/{fresh}", f"{await stranger.group()}/personas/{fresh}"):
        assert (await stranger.post(f"{target}/promote", json=why)).status_code == 404
    assert (await api.get(f"{LIBRARY}/{persona_id}")).json()["status"] == "active"
    assert await listed(api) == [str(persona_id)]


async def test_promoting_at_the_same_moment_makes_one_library_persona(
    api: Any, company: LibraryCompany
) -> None:
    path = await api.group()
    persona_id = await company.written(path)
    target = f"{path}/personas/{persona_id}/promote"

    answers = await asyncio.gather(
        *(api.post(target, json={"reason": f"Number {number}"}) for number in range(5))
    )

    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 200, 201]
    assert len({answer.text for answer in answers}) == 1


def _of(event: Any, persona_id: Any) -> bool:
    return event.persona_id == persona_id
