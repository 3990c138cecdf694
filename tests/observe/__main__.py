"""python -m observe: three minutes with faults, every query asked, dashboards drawn.

Writes docs/dashboards/*.png. Exits 1 if a query is refused, or finds nothing.
"""

import argparse
import asyncio
import json
import logging
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from observability_files import ROOT
from observe import questions
from observe.prometheus import prometheus
from observe.storm import Storm
from openai_server.running import running as models
from source_server.running import running as sources
from suara_local import interrupts, state
from suara_local.services import SERVICES
from suara_local.stack import Stack

FOLDER = Path(".suara/observe")
PICTURES = ROOT / "docs" / "dashboards"
_DRAWING = (ROOT / ".venv/observe/bin/python", Path(__file__).with_name("pictures.py"))
_SETTINGS = {
    "SUARA_LLM": "openai",
    "SUARA_LLM_MODEL": "gpt-4.1-mini",
    "SUARA_IMAGES": "openai",
    "SUARA_IMAGE_MODEL": "gpt-image-1-mini",
    "SUARA_MODEL_PRICES": json.dumps(
        {
            "gpt-4.1-mini": {"input": 0.40, "cached_input": 0.10, "output": 1.60},
            "gpt-image-1-mini": {"image": 0.011},
        }
    ),
    "OPENAI_API_KEY": "unused",
    "SUARA_SOURCES": "appstore",
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="observe", description=__doc__)
    parser.add_argument("--seconds", type=float, default=180)
    parser.add_argument("--again", action="store_true", help="only draw what was seen last time")
    asked = parser.parse_args()
    if not asked.again:
        logging.getLogger("aiokafka").setLevel(logging.CRITICAL)  # it complains of our faults
        shutil.rmtree(FOLDER, ignore_errors=True)
        FOLDER.mkdir(parents=True)
        with interrupts.raised():
            seen = _run(asked.seconds)
        (FOLDER / "seen.json").write_text(json.dumps(seen))
    PICTURES.mkdir(exist_ok=True)
    subprocess.run([*_DRAWING, FOLDER / "seen.json", PICTURES], check=True)
    return _tell(json.loads((FOLDER / "seen.json").read_text()))


def _run(seconds: float) -> dict[str, Any]:
    with models() as model, sources() as told:
        os.environ |= _SETTINGS | told.environment | {"OPENAI_BASE_URL": model.base_url}
        with Stack(FOLDER / "stack", generators=2) as stack:
            stack.start()
            found = state.read(stack.home)
            assert found is not None
            ports = {
                service.name: [
                    port for name, port in found.ports.items() if name.startswith(service.name)
                ]
                for service in SERVICES
            }
            with prometheus(FOLDER / "prometheus", ports) as asked:
                start = time.time()
                storm = Storm(stack, model, seconds)
                asyncio.run(storm())
                end = time.time()
                faults: list[questions.Fault] = []
                return {
                    "start": start,
                    "end": end,
                    "told": storm.told,
                    "dashboards": questions.dashboards(asked, start, end, faults),
                    "alerts": questions.fired(asked, start, end, faults),
                    "faults": [[fault.where, fault.what] for fault in faults],
                }


def _tell(seen: dict[str, Any]) -> int:
    panels = [panel for each in seen["dashboards"].values() for panel in each["panels"]]
    queries = [target for panel in panels for target in panel.get("targets", ())]
    print(f"{len(queries)} queries of {len(seen['dashboards'])} dashboards")
    for name, seconds in seen["alerts"].items():
        print(f"  {name:20} {f'true for {seconds:.0f} s' if seconds else 'not true'}")
    for where, what in seen["faults"]:
        print(f"FAULT {where}: {what}")
    return 1 if seen["faults"] else 0


if __name__ == "__main__":
    sys.exit(main())
