"""python -m chaos: one run, one table, and exit code 1 if a promise was broken."""

import argparse
import asyncio
import logging
import random
import shutil
import sys
from pathlib import Path

from chaos import table
from chaos.plan import plan
from chaos.run import Run
from chaos.system import System
from chaos.verdict import Verdict
from openai_server.running import running
from report import report
from suara_local import interrupts
from suara_local.broker import EMBEDDED, KAFKA, Broker
from suara_local.errors import LocalError
from suara_local.home import shown
from suara_local.terminal import complain

ROOT = Path(".suara/chaos")
LARGE = 300
"""Groups of the run that is published."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="chaos", description=__doc__)
    parser.add_argument("--seed", type=int, default=None, help="replays the plan of a run")
    parser.add_argument("--groups", type=int, default=LARGE)
    parser.add_argument("--broker", choices=(KAFKA, EMBEDDED), default=_broker())
    asked = parser.parse_args()
    seed = random.randrange(10**6) if asked.seed is None else asked.seed
    faults = plan(seed, asked.groups)
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)  # it complains of our faults
    print(f"seed {seed}: {asked.groups} groups, {len(faults)} faults, broker {asked.broker}")
    shutil.rmtree(ROOT, ignore_errors=True)
    try:
        with interrupts.raised(), running() as model:
            system = System(ROOT, asked.broker)
            try:
                run = Run(system, model, faults, asked.groups, seed)
                found = asyncio.run(_through(run))
            finally:
                system.close()
    except LocalError as error:
        complain(error)
        return 2
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130
    return _tell(run, found)


async def _through(run: Run) -> Verdict:
    await run.system.start()
    return await run()


def _tell(run: Run, found: Verdict) -> int:
    title = f"Chaos: seed {run.seed}, {run.groups} groups, broker {run.system.broker}"
    name = "chaos" if run.groups >= LARGE else "chaos-small"
    kept = report(name, title, table.figures(run, found), table.targets(run.groups))
    for exit_ in run.system.exits:
        print(f"ended by itself: {exit_.name} ({exit_.code}): {exit_.last_words}")
    for reason, count in run.bus.genuine_letters.most_common(10):
        print(f"dead letter of another message, {count} times: {reason}")
    print("answers:", dict(run.traffic.answers.most_common()))
    for seconds, fault in sorted(run.recoveries.seconds, key=lambda each: each[0])[-3:]:
        print(f"recovery in {seconds:.1f} s after {fault}")
    for line in found.broken:
        print(f"BROKEN {line}")
    print(f"logs: {shown(run.system.home.logs.absolute())}")
    return 0 if kept and not found.broken else 1


def _broker() -> Broker:
    present = shutil.which("java") and shutil.which("mvn")
    return KAFKA if present else EMBEDDED


if __name__ == "__main__":
    sys.exit(main())
