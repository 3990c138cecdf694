"""What has been made is in the named volumes."""

import asyncio
from typing import Any

import httpx

from chaos.traffic import Traffic, client
from compose.containers import Containers
from suara_local import tokens


async def test_groups_personas_and_portraits_outlive_the_containers(system: Containers) -> None:
    token = tokens.mint(system.environment["SUARA_JWT_SECRET"])
    async with client(system.base_url, token) as http:
        traffic = Traffic(http, lambda _: None)
        await traffic.begin()
        made = [await traffic.generate(number, seed=3) for number in range(3)]
        await asyncio.gather(*map(traffic.until_settled, made))
        before = [await _all_of(traffic, http, each.path) for each in made]

        await asyncio.to_thread(system.stack.project, "down")
        await system.up()

        assert [await _all_of(traffic, http, each.path) for each in made] == before
        another = await traffic.generate(number=4, seed=3)
        await traffic.until_settled(another)
        assert another.status == "complete", another.progress


async def _all_of(traffic: Traffic, http: httpx.AsyncClient, path: str) -> Any:
    """A group as the API shows it, its personas, and the pictures themselves."""
    group = (await http.get(path)).json()
    personas = (await http.get(f"{path}/personas")).json()
    assert len(personas) == group["persona_count"]
    async with httpx.AsyncClient(trust_env=False) as browser:
        pictures = [await browser.get(persona["avatar_url"]) for persona in personas]
    assert all(picture.status_code == 200 for picture in pictures)
    return group, personas, [picture.content for picture in pictures]
