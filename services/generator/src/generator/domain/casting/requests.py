"""What a definition's free-text occupation asks for, as jobs."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from generator.domain.casting.categories import CATEGORIES, Category
from generator.domain.casting.jobs import Job
from suara.markets.words import (
    contains_phrase,
    folded,
    implied_sex,
    plain_words,
    singular_title,
)
from suara.personas import Gender
from suara.plain_text import plain

_ANY = {"", "any", "anyone", "all", "everyone", "mixed", "various", "open"}
_OR = re.compile(r"\s+or\s+|\s*/\s*|\s*,\s*(?:or\s+)?", re.IGNORECASE)
_AND = re.compile(r"\s+and\s+|\s*&\s*", re.IGNORECASE)
# Synonyms shorter than this are abbreviations ("IT", "VA"): shown by the market's title.
_READABLE = 5
_UNKNOWN_AGES = (18, 75)
_FEWEST_SHARE = 0.002


@dataclass(frozen=True, slots=True)
class Request:
    """Jobs that satisfy a definition's occupation.

    known: False where the market data has nothing like it and the words are kept as asked.
    sex: what the words imply ("housewife"), else None.
    """

    text: str
    jobs: tuple[Job, ...]
    known: bool
    sex: Gender | None


def request_for(text: str | None, jobs: Sequence[Job]) -> Request | None:
    """What `text` asks for among `jobs`; None where it leaves the occupation open."""
    text = plain(text or "")  # it is shown as the person's, and to the model
    if folded(text) in _ANY:
        return None
    found = tuple(_unique(_matches(text, jobs)))
    sex = implied_sex(text)
    if found:
        return Request(text, found, known=True, sex=sex)
    as_asked = Job(singular_title(text), "Unknown", share=1, ages=_UNKNOWN_AGES)
    return Request(text, (as_asked,), known=False, sex=sex)


def _matches(text: str, jobs: Sequence[Job]) -> list[Job]:
    """Jobs for a text that may name alternatives; any will do after "or", all after "and"."""
    alternatives = [a for a in _OR.split(text) if a.strip()]
    if len(alternatives) > 1:
        noun = alternatives[-1].split()[-1]  # "bank or insurance employee"
        return [j for a in alternatives for j in _matches(a, jobs) or _matches(f"{a} {noun}", jobs)]
    if whole := _match(text, jobs):
        return whole
    both = [_match(part, jobs) for part in _AND.split(text) if part.strip()]
    return [job for part in both for job in part] if len(both) > 1 and all(both) else []


def _match(text: str, jobs: Sequence[Job]) -> list[Job]:
    """Jobs for one occupation, by the first rule that finds any.

    1. A broad category ("office worker"): everything that plainly falls under it.
    2. Market titles that say the same or more ("teacher": "Public school teacher").
    3. Occupations with that synonym, then occupations that say less ("senior bank teller"),
       then a category that says less ("marketing manager"): the words as asked, with the
       ages, incomes and sex of what was found.
    """
    words = plain_words(text)
    if not words:
        return []
    category = _category(words)
    if category and words in map(plain_words, category.phrases):
        return list(_members(category, text if category.keep_words else None, jobs))
    if narrower := [j for j in jobs if _says(plain_words(j.title), words)]:
        return narrower
    spellings = {folded(text), " ".join(words)}
    named = [j for j in jobs if any(folded(s) in spellings for s in j.synonyms)]
    if named and len(text) < _READABLE:
        return named
    if less := named or [j for j in jobs if _says(words, plain_words(j.title))]:
        return [replace(job, title=singular_title(text)) for job in less]
    return list(_members(category, text, jobs)) if category else []


def _category(words: tuple[str, ...]) -> Category | None:
    """The category with the longest phrase that the words end in."""
    best: tuple[int, Category | None] = (0, None)
    for category in CATEGORIES:
        for phrase in map(plain_words, category.phrases):
            if len(phrase) > best[0] and words[-len(phrase) :] == phrase:
                best = (len(phrase), category)
    return best[1]


def _members(category: Category, shown_as: str | None, jobs: Sequence[Job]) -> Iterator[Job]:
    """A category's jobs, under their own titles unless `shown_as` is given."""
    own = [j for j in jobs if _belongs(j, category)]
    shares = sorted(job.share for job in own)
    typical = shares[len(shares) // 2] if shares else _FEWEST_SHARE
    for job in (*own, *(replace(t, share=typical) for t in category.titles)):
        youngest, oldest = max(job.ages[0], category.ages[0]), min(job.ages[1], category.ages[1])
        if youngest <= oldest:
            title = singular_title(shown_as) if shown_as else job.title
            yield replace(job, title=title, ages=(youngest, oldest))


def _belongs(job: Job, category: Category) -> bool:
    title, group = folded(job.title), folded(job.group)
    if any(contains_phrase(title, folded(keyword)) for keyword in category.keywords):
        return True
    return group.startswith(category.groups or "-") and not any(
        contains_phrase(title, word) for word in category.without
    )


def _says(fuller: tuple[str, ...], shorter: tuple[str, ...]) -> bool:
    """Whether `fuller` says all that `shorter` says, about the same kind of job."""
    return bool(shorter) and set(shorter) <= set(fuller) and fuller[-1] == shorter[-1]


def _unique(jobs: Sequence[Job]) -> Iterator[Job]:
    """Without repeats: alternatives and categories overlap."""
    seen: set[Job] = set()
    for job in jobs:
        key = replace(job, share=0, synonyms=())
        if key not in seen:
            seen.add(key)
            yield job
