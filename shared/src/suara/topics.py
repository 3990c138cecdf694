"""The topics, and how they are named on the broker."""

TOPICS = ("groups", "generation", "personas", "avatars", "markets", "simulations")
DEAD_LETTER_SUFFIX = ".dlq"


def full_name(topic: str, prefix: str = "suara") -> str:
    """`groups` -> `suara.groups`. The prefix keeps several systems on one broker apart."""
    return f"{prefix}.{topic}"


def dead_letter(topic: str) -> str:
    """The twin that takes what could not be handled."""
    return topic + DEAD_LETTER_SUFFIX


def all_names(prefix: str = "suara") -> list[str]:
    """Every topic and its dead-letter twin."""
    names = [full_name(topic, prefix) for topic in TOPICS]
    return names + [dead_letter(name) for name in names]
