"""What surrounds a handler, outermost first.

log context -> outage -> dead letter -> decode and publish -> retry -> timeout -> handler
"""

from suara.kafka.middleware.dead_letter import dead_letter
from suara.kafka.middleware.dispatch import dispatch
from suara.kafka.middleware.log_context import log_context
from suara.kafka.middleware.outage import wait_out_outages
from suara.kafka.middleware.retry import with_retries

__all__ = ["dead_letter", "dispatch", "log_context", "wait_out_outages", "with_retries"]
