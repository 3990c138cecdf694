"""Metrics of the consumer runtime and of publishing: on every service; the gateway only publishes.

`event_type` is a known type's wire name; "unknown" for any other; "" for none, and for messages
that were another service's and passed.
"""

from functools import cache

from prometheus_client import Counter, Gauge, Histogram

_DURATION = Histogram(
    "suara_message_duration_seconds",
    "From taking a message out of the window until it is settled, by how it was: "
    "handled | passed (another service's) | dead_lettered",
    ["event_type", "outcome"],
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300),
)
_WAIT = Histogram(
    "suara_message_wait_seconds",
    "From an event's ce_time until its handling began: outbox, broker and window together",
    ["event_type"],
    buckets=(0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 900, 3600),
)
_TRIES = Counter(
    "suara_handler_tries_total",
    "Tries of handlers, by how they ended: ok | error (tried again, within its budget) | "
    "outage (a server is away: waited out) | permanent (dead letter at once)",
    ["event_type", "outcome"],
)
IN_FLIGHT = Gauge("suara_messages_in_flight", "Messages that handlers are working on")
IN_FLIGHT_LIMIT = Gauge("suara_messages_in_flight_limit", "How many may be in flight at once")
CONSUMER_LAG = Gauge(
    "suara_consumer_lag_messages",
    "Messages of a partition held by this worker that are not settled yet, those in flight "
    "included; asked at the broker when scraped, and the last answer while it is away",
    ["topic", "partition"],
)
DEAD_LETTERS = Counter(
    "suara_dead_letters_total",
    "Messages set aside in a topic's dead-letter twin, by the class of the error",
    ["topic", "event_type", "reason"],
)
WAITING_FOR_SERVER = Gauge(
    "suara_waiting_for_server", "Operations that wait out the outage of a server right now"
)
_PUBLISHED = Counter(
    "suara_published_messages_total", "Messages that the broker has acknowledged", ["topic"]
)
_PUBLISH_ERRORS = Counter(
    "suara_publish_errors_total",
    "Messages that could not be published; most are retried",
    ["topic"],
)

# What is asked for with each message: finding a child by its labels costs more than using it.
message_duration = cache(_DURATION.labels)
message_wait = cache(_WAIT.labels)
handler_tries = cache(_TRIES.labels)
published = cache(_PUBLISHED.labels)
publish_errors = cache(_PUBLISH_ERRORS.labels)
