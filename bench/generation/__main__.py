"""Groups of 1, 5 and 10, own CPU, more generators, and two others on the same model server."""

import argparse
import statistics
import time

from generation import others, suara
from generation.model_server import CRITICAL_PATH_SECONDS, FIXED, ModelServer
from generation.targets import TARGETS
from report import report

PERSONAS = 10
AS_PUBLISHED_PARALLEL = 4  # data-designer's default


def main() -> None:
    parser = argparse.ArgumentParser(prog="generation", description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="generations per group size")
    runs = parser.parse_args().runs
    figures: dict[str, float] = {}
    with ModelServer() as model:
        _say("groups at fixed latencies")
        figures |= suara.time_to_complete(model, runs)
        _say("data-designer, as many calls at once")
        figures |= _data_designer(model, "data_designer", PERSONAS, runs)
        _say("data-designer with its default of four calls at once")
        figures |= _data_designer(model, "data_designer_default", AS_PUBLISHED_PARALLEL, 1)
        _say("a sequential loop")
        model.behave(FIXED)
        figures["sequential_seconds"] = others.sequential(model, PERSONAS)
        _say("no latency")
        figures |= suara.own_work(model)
        for generators in suara.GENERATORS:
            _say(f"generators: {generators}")
            figures[f"generators_{generators}_personas_per_second"] = suara.more_generators(
                model, generators
            )
    figures |= _ratios(figures)
    title = f"Generation with a model of {CRITICAL_PATH_SECONDS:g} s a persona"
    report("generation", title, figures, TARGETS)


def _data_designer(model: ModelServer, name: str, parallel: int, runs: int) -> dict[str, float]:
    model.behave(FIXED)
    seconds, spans = others.data_designer(model, PERSONAS, parallel, runs)
    return {
        f"{name}_first_seconds": seconds[0],
        f"{name}_median_seconds": statistics.median(seconds),
        f"{name}_calls_span_median_seconds": statistics.median(spans),
    }


def _ratios(figures: dict[str, float]) -> dict[str, float]:
    ten = figures["group_of_10_median_seconds"]
    rate = {n: figures[f"generators_{n}_personas_per_second"] for n in suara.GENERATORS}
    return {
        "group_of_10_to_group_of_1_ratio": ten / figures["group_of_1_median_seconds"],
        "faster_than_data_designer_ratio": figures["data_designer_median_seconds"] / ten,
        "faster_than_data_designer_calls_span_ratio": (
            figures["data_designer_calls_span_median_seconds"] / ten
        ),
        "faster_than_data_designer_default_ratio": (
            figures["data_designer_default_median_seconds"] / ten
        ),
        "faster_than_sequential_ratio": figures["sequential_seconds"] / ten,
        "generators_1_to_2_throughput_ratio": rate[2] / rate[1],
        "generators_2_to_4_throughput_ratio": rate[4] / rate[2],
    }


def _say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text} ...", flush=True)


if __name__ == "__main__":
    main()
