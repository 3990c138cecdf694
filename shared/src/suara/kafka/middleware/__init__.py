"""What surrounds a handler, outermost first.

measured -> log context -> dead letter -> decode and publish -> stage -> outage -> retry -> timeout
-> handler

Publishing and writing dead letters wait out outages too, each by itself.
"""

from suara.kafka.middleware.dead_letter import dead_letter
from suara.kafka.middleware.dispatch import dispatch
from suara.kafka.middleware.log_context import log_context
from suara.kafka.middleware.measured import measured
from suara.kafka.middleware.outage import wait_out_outages
from suara.kafka.middleware.retry import Budget, with_retries
from suara.kafka.middleware.stage import timed_stage

__all__ = [
    "Budget",
    "dead_letter",
    "dispatch",
    "log_context",
    "measured",
    "timed_stage",
    "wait_out_outages",
    "with_retries",
]
