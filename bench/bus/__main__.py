"""CPU per message, latency, throughput of handlers that wait, and a rebalance; with targets."""

import argparse
import asyncio
import sys
import time

from bus import cost, latency, rebalance, window
from bus.broker import running
from bus.topic import create, fill
from report import Figures, Target, report

TARGETS = {
    "suara_to_bare_cpu_ratio": Target(most=1.6),
    "suara_to_faststream_cpu_ratio": Target(most=1.0),
    "added_latency_p99_ms": Target(most=10),
    "handlers_of_200_ms_per_second": Target(least=300),
    "join_pause_seconds": Target(most=2),
    "leave_pause_seconds": Target(most=2),
    "sigterm_to_exit_seconds": Target(most=3),
    "handled_by_two_at_once_messages": Target(most=0),
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="bus", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="turns of each contender")
    parser.add_argument("--messages", type=int, default=30_000, help="in each turn")
    arguments = parser.parse_args()
    figures: Figures = {}
    with running() as bootstrap:
        run = f"bench-{int(time.time())}"  # a broker that was there before may have others' topics
        _say(f"writing {2 * arguments.messages:,} events")
        topic = asyncio.run(create(bootstrap, run, 24))
        asyncio.run(fill(bootstrap, topic, 2 * arguments.messages))
        bench = cost.Bench(bootstrap, run, topic, arguments.messages, arguments.rounds)
        figures |= bench.figures(_say)
        _say(f"latency at {latency.PER_SECOND} messages a second")
        figures |= latency.figures(bootstrap, f"{run}-latency")
        _say("handlers of 200 ms")
        figures |= window.figures(bootstrap, f"{run}-window")
        _say("a worker joins and leaves")
        figures |= rebalance.figures(bootstrap, run, "rebalance")
    title = "The consumer runtime on one Apache Kafka, beside a bare aiokafka loop and FastStream"
    return 0 if report("bus", title, figures, TARGETS) else 1


def _say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
