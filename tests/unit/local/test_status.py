"""What `suara status` says of the outbox."""

from suara_local.status import outbox_line


def test_the_outbox_is_told_in_words() -> None:
    def said(**outbox: float) -> str:
        return outbox_line({"outbox": outbox})

    assert said(waiting=0, oldest_seconds=0.0, refused=0) == "Outbox: 0 waiting; 0 refused"
    assert (
        said(waiting=3, oldest_seconds=12.3, refused=1)
        == "Outbox: 3 waiting, the oldest for 12 s; 1 refused"
    )
    assert "unknown" in outbox_line({"outbox": None})
