"""Who a persona is -> how they look. The same subject always gets the same appearance."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal
from uuid import UUID

from python_avatars import (
    AccessoryType,
    ClothingType,
    EyebrowType,
    EyeType,
    FacialHairType,
    HairType,
    HatType,
    MouthType,
    NoseType,
)

from avatar.domain import complexion, hair
from avatar.domain.backdrop import BACKDROPS, Backdrop
from avatar.domain.spread import Choice, dealt, unit, weighted
from avatar.domain.wardrobe import wardrobe

_HIJAB_FABRICS: Final = (
    "#8FA3B0",
    "#C9A9A6",
    "#2F3E4E",
    "#7B9E87",
    "#D8C3A5",
    "#6D5B7B",
    "#B5838D",
    "#3D6F82",
    "#E5DCD3",
    "#8C5A4A",
)

# Men get the heavier natural brows, one of the marks of gender.
_BROWS: Final = {
    "Female": {EyebrowType.DEFAULT: 3, EyebrowType.RAISED_EXCITED: 1},
    "Male": {EyebrowType.DEFAULT_NATURAL: 4, EyebrowType.RAISED_EXCITED_NATURAL: 1},
}
_MOUTHS: Final = {
    MouthType.TWINKLE: 4,
    MouthType.SMILE: 3,
    MouthType.BIG_SMILE: 1,
    MouthType.SERIOUS: 1,
}
# Where the figure stands: scale, and shift to the right in units of the 280-unit frame.
_POSES: Final = (
    (1.0, 0),
    (0.94, -14),
    (0.94, 14),
    (0.88, 0),
    (1.0, -16),
    (1.0, 16),
    (0.88, -18),
    (0.88, 18),
    (0.94, 0),
    (0.97, -8),
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What the picture depends on.

    `age` in years, `market` ISO 3166 alpha-2, `location` as users read it. `slot` is the place
    within `seed_group`: members of one group with different slots are kept visibly apart.
    variation: 0 for the first portrait; another one changes what a person can change, which is
    hair, clothes, pose and what is behind them.
    """

    project_id: UUID
    persona_id: UUID
    age: int
    gender: Literal["Male", "Female"]
    market: str
    location: str
    occupation: str
    religion: str | None
    slot: int
    seed_group: UUID
    variation: int = 0

    def deal(self, question: str, deck: Sequence[Choice]) -> Choice:
        """By slot what tells a group apart: never the card of the variation before this one."""
        strides = max(1, len(deck) - 1)
        stride = 1 + int(unit(self.persona_id, f"{question}/stride") * strides)
        return dealt(self.seed_group, question, deck, self.slot + self.variation * stride)


@dataclass(frozen=True, slots=True)
class Appearance:
    """Parts and `#RRGGBB` colours of one drawing; `pose` is scale and shift to the right."""

    age: int
    gender: Literal["Male", "Female"]
    skin: str
    top: HairType | HatType
    top_colour: str
    beard: FacialHairType
    hair_colour: str
    glasses: AccessoryType
    eyebrows: EyebrowType
    eyes: EyeType
    nose: NoseType
    mouth: MouthType
    clothing: ClothingType
    fabric: str
    jacket: str
    backdrop: Backdrop
    mirrored: bool
    pose: tuple[float, int]


def choose(subject: Subject) -> Appearance:
    """Choose every part: by slot what tells a group apart, by persona all the rest."""
    persona, age, gender, market = subject.persona_id, subject.age, subject.gender, subject.market
    skin = complexion.skin(persona, market)
    natural = complexion.natural_hair(persona, market, skin)
    hair_colour = hair.colour(persona, age, gender, natural)
    hijab = hair.wears_hijab(persona, age, gender, market, subject.religion)
    worn = wardrobe(subject.occupation, age, modest=hijab)
    styles = hair.styles(persona, age, gender)
    return Appearance(
        age=age,
        gender=gender,
        skin=skin,
        top=HatType.HIJAB if hijab else subject.deal("hair", styles),
        top_colour=subject.deal("hijab", _HIJAB_FABRICS) if hijab else hair_colour,
        beard=hair.beard(persona, age, gender),
        hair_colour=hair_colour,
        glasses=_glasses(persona, age),
        eyebrows=weighted(persona, "eyebrows", _BROWS[gender]),
        eyes=weighted(persona, "eyes", {EyeType.DEFAULT: 5, EyeType.HAPPY: 1}),
        nose=weighted(persona, "nose", {NoseType.DEFAULT: 3, NoseType.SMALL: 2, NoseType.WIDE: 1}),
        mouth=weighted(persona, "mouth", _MOUTHS),
        clothing=subject.deal("garment", worn.garments),
        fabric=subject.deal("fabric", worn.fabrics),
        jacket=subject.deal("jacket", worn.jackets),
        backdrop=subject.deal("backdrop", BACKDROPS),
        mirrored=(unit(persona, "mirrored") < 0.5) != (subject.variation % 2 == 1),
        pose=subject.deal("pose", _POSES),
    )


def _glasses(persona: UUID, age: int) -> AccessoryType:
    """Glasses become likelier with age; the shares are a drawing choice, not a statistic."""
    shares = ((60, 0.5), (45, 0.35), (18, 0.2), (8, 0.12))
    share = next((share for since, share in shares if age >= since), 0.0)
    if unit(persona, "glasses") >= share:
        return AccessoryType.NONE
    frames = {AccessoryType.PRESCRIPTION_2: 1, AccessoryType.ROUND: 1}
    return weighted(persona, "which glasses", frames)
