"""What the library's workers tell of it."""

from integration.library.worker import Library, a_group, reused
from library.adapters.gauges import Gauges
from measured import growth, value
from suara.mongo import Database

MATCHES = {
    outcome: ("suara_library_matches_total", {"outcome": outcome})
    for outcome in ("matched", "unmatched")
}


async def test_a_match_is_counted_once_however_often_it_is_asked_for(database: Database) -> None:
    library = Library(database)
    await library.vectors.ensure_indexes()
    await library.claimed.ensure_indexes()
    twin = await library.promote()
    one, other, _ = a_group()
    await library.cast([one, other])

    with growth(**MATCHES) as grown:
        for _ in range(3):
            assert reused(await library.match(one)) == twin
            assert reused(await library.match(other)) is None

    assert grown == {"matched": 1, "unmatched": 1}


async def test_the_size_is_counted_by_market_without_those_who_retired(database: Database) -> None:
    library = Library(database)
    await library.vectors.ensure_indexes()
    for name in ("one", "another"):
        await library.promote(name)
    retired = await library.promote("a third", market="ID")
    await library.index.load()

    await Gauges(library.vectors, library.index).refresh()
    assert value("suara_library_personas", market="PH") == 2
    assert value("suara_library_personas", market="ID") == 1
    assert value("suara_library_index_personas") == 3

    await library.retire(retired)
    await library.index.load()
    await Gauges(library.vectors, library.index).refresh()
    assert value("suara_library_personas", market="ID") == 0
    assert value("suara_library_index_personas") == 2
