"""The images of a run: the five services', always built anew, and those that they stand on."""

import os
import subprocess
from pathlib import Path

from backends.compose_file import IMAGES
from compose.project import ROOT
from suara_local.errors import LocalError

SERVICES = ("generator", "api-gateway", "ethnography", "library", "avatar")
BASE = "SUARA_TEST_BASE_IMAGE"
STAND_INS = {
    BASE: "suara-stand-in/python",
    IMAGES["kafka"]: "suara-stand-in/kafka",
    IMAGES["mongo"]: "suara-stand-in/mongo",
    IMAGES["s3"]: "suara-stand-in/seaweedfs",
}


class BuildError(Exception):
    """An image of ours cannot be built: that is no matter of the machine."""


def prepared(version: str) -> dict[str, str]:
    """Build what a run needs; the variables that lead the tests to it.

    An image that a SUARA_TEST_*_IMAGE names is taken as it is; elsewhere its stand-in is, which is
    made if it is missing. Raises LocalError when that cannot be, BuildError when ours cannot.
    """
    chosen = {name: os.environ.get(name) or image for name, image in STAND_INS.items()}
    if any(not _is_there(image) for image in chosen.values() if image in STAND_INS.values()):
        print("Making stand-in images: five minutes, once ...", flush=True)
        if failure := _run(str(ROOT / "deploy/stand-ins/build.sh")):
            raise LocalError(f"the stand-in images cannot be built: {failure}")
    for service in SERVICES:
        print(f"Building {service} ...", flush=True)
        failure = _run(
            *("docker", "build", "--quiet", "--file", str(ROOT / "deploy/Dockerfile")),
            *("--build-arg", f"BASE_IMAGE={chosen[BASE]}", "--build-arg", f"SERVICE={service}"),
            *("--tag", f"suara-test/{service}:{version}", str(ROOT)),
        )
        if failure:
            raise BuildError(f"the image of {service} cannot be built: {failure}")
    return chosen | {"SUARA_IMAGE_PREFIX": "suara-test", "SUARA_VERSION": version}


def removed(version: str) -> None:
    """Take the run's names from its images; their layers stay for the next one."""
    names = [f"suara-test/{service}:{version}" for service in SERVICES]
    subprocess.run(("docker", "rmi", "--no-prune", *names), capture_output=True, check=False)


def _is_there(image: str) -> bool:
    asked = subprocess.run(("docker", "image", "inspect", image), capture_output=True, check=False)
    return asked.returncode == 0


def _run(*words: str) -> str:
    """Why it failed; empty if it did not."""
    done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=Path(ROOT))
    if done.returncode == 0:
        return ""
    said = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    return " | ".join(said[-4:]) or f"exit code {done.returncode}"
