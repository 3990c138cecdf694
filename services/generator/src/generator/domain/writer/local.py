"""What is to be had only in parts of a country."""

import re

from suara.markets import Market

_METRO_MANILA = r"NCR|Metro Manila"
_GREATER_JAKARTA = r"Jakarta|Bogor|Depok|Tangerang|Bekasi"
_SOUTH_VIETNAM = r"Đông Nam Bộ|Cửu Long|TP.HCM|Hồ Chí Minh"
_CENTRE_VIETNAM = r"Trung Bộ|Tây Nguyên"
# brand, platform or place named in a price -> cities and regions it belongs to
_ONLY_IN = {
    "MRT-3 and LRT": _METRO_MANILA,
    "Maynilad": _METRO_MANILA,
    "Meralco": r"NCR|Calabarzon|Central Luzon",
    "Metro Manila": _METRO_MANILA,
    "Manila market": _METRO_MANILA,
    "TransJakarta": _GREATER_JAKARTA,
    "Jabodebek": _GREATER_JAKARTA,
    "Jakarta": _GREATER_JAKARTA,
    "Commuter train": _GREATER_JAKARTA,
    "West Java": r"West Java",
    "KAI": r"Java|Jakarta|Banten|Yogyakarta|Sumatra|Lampung",
    "Access by KAI": r"Java|Jakarta|Banten|Yogyakarta|Sumatra|Lampung",
    "IKEA": r"Jakarta|Tangerang|Bandung|Surabaya|Bali|Bogor",
    "HCMC": r"TP.HCM|Hồ Chí Minh",
    "Hà Nội": r"Hà Nội",
    "An Khang": f"{_SOUTH_VIETNAM}|{_CENTRE_VIETNAM}",
    "Trung Sơn": r"Cửu Long",
    "Bách Hóa Xanh": f"{_SOUTH_VIETNAM}|{_CENTRE_VIETNAM}",
    "Phương Trang (FUTA)": f"{_SOUTH_VIETNAM}|{_CENTRE_VIETNAM}",
    "Katinat": r"Hồ Chí Minh|TP.HCM|Hà Nội|Đà Nẵng",
    "Pizza 4P's": r"Hồ Chí Minh|TP.HCM|Hà Nội|Đà Nẵng|Hải Phòng|Nha Trang",
}


def whereabouts(city: str | None, market: Market) -> str | None:
    """City and region as one text to search; None where the data knows no regional limits."""
    if market.grounding == "plain":
        return None
    known = market.city(city) if city else None
    return f"{known.name} {known.label} {known.region}" if known else (city or "")


def available(name: str, where: str | None) -> bool:
    """Whether a brand or platform is to be had where the person lives (`whereabouts`)."""
    limits = _ONLY_IN.get(name)
    return where is None or limits is None or bool(re.search(limits, where))


def quoted_in(item: str, where: str | None) -> bool:
    """Whether a price that names a place is a price of where the person lives."""
    named = [limits for name, limits in _ONLY_IN.items() if name in item]
    return where is None or all(re.search(limits, where) for limits in named)
