"""What is kept of a post, and why the rest is dropped."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ethnography.domain.cleaning import Cleaner, Dropped
from ethnography.domain.cleaning.cleaner import LONGEST
from ethnography.domain.cleaning.markup import plain_text
from ethnography.domain.verbatims import Post, Verbatim
from suara.markets import market

AT = datetime(2026, 11, 17, tzinfo=UTC)


def cleaned(text: str, code: str = "PH", cleaner: Cleaner | None = None) -> Verbatim | Dropped:
    post = Post(id="import:1", source="import", market=code, text=text, observed_at=AT, stars=2)
    return (cleaner or Cleaner(market(code))).clean(post)


def text_of(text: str, code: str = "PH") -> str:
    kept = cleaned(text, code)
    assert isinstance(kept, Verbatim), kept
    return kept.text


def test_markup_is_taken_out_and_lines_stay() -> None:
    text = "<b>Ang bagal</b> ng app<br>sobra &amp;amp; nakakainis <script>alert(1)</script>"
    assert text_of(text) == "Ang bagal ng app\nsobra & nakakainis"


def test_hidden_characters_do_not_hide_a_telephone_number() -> None:
    assert text_of("ang bagal 0\u200b9\u200b17\u00a0000\u202e 0000 po") == "ang bagal [phone] po"


def test_what_is_kept_keeps_what_it_was_said_about() -> None:
    kept = cleaned("Ang tagal ng refund ko sa kanila")
    assert isinstance(kept, Verbatim)
    assert (kept.id, kept.stars, kept.language, kept.observed_at) == ("import:1", 2, "tl", AT)


def test_a_long_text_is_cut_at_a_word() -> None:
    said = " ".join(f"bagal{chr(97 + i % 26)}{chr(97 + i // 26)} naman" for i in range(500))
    text = text_of(said)
    assert 1_900 < len(text) <= LONGEST
    assert said.startswith(text + " ")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[deleted]", "removed"),
        ("Title\n[removed]", "removed"),
        ("", "removed"),
        ("👍", "too_short"),
        ("hello", "too_short"),
        ("แอปนี้ดีมากใช้งานง่าย", "other_language"),
        ("Приложение не работает уже вторую неделю подряд", "other_language"),
        ("Biaya layanan naik terus, saya kecewa banget sama aplikasi ini", "other_language"),
        ("App này lỗi hoài, mình không đăng nhập được", "other_language"),
        ("Esta aplicación no funciona desde hace dos semanas, muy mala", "other_language"),
        ("Use my referral code ABCD1234 and get ₱50", "spam"),
        ("Join our Telegram group t.me/earnmoney for daily income", "spam"),
        ("grabeeeeeeeeeeeeeeeeee ang bagal", "spam"),
        ("good app " * 10, "spam"),
        ("I am a bot, and this action was performed automatically.", "spam"),
    ],
)  # fmt: skip
def test_what_says_nothing_about_the_market_is_dropped(text: str, reason: str) -> None:
    assert cleaned(text) == Dropped(reason)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["legit!!! 😍😍", "Sulit 👍", "BEST APP"])
def test_a_word_of_praise_is_enough(text: str) -> None:
    assert isinstance(cleaned(text), Verbatim)


def test_english_is_kept_everywhere() -> None:
    for code in ("PH", "ID", "VN"):
        assert isinstance(cleaned("The app keeps crashing after the update", code), Verbatim)


def test_a_copied_text_is_kept_once() -> None:
    cleaner = Cleaner(market("PH"))
    first = "Ang bagal ng app na ito tuwing sweldo, hindi ako makabayad ng kuryente"
    assert isinstance(cleaned(first, cleaner=cleaner), Verbatim)
    assert cleaned(first.upper() + "!!", cleaner=cleaner) == Dropped("near_duplicate")
    assert isinstance(
        cleaned("Mabilis dumating, ang bait ng rider kahit umuulan", cleaner=cleaner), Verbatim
    )


@settings(max_examples=150)
@given(st.text(max_size=200))
def test_plain_text_has_no_tags_or_controls_and_stays_as_it_is(text: str) -> None:
    plain = plain_text(text)
    assert plain_text(plain) == plain
    assert all(c == "\n" or c.isprintable() for c in plain)


def test_nested_markup_does_not_come_back() -> None:
    plain = plain_text("&amp;amp;amp;lt;script&amp;amp;amp;gt;x &lt;img src=x onerror=y&gt; ok")
    assert "<" not in plain
    assert ">" not in plain
