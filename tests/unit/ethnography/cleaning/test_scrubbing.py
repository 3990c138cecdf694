"""No personal data survives scrubbing, in whatever notation; money, versions and years do."""

import re
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ethnography.domain.cleaning import Scrubber
from ethnography.domain.cleaning.markup import plain_text
from suara.markets import market

MARKETS = ("PH", "ID", "VN")
# "{}" stands between words that do not themselves call for scrubbing.
AROUND = {
    "PH": ("Ang bagal ng app {} sana ayusin", "{} ang tagal sumagot", "tawag kayo sa {}, salamat",
           "Grabe.\n{}\nwala pa rin", "paki text ako ({})!"),
    "ID": ("Tolong dibantu {} ya", "{} lama banget", "hubungi saya di {}.", "CS bot\n{}\nkesel",
           "nomor saya ({})!"),
    "VN": ("Mọi người ơi {} nhé", "{} chờ lâu quá", "liên hệ mình qua {}, cảm ơn", "App lỗi\n{}",
           "số của mình ({})!"),
}  # fmt: skip
_DIALLED = {"PH": ("09", "+639", "639"), "ID": ("08", "+628", "628"), "VN": ("09", "+849", "849")}
_SEPARATORS = (" ", "-", ".", "", " - ", "–", "/")
_WORDS_FOR_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@cache
def scrubber(code: str) -> Scrubber:
    return Scrubber(market(code))


@st.composite
def phones(draw: st.DrawFn, code: str) -> str:
    digits = draw(st.sampled_from(_DIALLED[code])) + draw(
        st.text("0123456789", min_size=9, max_size=9)
    )
    separator = draw(st.sampled_from(_SEPARATORS))
    sizes = draw(st.lists(st.integers(2, 4), min_size=2, max_size=4))
    groups, rest = [], digits
    for size in sizes:
        groups.append(rest[:size])
        rest = rest[size:]
    written = separator.join(group for group in (*groups, rest) if group)
    return (
        written.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789"})
        if (draw(st.integers(0, 9)) == 0)
        else written
    )


@st.composite
def spelled_phones(draw: st.DrawFn) -> str:
    digits = draw(st.lists(st.integers(0, 9), min_size=6, max_size=11))
    return draw(st.sampled_from((" ", "-", ", "))).join(_WORDS_FOR_DIGITS[d] for d in digits)


_local = st.from_regex(r"[a-z]{3,8}([._]?[a-z0-9]{2,6})?", fullmatch=True)
emails = st.builds(
    lambda local, at, host, dot, top: f"{local}{at}{host}{dot}{top}",
    _local,
    st.sampled_from(("@", " @ ", "(at)", " [at] ", " at ")),
    st.sampled_from(("gmail", "yahoo", "outlook", "hotmail")),
    st.sampled_from((".", " dot ", "(dot)", " . ")),
    st.sampled_from(("com", "com.ph", "net")),
)
handles = st.one_of(
    _local.map("@{}".format),
    _local.map("u/{}".format),
    _local.map("https://www.facebook.com/{}".format),
    _local.map("t.me/{}".format),
    _local.map("wa.me/639{}".format),
    _local.map("ig: {}_88".format),
)
orders = st.one_of(
    st.from_regex(r"26\d{4}[A-Z0-9]{6}\d{2}", fullmatch=True),
    st.from_regex(r"(order no\. |ref no |Ref# |resi |mã đơn |order id: )\d{8,14}", fullmatch=True),
    st.from_regex(r"(SPXPH|JP|JNE|GHN)\d{9,12}", fullmatch=True),
    st.from_regex(r"4\d{3}([ -]?)\d{4}\1\d{4}\1\d{4}", fullmatch=True),
)
amounts = st.one_of(
    st.integers(1, 999_999).map("₱{:,}".format),
    st.integers(1, 999).map("Rp{}.000".format),
    st.integers(1, 99).map("Rp {}.500.000".format),
    st.integers(1, 999).map("{}.000đ".format),
    st.integers(1, 999).map("{}rb".format),
    st.integers(1, 99_999).map("{} pesos".format),
    st.integers(1, 999).map("{}k".format),
    st.sampled_from(("5.98.0", "v4.12.1", "2026", "2024-2025", "11.11", "15/30", "24/7", "50%",
                     "5GB", "1,500", "50.000", "2026-11-17", "18 GB", "1 000")),
)  # fmt: skip
around = {code: st.sampled_from(AROUND[code]) for code in MARKETS}
few = settings(max_examples=80)


