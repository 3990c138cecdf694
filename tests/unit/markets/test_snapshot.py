"""The bundled snapshot is stable, complete and citable."""

import re

import pytest

from suara.markets import SOURCED_MARKETS, Snapshot, bundled_snapshot, market


@pytest.mark.parametrize("code", [*SOURCED_MARKETS, "DE"])
def test_ids_are_unique_readable_and_stable(code: str) -> None:
    first, second = bundled_snapshot(market(code)), bundled_snapshot(market(code))
    assert first == second
    ids = [signal.id for signal in first.signals]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(rf"{code.lower()}-[a-z0-9-]+-\d+", i) for i in ids)
    assert re.fullmatch(rf"{code}-bundled-2026-[0-9a-f]{{8}}", first.version)


def test_every_phrase_of_the_market_data_is_a_signal() -> None:
    data = market("PH")
    snapshot = bundled_snapshot(data)
    brands = sum(len(b.praised_for) + len(b.criticised_for) for b in data.brands)
    assert len(snapshot.of_kind("brand")) == brands
    assert len(snapshot.of_kind("price")) == len(data.prices)
    assert len(snapshot.of_kind("worry")) == len(data.attitudes)
    assert len(snapshot.of_kind("language")) == 1


def test_signals_are_found_by_subject_and_cite_their_source() -> None:
    snapshot = bundled_snapshot(market("PH"))
    praise = snapshot.about("brand", "jollibee")[0]
    assert praise.id == "ph-brand-jollibee-praise-1"
    assert praise.source_url is not None
    assert snapshot.signal(praise.id) == praise
    assert snapshot.signal("ph-brand-nobody-praise-1") is None


def test_endless_subjects_are_compared_by_their_beginning() -> None:
    snapshot = bundled_snapshot(market("PH"))
    endless = snapshot.signals[0].model_copy(update={"subject": "Jollibee " * 10_000})
    one = Snapshot.model_validate(dict(snapshot) | {"signals": (endless,)})
    assert one.about(endless.kind, "jollibee " * 5_000) == (endless,)
    assert one.about(endless.kind, "Jollibee") == ()


def test_the_version_follows_the_content() -> None:
    data = market("VN")
    shorter = data.model_copy(update={"brands": data.brands[1:]})
    assert bundled_snapshot(data).version != bundled_snapshot(shorter).version


def test_a_snapshot_survives_json() -> None:
    snapshot = bundled_snapshot(market("ID"))
    assert Snapshot.model_validate_json(snapshot.model_dump_json()) == snapshot


def test_repeated_ids_are_refused() -> None:
    snapshot = bundled_snapshot(market("ID"))
    doubled = snapshot.model_dump() | {"signals": [snapshot.signals[0]] * 2}
    with pytest.raises(ValueError, match="share an id"):
        Snapshot.model_validate(doubled)
