"""`python tests/otlp_server`: prints its address as JSON; appends spans to a file, if one is named.

It runs until it is told to end.
"""

import json
import sys
import time
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from otlp_server import receiving


def main(*files: str) -> None:
    with receiving() as receiver:
        print(json.dumps({"base_url": receiver.base_url}), flush=True)
        while True:
            time.sleep(0.1)
            came, receiver.spans = receiver.spans, []
            for file in files:
                with Path(file).open("a", encoding="utf-8") as lines:
                    lines.writelines(json.dumps(asdict(span)) + "\n" for span in came)


if __name__ == "__main__":
    main(*sys.argv[1:])
