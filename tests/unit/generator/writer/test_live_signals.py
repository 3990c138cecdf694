"""The built-in writer after a live snapshot: it cites what was heard, in its own sentences."""

import re
from collections.abc import Callable

import pytest

from generator.domain.writer import profile
from suara.markets import Snapshot
from suara.personas import Profile

Live = Callable[..., Snapshot]
CODES = pytest.mark.parametrize("code", ["PH", "ID", "VN"])


def written(code, cast_group, snapshot) -> list[tuple[object, Profile]]:
    return [
        (one.cast, profile(one.cast, one.draft, one.market, snapshot))
        for one in cast_group(code, 5, age_min=20, age_max=40)
    ]


def cited(one: Profile, field: str) -> list[str]:
    return [i for claim in one.evidence if claim.field == field for i in claim.signal_ids]


@CODES
def test_everybody_cites_what_was_heard_and_only_what_the_snapshot_has(
    code, cast_group, live_snapshot: Live
):
    snapshot = live_snapshot(code)
    for _, one in written(code, cast_group, snapshot):
        ids = {i for claim in one.evidence for i in claim.signal_ids}
        assert ids <= {signal.id for signal in snapshot.signals}
        assert any(snapshot.signal(i).weight for i in ids)


@CODES
def test_a_group_shows_each_kind_that_was_heard(code, cast_group, live_snapshot: Live):
    snapshot = live_snapshot(code)
    people = [one for _, one in written(code, cast_group, snapshot)]

    def kinds(field: str) -> set[str]:
        heard = [snapshot.signal(i) for one in people for i in cited(one, field)]
        return {signal.kind for signal in heard if signal.weight is not None}

    assert "digital_habit" in kinds("digital_habits")
    assert "platform" in kinds("digital_habits")
    assert "worry" in kinds("psychographic_notes")
    assert "language" in kinds("language_style")
    assert "brand" in kinds("trusted_brands")


@CODES
def test_a_brand_that_people_speak_of_is_held_with_what_they_say(
    code, cast_group, live_snapshot: Live
):
    snapshot = live_snapshot(code)
    for _, one in written(code, cast_group, snapshot):
        for field in ("trusted_brands", "distrusted_brands"):
            for signal in map(snapshot.signal, cited(one, field)):
                heard = [
                    s
                    for kind in ("brand", "platform")
                    for s in snapshot.about(kind, signal.subject)
                    if s.stance == signal.stance and s.weight is not None
                ]
                assert not heard or signal in heard


@CODES
def test_the_sentences_are_as_sound_as_ever(code, cast_group, live_snapshot: Live):
    for _, one in written(code, cast_group, live_snapshot(code)):
        sentences = re.split(r"(?<=[.!?”])\s+", one.digital_habits)
        assert 3 <= len(sentences) <= 6
        for text in (one.digital_habits, one.psychographic_notes, one.language_style):
            assert not re.search(r"[{}<>]|  |\.\.|None", text), text


def test_a_word_people_are_heard_to_use_is_quoted_and_cited(cast_group, live_snapshot: Live):
    snapshot = live_snapshot("PH")
    words = {"sana all", "petmalu", "lodi"}
    for _, one in written("PH", cast_group, snapshot):
        for claim in one.evidence:
            if claim.field == "language_style" and claim.signal_ids[0].startswith("ph-live"):
                [word] = words & set(re.findall("“([^”]*)”", claim.claim))
                assert snapshot.signal(claim.signal_ids[0]).text == word
                assert f"“{word}”" in one.language_style.lower()


def test_praise_and_blame_without_a_reason_replace_no_reason(cast_group, live_snapshot: Live):
    whole = live_snapshot("PH")
    overall = {
        "praise": "people are happy with it overall",
        "criticism": "people are disappointed overall",
    }
    signals = tuple(
        s.model_copy(update={"text": overall[s.stance]})
        if s.weight is not None and s.kind in ("brand", "platform")
        else s
        for s in whole.signals
    )
    vague = Snapshot.model_validate(whole.model_dump() | {"signals": signals})
    for _, one in written("PH", cast_group, vague):
        for field in ("trusted_brands", "distrusted_brands", "digital_habits"):
            for signal in map(vague.signal, cited(one, field)):
                assert signal.text not in overall.values()


def test_texts_that_fit_no_sentence_are_left_to_the_bundled_ones(
    cast_group, live_snapshot: Live, long_winded: str
):
    snapshot = live_snapshot("PH", long_winded)
    for _, one in written("PH", cast_group, snapshot):
        assert long_winded.strip() not in one.model_dump_json()
        assert one.trusted_brands
