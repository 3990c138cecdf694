"""Stage 2: the rich profile around a draft, with the signals that shaped it."""

from dataclasses import replace

from generator.domain.heard import is_heard
from generator.domain.writer.anchors import anchor, income
from generator.domain.writer.apps import annoyance, apps, custom
from generator.domain.writer.brands import SERVICES, Attachment, distrusted, trusted
from generator.domain.writer.concerns import concern
from generator.domain.writer.local import whereabouts
from generator.domain.writer.person import Person, is_offline, person_of
from generator.domain.writer.prose import Prose
from generator.domain.writer.register import heard_word, register_words
from generator.domain.writer.said import Saying, sayings, spoken_name
from suara.markets import Market, Snapshot
from suara.markets.consumption import Platform
from suara.personas import Cast, Draft, Evidence, Profile


def profile(cast: Cast, draft: Draft, market: Market, snapshot: Snapshot) -> Profile:
    """The same for the same arguments; every cited id is one of the snapshot's."""
    person = replace(person_of(cast), where=whereabouts(cast.city, market))
    liked = trusted(person, market, snapshot)
    used = apps(person, market, snapshot)
    prose = Prose(person, snapshot, {market.grounding, *_online_flags(used)})
    in_use = {platform.name for platform in used.values()}
    disliked = distrusted(person, market, snapshot, {a.brand for a in liked} | in_use)
    texts = {
        "backstory": _backstory(prose),
        "digital_habits": _digital_habits(prose, used, {a.brand for a in liked}),
        "price_sensitivity": _price_sensitivity(prose, market, liked),
        "psychographic_notes": _psychographic_notes(prose, market, draft, disliked),
        "language_style": _language_style(prose, market),
    }
    return Profile(
        **texts,
        trusted_brands=tuple(a.brand for a in liked),
        distrusted_brands=tuple(a.brand for a in disliked),
        evidence=(
            *(a.why.evidence("trusted_brands") for a in liked),
            *(a.why.evidence("distrusted_brands") for a in disliked),
            *prose.evidence,
        ),
    )


def _backstory(prose: Prose) -> str:
    tables = ["path", "home", f"turning{prose.person.youth}"]
    prose.person.draw("backstory order").shuffle(tables)
    aside = ["aside"] if prose.person.draw("aside").random() < 0.5 else []
    return prose.paragraph("backstory", ["origin", *tables, *aside, "habit"])


def _online_flags(used: dict[str, Platform]) -> set[str]:
    told = {"shop": "buysonline", "wallet": "pays"}
    return {told.get(role, "online") for role in used}


def _digital_habits(prose: Prose, used: dict[str, Platform], trusted_names: set[str]) -> str:
    field, person, snapshot = "digital_habits", prose.person, prose.snapshot
    for role, platform in used.items():
        praise = person.draw(f"praise/{role}").choice(sayings(snapshot, platform.name, "praise"))
        prose.know(role, spoken_name(platform.name), praise)
    peeve = annoyance(person, used.values(), trusted_names, snapshot)
    if peeve:
        prose.words["gripe_app"] = spoken_name(peeve.subject)
        prose.know("gripe", peeve.phrase, peeve)
    if "chat" in used and "feed" in used:
        screen = "screen"
    elif used:
        only = next(role for role in ("chat", "feed", *used) if role in used)
        prose.rename(only, "app")
        screen = "screen_one"
    else:
        screen = "screen_off"
    middle = [
        _payment(prose.person, used.get("wallet")),
        _shopping(prose.person, "shop" in used),
    ]
    person.draw("digital order").shuffle(middle)
    if "extra" in used and person.draw("extra").random() < 0.6:
        middle.append("extra")
    elif habit := custom(person, snapshot):
        prose.know("custom", habit.phrase, habit)
        middle.append("custom")
    return prose.paragraph(field, [screen, *middle, "gripe" if peeve else "gripe_off"])


def _shopping(person: Person, online: bool) -> str:
    if online:
        return "shop"
    return "shop_young" if "teen" in person.flags else "shop_off"


def _payment(person: Person, wallet: Platform | None) -> str:
    if wallet is None:
        return "pay_young" if "teen" in person.flags else "pay_cash"
    return "pay_bank" if "bank" in wallet.kind else "pay"


def _price_sensitivity(prose: Prose, market: Market, liked: tuple[Attachment, ...]) -> str:
    person = prose.person
    if earned := income(person, market):
        prose.words["income"] = earned
    if quoted := anchor(person, market, prose.snapshot):
        said = Saying(quoted.thing, quoted.at, quoted.signal.id)
        prose.words["anchor"] = quoted.thing
        prose.know("at", quoted.at, said)
    if liked:
        goods = [a for a in liked if a.category not in SERVICES]
        best = person.draw("splurge").choice(goods or liked)
        prose.words["brand"] = spoken_name(best.brand)
        prose.know("brand_praise", best.why.phrase, best.why)
    # Without a sourced price there is nothing to measure by, and no sentence pretends so.
    middle = ["yardstick", "tactic"] if quoted else ["tactic"]
    person.draw("price order").shuffle(middle)
    budget = "budget" if earned else "budget_plain"
    last = "splurge" if liked else "splurge_plain"
    return prose.paragraph("price_sensitivity", [f"{budget}{person.youth}", *middle, last])


def _psychographic_notes(
    prose: Prose, market: Market, draft: Draft, disliked: tuple[Attachment, ...]
) -> str:
    person = prose.person
    prose.words |= {
        "motivation": _as_phrase(draft.motivation),
        "worry": _as_phrase(draft.worry),
        "value": draft.values[0],
        "other_value": draft.values[1],
    }
    tables = ["drive"]
    if topic := concern(person, market, prose.snapshot):
        prose.know("topic", topic.phrase, Saying("worry", topic.phrase, topic.signal_id))
        tables.append("fear")
    if disliked:
        worst = person.draw("switch").choice(disliked)
        prose.words["bad_brand"] = spoken_name(worst.brand)
        prose.know("bad", worst.why.phrase, worst.why)
        tables.append("switch")
    if len(tables) < 3 or person.draw("tension").random() < 0.75:
        tables.insert(1, "tension")
    return prose.paragraph("psychographic_notes", tables)


def _language_style(prose: Prose, market: Market) -> str:
    words = register_words(prose.person, market)
    prose.words |= words
    # What the market data say of how people write; a live signal speaks of other words.
    cited = [s for s in prose.snapshot.of_kind("language") if not is_heard(s)]
    known = "word" in words and not is_offline(prose.person.cast)
    if known and (said := heard_word(prose.person, prose.snapshot, words["word"])):
        prose.words["second_word"] = said.phrase
        prose.evidence.append(said.evidence("language_style", f"writes “{said.phrase}”"))
    if cited and known:
        claim = f"writes “{words['word']}” and “{prose.words['second_word']}”"
        prose.evidence.append(
            Evidence(field="language_style", claim=claim, signal_ids=(cited[0].id,))
        )
    voice = "voice" if known else "voice_plain"
    if is_offline(prose.person.cast):
        return prose.paragraph("language_style", ["voice_off"])
    return prose.paragraph("language_style", [voice, "words" if known else "words_plain"])


def _as_phrase(text: str) -> str:
    """Fit for the middle of a sentence, whoever wrote the draft."""
    plain = text.strip().rstrip(".")
    return plain if plain[:2].isupper() else plain[:1].lower() + plain[1:]
