"""Vietnamese names: family name, middle name or names, given name."""

from generator.domain.casting.naming.bearer import Bearer, Name

# Middle names and how common Thị, Văn and four-word names are in which cohorts: see the
# note and its samples in the market's name data.
_FEMALE_MIDDLES = (
    "Ngọc", "Thanh", "Thu", "Kim", "Mỹ", "Phương", "Minh", "Hồng", "Bích", "Thùy", "Quỳnh", "Bảo",
    "Gia", "Khánh", "Tuyết", "Hoài", "Diễm", "Ánh", "Cẩm",
)  # fmt: skip
_MALE_MIDDLES = (
    "Minh", "Hoàng", "Quốc", "Đức", "Hữu", "Thanh", "Ngọc", "Gia", "Anh", "Tuấn", "Thành", "Công",
    "Đình", "Xuân", "Quang", "Trọng", "Bảo", "Nhật", "Duy",
)  # fmt: skip


def vietnamese_name(bearer: Bearer) -> Name:
    """ "Nguyễn Thị Lan", "Trần Minh Khôi", "Lê Nguyễn Bảo Ngọc"; friends say the given name.

    "Anh" alone is no name friends use: "Trần Vân Anh" is Vân Anh to them.
    """
    family, given = bearer.surname(), bearer.given()
    if given == family:
        family = bearer.surname(without=(given,))
    middles = _middles(bearer, family, given)
    short = f"{middles[-1]} Anh" if given == "Anh" and middles[-1] not in ("Thị", "Văn") else given
    return Name(" ".join([family, *middles, given]), short)


def _middles(bearer: Bearer, family: str, given: str) -> list[str]:
    female = bearer.sex == "Female"
    if bearer.chance(_default_share(female, bearer.birth_year)):
        return ["Thị" if female else "Văn"]
    pool = tuple(m for m in (_FEMALE_MIDDLES if female else _MALE_MIDDLES) if m != given)
    middle = bearer.one_of(pool)
    if not bearer.chance(_four_words_share(female, bearer.birth_year)):
        return [middle]
    if bearer.chance(0.4):
        return [bearer.surname(without=(family, given)), middle]
    return [bearer.one_of(tuple(m for m in pool if m != middle)), middle]


def _default_share(female: bool, birth_year: int) -> float:
    """Share of women with the middle name Thị, of men with Văn."""
    if female:
        return _fading(birth_year, since=1975, until=2000, first=0.85, last=0.17)
    return _fading(birth_year, since=1975, until=2000, first=0.6, last=0.03)


def _four_words_share(female: bool, birth_year: int) -> float:
    """Share with two middle names, of those with neither Thị nor Văn."""
    return _fading(birth_year, since=1980, until=2000, first=0.1, last=0.65 if female else 0.26)


def _fading(year: int, since: int, until: int, first: float, last: float) -> float:
    """From `first` before the year `since` to `last` after `until`, in a straight line."""
    passed = min(max((year - since) / (until - since), 0.0), 1.0)
    return first + (last - first) * passed
