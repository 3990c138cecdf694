"""Logs: event names and fields, as console lines or JSON, libraries' lines included."""

import logging
import sys
import time

import structlog
from structlog.typing import EventDict, Processor

from suara.kafka.middleware.log_context import add_message
from suara.settings import RuntimeSettings
from suara.telemetry.tracing import add_trace

_CHATTY = (
    *("aiokafka", "botocore", "urllib3", "pymongo", "faker", "uvicorn"),
    *("openai", "httpx2", "httpcore2"),
)
_REPEATED_AFTER_SECONDS = {"aiokafka": 10.0, "opentelemetry": 60.0}


class Sparingly(logging.Filter):
    """Of lines that differ in their values only, one passes every ten seconds.

    aiokafka writes several for each try to reach a broker that is away: thousands in a long
    outage. Of OpenTelemetry's, about a collector that is away, one passes a minute at all.
    """

    def __init__(self) -> None:
        super().__init__()
        self._last: dict[tuple[str, str], float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        package = record.name.partition(".")[0]
        seconds = _REPEATED_AFTER_SECONDS.get(package)
        if seconds is None:
            return True
        if package == "opentelemetry":
            kind, now = (package, ""), time.monotonic()
        else:
            kind, now = (record.name, str(record.msg)), time.monotonic()
        if now - self._last.get(kind, -seconds) < seconds:
            return False
        self._last[kind] = now
        return True


def configure(settings: RuntimeSettings, service: str) -> None:
    """Set up structlog and the standard library's logging for this process."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        add_message,
        add_trace,
        _adding(service),
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        # Nothing is spent on a line below the level.
        wrapper_class=structlog.make_filtering_bound_logger(settings.log_level),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(Sparingly())
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *_renderers(settings.log_format),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=settings.log_level, force=True)
    for chatty in _CHATTY:
        logging.getLogger(chatty).setLevel(max(logging.WARNING, logging.getLogger().level))


def _adding(service: str) -> Processor:
    """Not bound to a context: threads, and tasks that end unseen, speak outside of the first."""

    def add_service(_logger: object, _method: str, entry: EventDict) -> EventDict:
        return {"service": service, **entry}

    return add_service


def _renderers(log_format: str) -> list[Processor]:
    if log_format == "json":
        return [
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
    # Plain tracebacks: the rich ones print local variables, and with them secrets.
    return [
        structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    ]
