"""Which public quarrel is a person's own: by who is said to hold it, and by their own worry."""

import re
from collections.abc import Mapping
from functools import cache

from generator.domain.writer.person import Person
from generator.domain.writer.said import Saying, topics
from suara.markets import Market, Snapshot
from suara.markets.folding import fold

# Nothing that anybody would raise their voice about.
_CALM = re.compile(r"staying healthy|pride|support for|ai at work|cautious|platform loyalty"
                   r"|feeling poor", re.IGNORECASE)  # fmt: skip
_CHRISTIAN = re.compile(r"christmas", re.IGNORECASE)
# words of who holds a worry -> flags of a person they describe (alternatives by "|")
_HOLDERS: tuple[tuple[str, str], ...] = (
    (r"\bparents(?! of)|mothers|carers", "parenting"),
    (r"parents of school", "schoolkids"),
    (r"young(?:er)? women|women 15", "young female"),
    (r"student|graduate|school", "student"),
    (r"young(?! wom| men|er wom)|gen z|under 35|20-35|22-35|aged 24|under-35", "young"),
    (r"senior|older|retiree|elderly", "senior"),
    (r"homemaker|housewi|shopping|shoppers|do the", "homemaker|parenting|senior"),
    (r"(?<!young )(?<!younger )(?<!married )women\b(?! 15)|wives", "female"),
    (r"(?<!young )\bmen\b", "male"),
    (r"driver|rider|motorcycl", "road"),
    (r"office|employee|salaried|white-collar|graduates", "desk"),
    (r"wage|factory|(?<!health )worker|clerk", "employed"),
    (r"low income|class d|poor|classes d|informal", "low"),
    (r"middle", "middle"),
    (r"trader|owner|small shop|small trader|eatery|business", "own|trader"),
    (r"online shopper|online seller|livestream|phone users|wallet users|online", "fluent"),
    (r"farmer|rural|countryside", "rural"),
    (r"muslim|devout|religious", "islam"),
    (r"everyone|all classes|all ages|all adults|households|families", ""),
)


# So many different topics a group has at least: those heard live, then others.
_TOPICS = 6


def concern(person: Person, market: Market, snapshot: Snapshot) -> Saying | None:
    """The topic that fits best; another one for each of a group, among the fitting."""
    quiet = [_CALM, _CHRISTIAN] if person.is_("islam") else [_CALM]
    said = [t for t in topics(snapshot) if not any(about.search(t.phrase) for about in quiet)]
    holders = {fold(worry.topic): f"({worry.who})" for worry in market.attitudes}
    fitting = [t for t in said if _is_own(person, t, holders)] or said
    if loud := [topic for topic in fitting if topic.heard]:
        fitting = [*loud, *(topic for topic in fitting if not topic.heard)]
        fitting = fitting[: max(len(loud), _TOPICS)]
    if not fitting:
        return None
    phrase = person.choice("concern", tuple(topic.phrase for topic in fitting))
    return next(topic for topic in fitting if topic.phrase == phrase)


def _is_own(person: Person, topic: Saying, holders: Mapping[str, str]) -> bool:
    """What is heard says nothing of who says it: the market data may know."""
    if not topic.heard:
        return _fits(person, topic.subject)
    told = holders.get(fold(topic.phrase))
    return told is None or _fits(person, told)


def _fits(person: Person, told: str) -> bool:
    """told: "stance (who)", of which the last brackets count."""
    return any(map(person.is_, _holders(told.rpartition("(")[2].lower())))


@cache
def _holders(who: str) -> tuple[str, ...]:
    """Alternatives of flags, any of which makes somebody one of them."""
    if "muslim" in who:
        return ("islam",)
    if "travel" in who:
        return ("!low !teen",)
    found = [flags for words, flags in _HOLDERS if re.search(words, who)]
    return tuple(needs for flags in found for needs in flags.split("|"))
