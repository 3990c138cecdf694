"""What docker-compose.yml says of the servers, so that tests and deployment cannot differ."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parents[2] / "docker-compose.yml"
IMAGES = {
    "kafka": "SUARA_TEST_KAFKA_IMAGE",
    "mongo": "SUARA_TEST_MONGO_IMAGE",
    "s3": "SUARA_TEST_S3_IMAGE",
}
"""By service: the variable that names another image for the tests."""

_VARIABLE = re.compile(r"\$\{(\w+)(?::-([^}]*)|:\?[^}]*)?\}")


def described(variables: Mapping[str, str]) -> Any:
    """The file as Compose reads it when it knows these variables and the tests' images."""
    known = variables | {
        f"{service.upper()}_IMAGE": os.environ[variable]
        for service, variable in IMAGES.items()
        if os.environ.get(variable)
    }
    read = _VARIABLE.sub(lambda v: known.get(v[1], v[2] or ""), FILE.read_text())
    return yaml.safe_load(read.replace("$$", "$"))
