"""What people say in a snapshot, as phrases that fit into a sentence, with their ids."""

import re
from dataclasses import dataclass

from generator.domain.heard import heard, is_heard
from suara.markets import Signal, Snapshot, Stance
from suara.personas import Evidence

# Where the data's name of a brand or platform is not what people call it.
_SPOKEN = {
    "be": "the be app",
    "BCA mobile / myBCA": "BCA mobile",
    "Dutch Lady (Cô Gái Hà Lan)": "Dutch Lady",
    "GO! (Big C)": "Big C",
    "Honda motorcycles": "Honda",
    "MariBank (SeaBank)": "MariBank",
    "MRT-3 and LRT": "the MRT",
    "Phương Trang (FUTA)": "Phương Trang",
    "Reddit (r/VietNam)": "Reddit",
    "ST25 Ông Cua rice": "ST25 rice",
    "Trung Nguyên (G7)": "Trung Nguyên",
    "VietQR bank transfer (NAPAS 247)": "VietQR transfer",
    "X (Twitter)": "X",
}
# Longer or stranger texts (links, quotes, other people's paragraphs) do not fit a sentence.
_FITS = re.compile(r"[^\n{}<>|@\"“”]{3,90}")
# Live praise or blame without a reason: the market data have reasons.
_OVERALL = re.compile(r"people are \w+ (?:with it )?overall")
_LINK = re.compile(r"https?:|www\.")


@dataclass(frozen=True)
class Saying:
    """A phrase about a subject ("fees for cash-in and bank transfer") and its signal.

    heard: whether a live source said it.
    """

    subject: str
    phrase: str
    signal_id: str
    heard: bool = False

    def evidence(self, field: str, claim: str | None = None) -> Evidence:
        said = claim or f"{self.subject}: {self.phrase}"
        return Evidence(field=field, claim=said, signal_ids=(self.signal_id,))


def spoken_name(name: str) -> str:
    """What people call a brand or platform."""
    return _SPOKEN.get(name, name)


def sayings(snapshot: Snapshot, subject: str, stance: Stance) -> tuple[Saying, ...]:
    """Usable phrases about a brand or platform: those heard live if they give a reason, and
    those of one word only if there are no others.
    """
    found = (*snapshot.about("brand", subject), *snapshot.about("platform", subject))
    usable = [s for s in found if s.stance == stance and _fits(s.text)]
    usable = [s for s in usable if not _OVERALL.fullmatch(s.text)] or usable
    usable = list(heard(usable)) or usable
    telling = [s for s in usable if " " in s.text.strip()] or usable
    return tuple(Saying(subject, _phrase(s.text), s.id, is_heard(s)) for s in telling)


def customs(snapshot: Snapshot) -> tuple[Saying, ...]:
    """What people are heard to do online, as clauses for after a colon."""
    signals = heard(snapshot.of_kind("digital_habit"))
    return tuple(Saying(s.subject, _phrase(s.text), s.id, True) for s in signals if _fits(s.text))


def citation(snapshot: Snapshot, cites: str) -> Signal | None:
    """The signal a skeleton leans on: "price_habit: sachet|refill" by its words."""
    kind, _, words = cites.partition(": ")
    pattern = re.compile(words, re.IGNORECASE)
    said = (s for s in snapshot.signals if s.kind == kind)
    return next((s for s in said if pattern.search(s.text)), None)


def topics(snapshot: Snapshot) -> tuple[Saying, ...]:
    """Public worries: the topic as a phrase; `subject` keeps who holds them, and the stance."""
    return tuple(
        Saying(signal.text, _lower_first(signal.subject), signal.id, is_heard(signal))
        for signal in snapshot.of_kind("worry")
        if _fits(signal.subject)
    )


def _fits(text: str) -> bool:
    return bool(_FITS.fullmatch(text.strip())) and not _LINK.search(text)


def _phrase(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip(" .,;:!")


# First words of a topic that keep their capital anywhere in a sentence.
_PROPER = re.compile(r"[A-Z]{2}|[^\w]|(?:Christmas|China|Chinese|Filipino|Manila|Zalo|Tết|BPJS)\b")


def _lower_first(topic: str) -> str:
    return topic if _PROPER.match(topic) else topic[:1].lower() + topic[1:]
