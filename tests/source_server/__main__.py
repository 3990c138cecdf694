"""python tests/source_server [--port 0]: prints {"port": ...} when ready, serves until stopped."""

import argparse
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import uvicorn

from source_server.running import configuration, listen


def main() -> None:
    parser = argparse.ArgumentParser(prog="source_server", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0: any free port")
    listening = listen(parser.parse_args().port)
    print(json.dumps({"port": listening.getsockname()[1]}), flush=True)
    uvicorn.Server(configuration()).run([listening])


if __name__ == "__main__":
    main()
