"""Personal data out of a text, before anything is stored."""

from ethnography.domain.cleaning.addresses import AddressScrubber
from ethnography.domain.cleaning.contacts import ContactScrubber
from ethnography.domain.cleaning.numbers import NumberScrubber
from ethnography.domain.cleaning.people import NameScrubber
from suara.markets import Market

_ROUNDS = 4


class Scrubber:
    """Replaces personal data by what it was: [phone], [email], [name], [order], [number],
    [address], [handle], [link]. Amounts of money, versions, years and dates stay.

    When in doubt it replaces: a lost figure costs less than a published telephone number.
    """

    def __init__(self, market: Market) -> None:
        numbers = NumberScrubber(market)
        self._steps = (
            ContactScrubber(market).scrub,
            AddressScrubber(market).scrub,
            numbers.scrub,
            NameScrubber(market).scrub,
        )

    def scrub(self, text: str) -> str:
        """Scrubbing a scrubbed text changes nothing."""
        for _ in range(_ROUNDS):
            before = text
            for step in self._steps:
                text = step(text)
            if text == before:
                break
        return text
