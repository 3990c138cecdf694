"""Process entry: `python -m avatar`."""

from avatar.bootstrap import bootstrap
from suara.service import run

if __name__ == "__main__":
    run(bootstrap)
