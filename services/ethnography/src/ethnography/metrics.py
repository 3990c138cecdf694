"""Metrics of ethnography: how refreshes and sources do, and how fresh the snapshots are."""

from prometheus_client import Counter, Gauge, Histogram

from suara.markets import SourceState

_ALIKE = " From MongoDB, also after a restart. Every worker tells the same: use max()."

SNAPSHOT_AGE_SECONDS = Gauge(
    "suara_snapshot_age_seconds",
    "How long ago the market's latest snapshot was refreshed." + _ALIKE,
    ["market"],
)
SNAPSHOT_SIGNALS = Gauge(
    "suara_snapshot_signals", "Signals in the market's latest snapshot." + _ALIKE, ["market"]
)
SOURCE_READS = Counter(
    "suara_source_reads_total",
    "Sources read for a market's refresh: ok, failed, or skipped because the source asked to be "
    "left alone. What is not configured is not read.",
    ["source", "outcome"],
)
SOURCE_LAST_SUCCESS = Gauge(
    "suara_source_last_success_timestamp_seconds",
    "When a source was last read without a fault for any market's latest snapshot, in Unix time. "
    "Absent for one that never was." + _ALIKE,
    ["source"],
)
REFRESH_SECONDS = Histogram(
    "suara_refresh_duration_seconds",
    "A market's refresh: ok, silent if no source answered and the old snapshot stays, or failed.",
    ["outcome"],
    buckets=(0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1200, 3600),
)

#: What a source's state says of having read it.
OUTCOMES: dict[SourceState, str] = {"ok": "ok", "failing": "failed", "throttled": "skipped"}
