"""Amounts the way people of a market write and say them."""

from math import floor, log10


def rounded(amount: float, digits: int) -> int:
    """To that many significant digits: (38_412, 2) -> 38_000."""
    if amount <= 0:
        return 0
    unit = 10.0 ** (floor(log10(amount)) + 1 - digits)
    return int(round(amount / unit) * unit)


def written(amount: float, code: str, symbol: str, spoken: bool = False) -> str:
    """₱1,250 · ₱8.50 · Rp 15.000 · Rp 1,2 juta · 35.000đ · 3,4 triệu đồng · €120.

    spoken: thousands in words where people say them so ("15 ribu").
    """
    if code == "IDR":
        if amount >= 1_000_000:
            return f"Rp {_decimal(amount / 1_000_000)} juta"
        thousands = round(amount / 1000)
        whole = rounded(amount, 3)
        return f"{thousands} ribu" if spoken and amount >= 1000 else f"Rp {_dotted(whole)}"
    if code == "VND":
        if amount >= 1_000_000:
            return f"{_decimal(amount / 1_000_000)} triệu đồng"
        return f"{_dotted(rounded(amount, 3))}đ"
    if amount >= 20:
        return f"{symbol}{rounded(amount, 3) if amount >= 100 else round(amount):,}"
    return f"{symbol}{amount:,.0f}" if float(amount).is_integer() else f"{symbol}{amount:,.2f}"


def _dotted(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")


def _decimal(millions: float) -> str:
    """At most one decimal below 100, none above."""
    text = f"{millions:.1f}" if millions < 100 else f"{millions:.0f}"
    return text.removesuffix(".0").replace(".", ",")
