"""Metrics of generations: on generator, library and avatar, and on the gateway, which gives up.

Whoever stores a persona, or closes a generation, counts it: what comes again is not counted again.
"""

from prometheus_client import Counter, Histogram

STAGE_SECONDS = Histogram(
    "suara_stage_duration_seconds",
    "From the time of the event that asks for a stage of a persona until the stage is done: its "
    "result is stored (ok), or it cannot be made (failed). Waiting, retries and outages are in it. "
    "What nobody waits for any more is not counted; what is delivered again counts again. Stages: "
    "cast (of a whole group), match, draft, profile, reuse, portrait.",
    ["stage", "outcome"],
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300),
)

GENERATION_SECONDS = Histogram(
    "suara_generation_duration_seconds",
    "From a call of generate until its last persona and portrait are settled, counted once by "
    "whoever closes it: complete, or failed if a persona could not be made. One that failed and "
    "that a late message completed after all is counted as both.",
    ["outcome"],
    buckets=(0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800, 3600),
)

PERSONAS = Counter(
    "suara_personas_total",
    "Personas stored, each once: written, or reused from the library; and those that failed.",
    ["source"],
)

for _outcome in ("complete", "failed"):
    GENERATION_SECONDS.labels(_outcome)
for _source in ("written", "reused", "failed"):
    PERSONAS.labels(_source)
