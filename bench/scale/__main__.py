"""Throughput with 1, 2, 4 and 8 generators, predicted from the first two; then larger loads."""

import argparse
import json
import sys
import time

from report import Figures, report_columns
from scale import comparison, forecast
from scale.calibration import calibrated
from scale.flow import Costs
from scale.picture import draw
from scale.plan import Assumed
from scale.runs import Runs, measured_runs


def main() -> int:
    arguments = _arguments()
    runs = measured_runs(arguments.rounds, _say)
    _say("calibrating and predicting")
    costs = calibrated(runs.calibrating, runs.idle, comparison.cores())
    compared = comparison.columns(runs, costs)
    reached = report_columns(
        "scale",
        "Throughput with more generators, measured and predicted",
        compared,
        comparison.TARGETS,
    )
    draw(dict(zip(runs.batches, compared.values(), strict=True)))
    report_columns("scale_costs", "What a persona costs, measured", {"value": _costs(runs, costs)})
    _say("larger loads")
    assumed = _assumed(arguments)
    report_columns(
        "scale_loads", "Larger loads, predicted", forecast.forecasts(costs, runs.volumes, assumed)
    )
    report_columns(
        "scale_otherwise",
        "10,000 groups/h under other conditions, predicted",
        forecast.otherwise(costs, assumed),
    )
    return 0 if reached else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scale", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="runs with each number of generators")
    assumed = parser.add_argument_group("assumptions of the larger loads")
    defaults = Assumed()
    for name in ("draft", "profile", "spread", "completion_tokens"):
        option = f"--{name.replace('_', '-')}"
        assumed.add_argument(option, type=float, default=getattr(defaults, name))
    assumed.add_argument("--window", type=int, default=defaults.window, help="SUARA_CONCURRENCY")
    assumed.add_argument(
        "--prices",
        type=json.loads,
        help='USD for a million tokens: {"input": ..., "cached_input": ..., "output": ...}',
    )
    return parser.parse_args()


def _assumed(arguments: argparse.Namespace) -> Assumed:
    names = ("draft", "profile", "spread", "window", "completion_tokens", "prices")
    return Assumed(**{name: getattr(arguments, name) for name in names})


def _costs(runs: Runs, costs: Costs) -> Figures:
    cpu = {f"{kind}_cpu_ms": 1000 * spent for kind, spent in costs.cpu.items()}
    idle = {f"{kind}_idle_cores_percent": 100 * used for kind, used in runs.idle.items()}
    waiting = {"waiting_in_a_stage_ms": 1000 * costs.waiting}
    return cpu | waiting | idle | runs.volumes


def _say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
