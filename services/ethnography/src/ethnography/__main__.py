"""Process entry: `python -m ethnography`."""

from ethnography.bootstrap import bootstrap
from suara.service import run

if __name__ == "__main__":
    run(bootstrap)
