"""The containers that tests run on: what is asked of Docker, and what is said without it."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from docker.errors import DockerException
from docker.models.containers import ContainerCollection
from testcontainers.core.docker_client import DockerClient
from testcontainers.core.labels import LABEL_SESSION_ID

from backends import containers
from backends.compose_file import IMAGES, described
from suara_local.errors import LocalError
from suara_local.ports import allocate

# Stands for a test run: it has a container, says so, and waits to be killed.
A_RUN = """
import sys, time
from testcontainers.core.container import DockerContainer
from testcontainers.core.labels import SESSION_ID
from backends.containers import Containers
running = Containers({})
made = DockerContainer(sys.argv[1]).get_docker_client().create(sys.argv[1])
print(SESSION_ID, flush=True)
running.stop() if sys.argv[2] == "stop" else time.sleep(600)
"""


@pytest.fixture
def docker() -> DockerClient:
    try:
        return DockerClient()
    except DockerException:
        pytest.skip("no Docker daemon answers")


@pytest.fixture
def image(docker: DockerClient) -> str:
    """Any image of this machine; what runs in it does not matter."""
    for found in docker.client.images.list():
        if found.tags:
            return str(found.tags[0])
    pytest.skip("Docker has no image")


@pytest.fixture(autouse=True)
def _usual_images(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in IMAGES.values():
        monkeypatch.delenv(variable, raising=False)


def test_without_a_daemon_one_line_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DOCKER_HOST", f"tcp://127.0.0.1:{allocate(['docker'])['docker']}")
    with pytest.raises(LocalError, match="No Docker daemon answers") as refusal:
        containers.start(tmp_path)
    assert "start one, or leave out SUARA_TEST_BACKEND" in str(refusal.value)
    assert "\n" not in str(refusal.value)


@pytest.mark.usefixtures("docker")
def test_every_missing_image_is_named_with_the_command_and_the_variable(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for variable in IMAGES.values():
        monkeypatch.setenv(variable, f"nobody.invalid/{variable.lower()}:1")
    with pytest.raises(LocalError) as refusal:
        containers.start(tmp_path)
    for variable in IMAGES.values():
        told = f"`docker pull nobody.invalid/{variable.lower()}:1` or set {variable}"
        assert told in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_images_are_those_of_the_compose_file_unless_a_variable_names_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SUARA_TEST_MONGO_IMAGE", "elsewhere/mongo:9")
    services = described({})["services"]
    assert services["kafka"]["image"].startswith("apache/kafka:")
    assert services["mongo"]["image"] == "elsewhere/mongo:9"
    assert services["s3"]["image"].startswith("chrislusf/seaweedfs:")


def test_the_keys_of_a_run_write_and_everybody_else_only_reads() -> None:
    keys = {"AWS_ACCESS_KEY_ID": "an-id", "AWS_SECRET_ACCESS_KEY": "a-secret"}
    identities = json.loads(described(keys)["services"]["s3"]["environment"]["S3_IDENTITIES"])
    owner, anybody = identities["identities"]
    assert owner["credentials"] == [{"accessKey": "an-id", "secretKey": "a-secret"}]
    assert anybody == {"name": "anonymous", "actions": ["Read:suara"]}


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_no_container_outlives_the_run_that_made_it_however_that_ends(
    docker: DockerClient, image: str, end: str
) -> None:
    run = subprocess.Popen(
        (sys.executable, "-c", A_RUN, image, end),
        env=os.environ | {"PYTHONPATH": "tests"},
        stdout=subprocess.PIPE,
        text=True,
    )
    session = run.stdout.readline().strip()
    assert session
    if end == "kill":
        run.kill()
    run.wait()
    _until(lambda: not _containers_of(docker.client.containers, session))


def _containers_of(containers: ContainerCollection, session: str) -> list[object]:
    label = f"{LABEL_SESSION_ID}={session}"
    return containers.list(all=True, filters={"label": label}, ignore_removed=True)


def _until(condition: Callable[[], bool]) -> None:
    while not condition():  # the limit of the test's time ends it
        time.sleep(0.05)
