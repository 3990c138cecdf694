"""python tests/injections: writes docs/injections.md."""

import asyncio
import logging
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import structlog

from injections.document import PATH, document, outcomes


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    PATH.write_text(document(asyncio.run(outcomes())), encoding="utf-8")
    print(f"Written to {PATH}")


if __name__ == "__main__":
    main()
