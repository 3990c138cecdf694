"""What becomes of portraits is counted once, however often it is told."""

from typing import Any

from measured import growth
from suara.events import AvatarFailed
from suara.testing.samples import about

PORTRAITS = {
    source: ("suara_portraits_total", {"source": source}) for source in ("local", "failed")
}


async def test_a_portrait_that_failed_or_was_drawn_is_counted_once(studio: Any) -> None:
    failed = about(AvatarFailed, studio.run, variation=0)
    with growth(**PORTRAITS) as grown:
        for _ in range(2):
            await studio.handlers.failed(failed, studio.context())
        for _ in range(2):  # it comes after all
            await studio.render()
        await studio.handlers.failed(failed, studio.context())
    assert grown == {"local": 1, "failed": 1}
