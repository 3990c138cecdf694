"""People are called what people like them are called."""

import pytest

from generator.domain.casting import cast
from generator.domain.casting.naming.traditions import faiths_of
from suara.markets import market
from suara.personas import Definition


def people(code, seeds=range(25), **definition):
    segment = Definition(**definition)
    return [c for s in seeds for c in cast(segment, market(code), None, range(10), s).casts]


@pytest.mark.parametrize("code", ["PH", "ID"])
def test_names_of_one_faith_are_borne_by_that_faith(code):
    for one in people(code):
        muslim = one.religion == "Islam"
        for part in one.full_name.split():
            faiths = faiths_of(part)
            if faiths == ("Muslim",):
                assert muslim, one
            if faiths == ("Christian",):
                assert not muslim, one


def test_vietnamese_names_start_with_the_family_name():
    families = {s.name for s in market("VN").names.surnames}
    for one in people("VN"):
        first, *middle, last = one.full_name.split()
        assert first in families
        assert 1 <= len(middle) <= 2
        assert one.short_name.split()[-1] == last


def test_thi_is_for_women_and_fades():
    def share(**ages):
        women = people("VN", gender="Female", **ages)
        return sum(" Thị " in w.full_name for w in women) / len(women)

    assert share(age_min=55, age_max=75) > 0.7
    assert share(age_min=18, age_max=24) < 0.35
    assert not any(" Thị " in m.full_name for m in people("VN", gender="Male"))


def test_one_word_names_are_for_older_indonesians():
    def share(**ages):
        found = people("ID", **ages)
        return sum(" " not in c.full_name for c in found) / len(found)

    assert share(age_min=60, age_max=75) > 3 * share(age_min=18, age_max=35)


def test_muhammad_is_not_what_friends_say():
    for one in people("ID", gender="Male"):
        assert one.short_name not in ("Muhammad", "Mohamad", "Abdul")


def test_filipino_names_are_given_name_and_surname():
    surnames = {s.name for s in market("PH").names.surnames}
    for one in people("PH"):
        if one.religion != "Islam":
            assert any(one.full_name.removesuffix(" Jr.").endswith(f" {s}") for s in surnames)


def test_given_names_follow_the_cohort():
    old = {c.full_name.split()[0] for c in people("PH", gender="Female", age_min=70, age_max=75)}
    assert "Althea" not in old
    assert "Erlinda" in old


def test_taken_names_are_not_used_again():
    segment, data = Definition(), market("PH")
    first = cast(segment, data, None, range(10), 5).casts
    again = cast(
        segment,
        data,
        None,
        range(10),
        5,
        taken_names=[c.full_name for c in first],
        taken_short_names=[c.short_name for c in first],
    ).casts
    assert not {c.full_name for c in first} & {c.full_name for c in again}
    assert not {c.short_name for c in first} & {c.short_name for c in again}


def test_names_never_run_out():
    segment, data = Definition(gender="Female", age_min=20, age_max=20), market("PH")
    taken: set[str] = set()
    for seed in range(15):
        casts = cast(segment, data, None, range(10), seed, taken_short_names=taken).casts
        names = {c.short_name for c in casts}
        assert len(names) == 10
        assert not names & taken
        taken |= names
