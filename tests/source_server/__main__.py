"""python tests/source_server [--port 0]: prints {"port": ...} when ready, serves until stopped."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from local_server import main
from source_server.application import Server

if __name__ == "__main__":
    main("source_server", Server().application())
