"""The job with the stack up: from POST /generate until every persona and portrait is there."""

import argparse
import statistics
from pathlib import Path

from report import report
from suara_local import tokens
from suara_local.job import Job
from suara_local.stack import Stack

AUDIENCE = "Urban millennial women in Manila aged 25-32 who use GCash"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="generations per group size")
    runs = parser.parse_args().runs
    figures: dict[str, float] = {}
    with Stack(Path(".suara/bench")) as stack:
        stack.start()
        job = Job(stack.base_url, tokens.mint(stack.environment["SUARA_JWT_SECRET"]))
        project = job.create_project("Bench")
        understood = job.parse(project, AUDIENCE)
        for count in (1, 5, 10):
            seconds = []
            for _ in range(runs):
                group = job.create_group(project, understood, count)
                seconds.append(job.generate(project, group, lambda _: None).seconds)
            figures[f"group_of_{count}_first_seconds"] = seconds[0]
            figures[f"group_of_{count}_median_seconds"] = statistics.median(seconds)
            figures[f"group_of_{count}_max_seconds"] = max(seconds)
        job.close()
    report("job", f"Time to complete, {runs} runs each", figures)


if __name__ == "__main__":
    main()
