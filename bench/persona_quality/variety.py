"""How much of a market do its personas show, and are they more than cheerful?"""

from collections import Counter
from collections.abc import Iterable, Sequence
from math import log

from generator.domain.casting.jobs import jobs_of
from generator.domain.writer.temperament import CRITICAL, WORDS
from persona_quality.written import Written
from suara.markets import Market
from suara.personas import Cast


def facts_variety(casts: Sequence[Cast], data: Market) -> dict[str, float]:
    """Occupations and cities of an open segment."""
    adult_jobs = {job.title for job in jobs_of(data) if job.share > 1e-6 and job.ages[1] >= 18}
    return {
        **_spread("occupations", (c.occupation for c in casts), len(adult_jobs)),
        **_spread("cities", (c.city or "" for c in casts), len(data.cities)),
    }


def text_variety(people: Sequence[Written], data: Market) -> dict[str, float]:
    """Traits and brands of written personas."""
    traits = (word for one in people for word in one.draft.personality_traits)
    brands = (
        brand
        for one in people
        for brand in (*one.profile.trusted_brands, *one.profile.distrusted_brands)
    )
    return {
        **_spread("traits", traits, len(WORDS)),
        **_spread("brands", brands, len({brand.name for brand in data.brands})),
    }


def darkness(people: Sequence[Written]) -> dict[str, float]:
    """Per cent of personas with something that is not nice."""
    critical = [bool(CRITICAL & set(one.draft.personality_traits)) for one in people]
    worried = [bool(one.draft.worry.strip()) for one in people]
    return {
        "with_distrusted_brand_percent": _percent(
            bool(one.profile.distrusted_brands) for one in people
        ),
        "with_worry_percent": _percent(worried),
        "with_critical_trait_percent": _percent(critical),
        "with_critical_trait_or_worry_percent": _percent(
            c or w for c, w in zip(critical, worried, strict=True)
        ),
    }


def name_collisions(groups: list[list[Written]]) -> dict[str, float]:
    """People who share a full or short name with somebody of their group."""
    collisions = 0
    for group in groups:
        for names in ([p.cast.full_name for p in group], [p.cast.short_name for p in group]):
            collisions += len(names) - len(set(names))
    return {"name_collisions_within_groups_people": float(collisions)}


def _spread(name: str, values: Iterable[str], available: int) -> dict[str, float]:
    """Entropy as a share of what an even spread over everything available has, and coverage."""
    counts = Counter(values)
    total = counts.total()
    entropy = -sum(n / total * log(n / total) for n in counts.values())
    return {
        f"{name}_entropy_share": entropy / log(max(available, 2)),
        f"{name}_used_count": float(len(counts)),
        f"{name}_available_count": float(available),
    }


def _percent(held: Iterable[bool]) -> float:
    answers = list(held)
    return 100 * sum(answers) / len(answers)
