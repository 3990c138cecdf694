"""Metrics of calls to models: on services that ask one (gateway, ethnography, generator, avatar).

`operation` is chat | image | embeddings, `model` the configured model's name.
"""

from prometheus_client import Counter, Gauge, Histogram

CALL_DURATION = Histogram(
    "suara_model_call_duration_seconds",
    "One call, each try by itself, by how it ended: ok | throttled (429) | timeout | error",
    ["operation", "model", "outcome"],
    buckets=(0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60, 120, 300),
)
TOKENS = Counter(
    "suara_model_tokens_total",
    "Tokens as the provider counts them: input (not cached) | cached_input | output",
    ["operation", "model", "kind"],
)
COST = Counter(
    "suara_model_cost_usd_total",
    "What tokens and pictures cost by SUARA_MODEL_PRICES; nothing for a model without a price",
    ["operation", "model"],
)
CALLS_IN_FLIGHT = Gauge(
    "suara_model_calls_in_flight", "Calls under way at the provider", ["operation"]
)
CALLS_LIMIT = Gauge(
    "suara_model_calls_limit",
    "How many calls may be under way: halved when the provider is overloaded, then rising again",
    ["operation"],
)
HELD = Gauge(
    "suara_model_held_seconds",
    "The pause that the provider has asked for, as long as it lasts; else 0",
    ["operation"],
)
