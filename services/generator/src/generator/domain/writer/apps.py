"""Which apps a person uses for what: only those whose users are of that age and income."""

import re
from collections.abc import Iterable

from generator.domain.writer.local import available
from generator.domain.writer.person import Person, is_offline
from generator.domain.writer.said import Saying, customs, sayings
from suara.markets import Market, Snapshot
from suara.markets.consumption import Platform

# role -> kinds of platform that fill it, the first that has any
_ROLES: dict[str, tuple[str, ...]] = {
    "chat": (r"messag",),
    "feed": (r"^social (?!comm)|^social$|video|forum",),
    "wallet": (r"e-?wallet|bank transfer", r"bank|payment"),
    "shop": (r"e-?comm|marketplace",),
    "extra": (
        r"stream|music|game|ride|transport|delivery|travel|news|\bai\b|professional|jobs|maps"
        r"|government|health|bank|classified",
    ),
}  # fmt: skip
# kind of platform -> flags of those it is for
_FOR = (("jobs", "!high !retired !homemaker !rural"), ("travel", "!low !rural"),
        ("professional", "desk"), ("game", "young"))  # fmt: skip
# Too many at once, or a trade rather than an app.
_NOT_ONE_APP = re.compile(r" and |lending")
_CLUMSY_FROM, _CLUMSY = 55, 0.4


def apps(person: Person, market: Market, snapshot: Snapshot) -> dict[str, Platform]:
    """role -> platform, for the roles that some fitting platform can fill.

    Older people with little ease online keep to the shop and to cash, the least at ease to
    the telephone: then those roles are missing.
    """
    fluency, age = person.cast.dispositions.digital_fluency, person.cast.age
    if is_offline(person.cast):
        return {}
    skipped = {"shop", "wallet", "extra"} if age >= _CLUMSY_FROM and fluency < _CLUMSY else set()
    fitting = [p for p in market.digital.platforms if fits(person, p)]
    chosen: dict[str, Platform] = {}
    for role, kinds in _ROLES.items():
        pool = next(filter(None, (_of_kind(fitting, kind) for kind in kinds)), [])
        pool = [p for p in pool if p not in chosen.values() and sayings(snapshot, p.name, "praise")]
        if pool and role not in skipped:
            chosen[role] = _draw(person, role, pool)
    return chosen


def custom(person: Person, snapshot: Snapshot) -> Saying | None:
    """What people around are heard to do online; another habit for each of a group."""
    said = customs(snapshot)
    if not said:
        return None
    phrase = person.choice("custom", tuple(habit.phrase for habit in said))
    return next(habit for habit in said if habit.phrase == phrase)


def annoyance(
    person: Person, used: Iterable[Platform], spared: set[str], snapshot: Snapshot
) -> Saying | None:
    """What annoys the person about an app in use, of one not `spared` if there is any."""
    found = [s for p in used for s in sayings(snapshot, p.name, "criticism")]
    found = [s for s in found if s.heard] or found
    return person.draw("annoyance").choice(
        [s for s in found if s.subject not in spared] or found or [None]
    )


def fits(person: Person, platform: Platform) -> bool:
    youngest, oldest = platform.skews.age
    return (
        youngest <= person.cast.age <= oldest
        and person.cast.income_level in platform.skews.income
        and not _NOT_ONE_APP.search(platform.name)
        and all(person.is_(needs) for kind, needs in _FOR if re.search(kind, platform.kind))
        and available(platform.name, person.where)
    )


def _of_kind(platforms: Iterable[Platform], kind: str) -> list[Platform]:
    return [p for p in platforms if re.search(kind, p.kind.lower())]


def _draw(person: Person, role: str, pool: list[Platform]) -> Platform:
    """By share of users; in "extra", where shares say little, all alike."""
    weights = [1.0 if role == "extra" else p.users_share**1.3 for p in pool]
    return person.draw(f"app/{role}").choices(pool, weights)[0]
