"""Which broker a home runs. What lies in the log of one is unknown to the other."""

from typing import Literal, get_args

from suara_local.home import Home, write_private

Broker = Literal["embedded", "kafka"]
EMBEDDED: Broker = "embedded"
KAFKA: Broker = "kafka"
PRODUCTS: dict[Broker, str] = {
    EMBEDDED: "Tansu (its log is in memory)",
    KAFKA: "Apache Kafka (its log is kept)",
}


def remembered(home: Home) -> Broker | None:
    """The broker of the run before; None before the first."""
    try:
        found = home.broker.read_text().strip()
    except OSError:
        return None
    return next((broker for broker in get_args(Broker) if broker == found), None)


def remember(home: Home, broker: Broker) -> None:
    write_private(home.broker, f"{broker}\n")


def switched(home: Home, wanted: Broker | None) -> str:
    """What to tell somebody who wants another broker than the run before; empty otherwise."""
    before = remembered(home)
    if None in (before, wanted) or before == wanted:
        return ""
    return (
        f"This home ran the broker `{before}` before; `{wanted}` knows none of its messages. "
        "Groups, personas and portraits are the same."
    )
