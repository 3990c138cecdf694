"""Data Designer's published recipe: a sampled person, then two structured LLM columns per record.

Runs in its own virtual environment; its last line is {"seconds": [one per run]}.
python -m generation.recipe BASE_URL FOLDER RECORDS PARALLEL RUNS
"""

import json
import sys
import time

import data_designer.config as dd  # type: ignore[import-not-found]
from data_designer.interface import DataDesigner  # type: ignore[import-not-found]

from generation.shapes import AUDIENCE, Draft, Profile

ALIAS = "writer"


def main(base_url: str, folder: str, records: int, parallel: int, runs: int) -> None:
    """Every run after the first has its modules loaded, as Suara's services have."""
    provider = dd.ModelProvider(name="local", endpoint=base_url, api_key="unused")
    designer = DataDesigner(artifact_path=folder, model_providers=[provider])
    designer.set_run_config(dd.RunConfig(otel_metrics_port=None))
    seconds = []
    for _ in range(runs):
        recipe = build(parallel)
        began = time.monotonic()
        dataset = designer.create(recipe, num_records=records).load_dataset()
        seconds.append(time.monotonic() - began)
        assert len(dataset) == records, "records were dropped"
    print(json.dumps({"seconds": seconds}))


def build(parallel: int) -> dd.DataDesignerConfigBuilder:
    """Without the health check, which would be one more call before the others."""
    model = dd.ModelConfig(
        alias=ALIAS,
        model="bench",
        provider="local",
        skip_health_check=True,
        inference_parameters=dd.ChatCompletionInferenceParams(
            temperature=1.0, max_tokens=2048, max_parallel_requests=parallel
        ),
    )
    builder = dd.DataDesignerConfigBuilder(model_configs=[model])
    builder.add_column(
        dd.SamplerColumnConfig(
            name="person",
            sampler_type=dd.SamplerType.PERSON_FROM_FAKER,
            params=dd.PersonFromFakerSamplerParams(age_range=[25, 32], sex="Female"),
            drop=True,
        )
    )
    builder.add_column(
        dd.LLMStructuredColumnConfig(
            name="draft",
            model_alias=ALIAS,
            output_format=Draft,
            prompt=f"Describe one person of this audience: {AUDIENCE}. "
            "Her name is {{ person.first_name }} {{ person.last_name }}, aged {{ person.age }}.",
        )
    )
    builder.add_column(
        dd.LLMStructuredColumnConfig(
            name="profile",
            model_alias=ALIAS,
            output_format=Profile,
            prompt="Write the consumer profile of {{ draft.full_name }}, {{ draft.age }}, "
            "{{ draft.occupation }}, who wants {{ draft.motivation }}.",
        )
    )
    return builder


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *(int(number) for number in sys.argv[3:6]))
