"""Personality: realistic, critical words included."""

from generator.domain.writer.temperament import CRITICAL


def test_drafts_have_the_promised_shape(everyone):
    for written in everyone:
        draft = written.draft
        assert 3 <= len(draft.personality_traits) <= 5
        assert len(set(draft.personality_traits)) == len(draft.personality_traits)
        assert 2 <= len(set(draft.values)) == len(draft.values) <= 5
        assert draft.motivation.startswith("to ")
        assert not draft.worry.endswith(".")
        assert "{" not in draft.motivation + draft.worry


def test_most_people_have_a_critical_trait_and_some_have_none(everyone):
    with_one = sum(bool(set(w.draft.personality_traits) & CRITICAL) for w in everyone)
    assert 0.6 <= with_one / len(everyone) <= 0.95


def test_traits_follow_dispositions(everyone):
    for written in everyone:
        traits, leaning = set(written.draft.personality_traits), written.cast.dispositions
        if traits & {"tight-fisted", "penny-pinching", "thrifty", "frugal"}:
            assert leaning.price_sensitivity > 0.5
        if traits & {"sceptical", "suspicious", "cynical"}:
            assert leaning.institutional_trust < 0.5


def test_a_group_does_not_repeat_its_worries(groups):
    for members in groups:
        assert len({w.draft.motivation for w in members}) == len(members)
        assert len({w.draft.worry for w in members}) == len(members)
