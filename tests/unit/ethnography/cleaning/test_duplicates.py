"""Copies are found although a few words differ, in memory that has a bound."""

from ethnography.domain.cleaning.duplicates import NearDuplicates

TEXT = "The delivery took two weeks and the box was dented when it finally came to our house"


def test_a_text_with_a_word_changed_is_a_near_duplicate() -> None:
    seen = NearDuplicates()
    assert not seen.saw(TEXT)
    assert seen.saw(TEXT.replace("two weeks", "2 weeks"))
    assert seen.saw(TEXT.upper() + "!!!")


def test_another_text_on_the_same_matter_is_not() -> None:
    seen = NearDuplicates()
    assert not seen.saw(TEXT)
    assert not seen.saw(
        "My parcel came after two weeks, the box had a dent and the seller was rude"
    )


def test_short_texts_may_be_the_same_by_chance() -> None:
    seen = NearDuplicates()
    assert not seen.saw("Good app overall")
    assert not seen.saw("Good app overall")


def test_only_the_latest_texts_are_remembered() -> None:
    seen = NearDuplicates(most=10)
    assert not seen.saw(TEXT)
    for i in range(20):
        a, b, c = chr(97 + i) * 3, chr(98 + i) * 4, chr(99 + i) * 5
        seen.saw(f"{a} something else {b} was said here {c} and there")
    assert not seen.saw(TEXT)
    assert len(seen._sketches) <= 10
    assert sum(map(len, seen._by_pair.values())) <= 10 * 16
