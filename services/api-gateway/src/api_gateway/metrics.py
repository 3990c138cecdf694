"""Metrics of the gateway: what runs, the outbox, the database.

Gauges of the database are read by each gateway alike: several of them tell the same figures.
"""

from prometheus_client import Counter, Gauge

_ALIKE = " Every gateway tells the same: use max()."

RUNNING = Gauge("suara_generations_running", "Generations that are queued or going on." + _ALIKE)
OLDEST_PROGRESS_SECONDS = Gauge(
    "suara_generation_oldest_progress_seconds",
    "How long the running generation that has waited longest has made no progress; 0 if none "
    "runs." + _ALIKE,
)
RESUMED = Counter(
    "suara_generations_resumed_total", "Generations without progress that were requested again."
)
GIVEN_UP = Counter(
    "suara_generations_given_up_total",
    "Generations that were ended because resuming them was in vain, or the broker refused them.",
)
OUTBOX_MESSAGES = Gauge(
    "suara_outbox_messages",
    "Events that are committed and not published: waiting for the broker, or refused by it for "
    "good. Looked at every 5 s." + _ALIKE,
    ["state"],
)
OUTBOX_OLDEST_SECONDS = Gauge(
    "suara_outbox_oldest_seconds",
    "How long the oldest event in the outbox has waited, refused ones aside." + _ALIKE,
)
DOCUMENTS = Gauge(
    "suara_database_documents",
    "Documents of a collection, as MongoDB estimates them." + _ALIKE,
    ["collection"],
)
