"""The built-in artist: python-avatars, rasterised with resvg."""

import asyncio

from avatar.domain.appearance import Subject, choose
from avatar.domain.portrait import render, svg
from avatar.ports import Picture


class LocalArtist:
    """Draws in a thread, one portrait at a time: the rasteriser holds the interpreter's lock."""

    def __init__(self) -> None:
        self._one_at_a_time = asyncio.Lock()

    async def draw(self, subject: Subject) -> Picture:
        async with self._one_at_a_time:
            return await asyncio.to_thread(_draw, subject)


def _draw(subject: Subject) -> Picture:
    return Picture(render(svg(choose(subject))), "local")
