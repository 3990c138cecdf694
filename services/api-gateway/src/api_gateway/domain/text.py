"""Text that people may put into fields."""

import unicodedata

# Controls, lone surrogates, and the two separators that end a line in some programs only.
_REFUSED = {"Cc", "Cs", "Zl", "Zp"}


def one_line(text: str) -> str:
    """The text itself. Raises ValueError if it holds control characters or line breaks."""
    if any(unicodedata.category(character) in _REFUSED for character in text):
        raise ValueError("must not contain control characters")
    return text


def prose(text: str) -> str:
    """Like `one_line`, with line breaks and tabs allowed."""
    one_line(text.translate({ord(blank): " " for blank in "\n\r\t"}))
    return text
