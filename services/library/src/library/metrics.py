"""Metrics of the library: who is in it, and how often it has somebody."""

from prometheus_client import Counter, Gauge, Histogram

PERSONAS = Gauge(
    "suara_library_personas",
    "Active personas of all companies' libraries. Counted once a minute at most. Every worker "
    "tells the same: use max().",
    ["market"],
)
INDEXED = Gauge(
    "suara_library_index_personas",
    "People in this worker's index in memory; who changed since it was last sorted may count "
    "twice.",
)
MATCHES = Counter(
    "suara_library_matches_total",
    "Cast persons for whom the library had somebody (matched) or not (unmatched), each once.",
    ["outcome"],
)
MATCH_SECONDS = Histogram(
    "suara_library_match_duration_seconds",
    "Finding who might do: looking for changes, what the occupation means, and the search in "
    "memory.",
    buckets=(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5),
)

for _outcome in ("matched", "unmatched"):
    MATCHES.labels(_outcome)