def _private_words(text: str) -> set[str]:
    return set(re.findall(r"[a-z0-9]{5,}", text.lower()))


@pytest.mark.parametrize("code", MARKETS)
def test_no_telephone_number_survives(code: str) -> None:
    @few
    @given(phones(code), around[code])
    def check(phone: str, sentence: str) -> None:
        scrubbed = scrubber(code).scrub(plain_text(sentence.format(phone)))
        assert not re.search(r"\d{3}", scrubbed), scrubbed

    check()


@pytest.mark.parametrize("code", MARKETS)
def test_no_spelled_out_number_survives(code: str) -> None:
    @settings(max_examples=40)
    @given(spelled_phones(), around[code])
    def check(phone: str, sentence: str) -> None:
        scrubbed = scrubber(code).scrub(sentence.format(phone)).replace("[phone]", "")
        assert not any(word in scrubbed for word in phone.replace(",", "").split()), scrubbed

    check()


@pytest.mark.parametrize("code", MARKETS)
def test_no_address_handle_or_order_number_survives(code: str) -> None:
    @few
    @given(st.one_of(emails, handles, orders), around[code])
    def check(private: str, sentence: str) -> None:
        scrubbed = scrubber(code).scrub(sentence.format(private)).lower()
        gone = re.sub(r"\[\w+\]", "", scrubbed)
        told = {"order", "facebook", "https", "gmail", "yahoo", "outlook", "hotmail"}
        assert not any(word in gone for word in _private_words(private) - told), scrubbed

    check()


@pytest.mark.parametrize("code", MARKETS)
def test_money_versions_and_years_survive(code: str) -> None:
    @few
    @given(amounts, around[code])
    def check(amount: str, sentence: str) -> None:
        assert amount in scrubber(code).scrub(sentence.format(amount))

    check()


@pytest.mark.parametrize("code", MARKETS)
def test_scrubbing_again_changes_nothing(code: str) -> None:
    pieces = st.one_of(phones(code), emails, handles, orders, amounts, st.text(max_size=30))

    @few
    @given(st.lists(pieces, min_size=1, max_size=4), around[code])
    def check(several: list[str], sentence: str) -> None:
        once = scrubber(code).scrub(sentence.format(" ".join(several)))
        assert scrubber(code).scrub(once) == once

    check()


@pytest.mark.parametrize(
    ("code", "text", "scrubbed"),
    [
        ("PH", "Hi Maria, thanks! Kuya Dan\n- Jun", "Hi [name], thanks! Kuya [name]\n- [name]"),
        ("PH", "ako si Pedro Reyes po", "ako si [name] po"),
        ("PH", "sabi ni ate maria", "sabi ni ate [name]"),
        ("PH", "nasa Blk 5 Lot 3, Greenview Subd., Brgy. San Roque", "nasa [address]"),
        ("PH", "123 Mabini St. lang", "[address] lang"),
        ("ID", "nama saya Budi Santoso, Jl. Merdeka Barat No. 12", "nama saya [name], [address]"),
        ("ID", "Halo Kak Rina, RT 03/RW 05 ya", "Halo Kak [name], [address] ya"),
        ("VN", "tên tôi là Nguyễn Văn An", "tên tôi là [name]"),
        ("VN", "Cảm ơn chị Lan nhé", "Cảm ơn chị [name] nhé"),
        ("VN", "ở 12/3 đường Lê Lợi, phường Bến Nghé", "ở [address]"),
        ("PH", "call zero nine one seven 000 0000", "call [phone]"),
        ("PH", "o917 ooo oooo", "[phone]"),
        ("PH", "user p*****1 says", "user [handle] says"),
    ],
)  # fmt: skip
def test_names_and_addresses_become_placeholders(code: str, text: str, scrubbed: str) -> None:
    assert scrubber(code).scrub(text) == scrubbed


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("PH", "Hi GCash team, ate at Mang Inasal, si Globe ang mabagal, Coins.ph is fine"),
        ("PH", "Hello po sa lahat, salamat sa rider"),
        ("PH", "Sa r/Philippines nabasa ko, 7-Eleven at 555 sardines"),
        ("ID", "Halo min, jalan terus aja, Bank Mandiri dan by.U oke"),
        ("VN", "Đi Mai Linh rẻ hơn Xanh SM, không có năm nào như vậy"),
    ],
)
def test_brands_and_everyday_words_stay(code: str, text: str) -> None:
    assert scrubber(code).scrub(text) == text
