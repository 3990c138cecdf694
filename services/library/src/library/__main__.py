"""Process entry: `python -m library`."""

from library.bootstrap import bootstrap
from suara.service import run

if __name__ == "__main__":
    run(bootstrap)
