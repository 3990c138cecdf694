"""Process entry: `python -m generator`."""

from generator.bootstrap import bootstrap
from suara.service import run

if __name__ == "__main__":
    run(bootstrap)
