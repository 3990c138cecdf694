"""One screen: which rule fills which field."""

from datetime import UTC, datetime

from api_gateway.domain.prompt.ages import ages
from api_gateway.domain.prompt.counts import persona_count
from api_gateway.domain.prompt.gender import gender
from api_gateway.domain.prompt.income import income
from api_gateway.domain.prompt.models import ParsedPrompt, Reading
from api_gateway.domain.prompt.naming import Audience, group_name
from api_gateway.domain.prompt.occupation import occupation
from suara.markets import find_place


def parse(prompt: str, today: int | None = None) -> ParsedPrompt:
    """The fields that `prompt` states; the others are None.

    `today` is the year generations are counted from, by default the current one. `location`
    is "City, Country", or the country's name alone where no city is said. `persona_count` is
    the documented default of 5 unless 1 to 10 are asked for. Only the first 4,000 characters
    are read. Never raises.
    """
    reading = Reading.of(prompt)
    year = today if today is not None else datetime.now(UTC).year
    place = find_place(reading.text)
    span = ages(reading.folded, year)
    sex, earning, job = gender(reading), income(reading), occupation(reading)
    return ParsedPrompt(
        name=group_name(Audience(reading.folded, place, sex, span, earning, job)),
        age_min=span.low,
        age_max=span.high,
        gender=sex,
        location=place.label if place else None,
        income_level=earning,
        occupation=job,
        persona_count=persona_count(reading.folded),
    )
