"""Jobs that ask for a degree, and in what."""

# Words of a title -> subject, or the whole phrase where it starts with a capital. None:
# looks like another entry but asks for no degree. First match counts.
_SUBJECTS: tuple[tuple[str, str | None], ...] = (
    ("religious teacher", None),
    ("bank teller", None),
    ("heavy equipment", None),
    ("lecturer", "Master's degree"),
    ("preschool teacher", "early childhood education"),
    ("teacher", "education"),
    ("physical therapist", "physical therapy"),
    ("nurse", "nursing"),
    ("midwife", "midwifery"),
    ("doctor", "Medical degree"),
    ("pharmacist", "pharmacy"),
    ("medical technologist", "medical technology"),
    ("social worker", "social work"),
    ("network administrator", "information technology"),
    ("software", "computer science"),
    ("data analyst", "statistics"),
    ("financial analyst", "finance"),
    ("internal auditor", "accounting"),
    ("accountant", "accounting"),
    ("auditor", "accounting"),
    ("credit officer", "banking and finance"),
    ("bank officer", "banking and finance"),
    ("compliance officer", "law"),
    ("hr officer", "human resources management"),
    ("market research", "economics"),
    ("marketing", "marketing"),
    ("brand executive", "business administration"),
    ("public relations", "communication"),
    ("journalist", "journalism"),
    ("architect", "architecture"),
    ("engineer", "engineering"),
    ("lawyer", "Law degree"),
    ("notary", "Law degree"),
    ("corporate manager", "business administration"),
    ("company manager", "business administration"),
    ("company director", "business administration"),
    ("operations manager", "business administration"),
    ("finance manager", "finance"),
    ("product manager", "business administration"),
)


def degree_subject(title: str) -> str | None:
    """The degree behind a job title, None where it needs none."""
    lower = title.lower()
    return next((subject for words, subject in _SUBJECTS if words in lower), None)
