"""Which objects may go: a rule without I/O."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from avatar.domain.garbage import judged, unnamed
from suara import object_keys
from suara.storage import Listed

NOW = datetime(2026, 1, 1, tzinfo=UTC)
portraits = st.builds(
    object_keys.portrait,
    st.uuids(),
    st.uuids(),
    st.binary(min_size=1, max_size=4),
    st.just((128, 256, 512)),
)
images = st.builds(
    object_keys.image, st.uuids(), st.builds(lambda name: f"{name}.webp", st.uuids())
)


@given(st.lists(portraits, max_size=5), st.lists(images, max_size=5), st.data())
def test_what_is_named_stays_with_its_copies_and_all_else_goes(
    drawn: list[dict[str, str]], stored: list[str], data: st.DataObject
) -> None:
    known = [portrait for portrait in drawn if data.draw(st.booleans())]
    shown = {image for image in stored if data.draw(st.booleans())}
    named = {portrait["image"] for portrait in known} | shown
    needed = {key for portrait in known for key in portrait.values()} | shown
    every = [key for portrait in drawn for key in portrait.values()] + stored

    assert set(unnamed(every, named)) == set(every) - needed


@given(st.lists(st.tuples(st.uuids(), st.booleans(), st.integers(0, 7200)), max_size=20))
def test_what_is_young_stays_whether_named_or_not(
    objects: list[tuple[UUID, bool, int]],
) -> None:
    page = [
        Listed(object_keys.image(number, f"{number}.png"), 1, NOW - timedelta(seconds=age))
        for number, _, age in objects
    ]
    named = {found.key for found, (_, is_named, _) in zip(page, objects, strict=True) if is_named}
    since = NOW - timedelta(hours=1)

    sorted_out = judged(page, named, since)

    assert len(page) == sum(map(len, (sorted_out.named, sorted_out.young, sorted_out.garbage)))
    assert {found.key for found in sorted_out.named} == named
    assert all(found.modified < since for found in sorted_out.garbage)
    assert all(found.modified >= since for found in sorted_out.young)


def test_a_copy_is_told_by_its_name() -> None:
    keys = object_keys.portrait(uuid4(), uuid4(), b"picture", (128, 256, 512))
    assert {object_keys.original(key) for key in keys.values()} == {keys["image"]}
    image = f"images/{uuid4()}/5e0f7b0c-31f5-4c3b-9d15-512256128128.webp"
    assert object_keys.original(image) == image
