"""Real servers for the tests: one backend per run, shared by all pytest workers.

Each test gets a database and topics of its own, so that tests run in parallel.
"""

import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import hypothesis
import pytest

import backends
from suara import mongo
from suara.kafka.admin import ensure_topics
from suara.mongo import Database
from suara.settings import KafkaSettings, MongoSettings, S3Settings
from suara.storage import ObjectStore
from suara_local.errors import LocalError

# How long an example takes is the machine's affair.
hypothesis.settings.register_profile("suara", deadline=None)
hypothesis.settings.load_profile("suara")

ENVIRONMENT = pytest.StashKey[dict[str, str]]()
RUNNING = pytest.StashKey[tuple[backends.Running, tempfile.TemporaryDirectory[str]]]()
UNIT_TESTS = Path(__file__).parent / "unit"


def pytest_configure(config: pytest.Config) -> None:
    """The controlling process starts the servers; workers are told where they are."""
    if hasattr(config, "workerinput"):
        config.stash[ENVIRONMENT] = config.workerinput["environment"]
    elif config.option.collectonly or _only_unit_tests(config):
        config.stash[ENVIRONMENT] = {}
    else:
        folder = tempfile.TemporaryDirectory(prefix="suara-test-")
        servers = _start(Path(folder.name))
        config.stash[RUNNING] = (servers, folder)
        config.stash[ENVIRONMENT] = servers.environment


def pytest_configure_node(node: object) -> None:
    node.workerinput["environment"] = node.config.stash[ENVIRONMENT]


def pytest_unconfigure(config: pytest.Config) -> None:
    if RUNNING in config.stash:
        servers, folder = config.stash[RUNNING]
        servers.stop()
        folder.cleanup()


def _start(folder: Path) -> backends.Running:
    try:
        return backends.start(backends.chosen(), folder)
    except (LocalError, ValueError) as error:
        pytest.exit("\n".join([str(error), *getattr(error, "tail", ())]), returncode=2)


def _only_unit_tests(config: pytest.Config) -> bool:
    paths = [(config.invocation_params.dir / arg.split("::")[0]).resolve() for arg in config.args]
    return all(path.is_relative_to(UNIT_TESTS) for path in paths)


@pytest.fixture(scope="session")
def environment(pytestconfig: pytest.Config) -> dict[str, str]:
    """The SUARA_* and AWS_* variables that lead to the run's servers.

    Gateways that are up for a whole run do not resume what tests leave behind.
    """
    return pytestconfig.stash[ENVIRONMENT] | {"SUARA_SWEEP_DEADLINE_SECONDS": "86400"}


@pytest.fixture
def own_environment(environment: dict[str, str]) -> dict[str, str]:
    """The same, with a database and topics that only this test uses."""
    name = f"t{uuid4().hex[:10]}"
    return environment | {
        "SUARA_MONGO_DATABASE": name,
        "SUARA_KAFKA_TOPIC_PREFIX": name,
        "SUARA_KAFKA_PARTITIONS": "2",
    }


@pytest.fixture
def set_environment(own_environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in own_environment.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
async def kafka(set_environment: None) -> KafkaSettings:
    """Topics of this test's own."""
    settings = KafkaSettings()
    await ensure_topics(settings)
    return settings


@pytest.fixture
async def database(set_environment: None) -> AsyncIterator[Database]:
    """A database of this test's own, dropped afterwards."""
    database = mongo.connect(MongoSettings(), "tests")
    yield database
    await database.client.drop_database(database.name)
    database.client.close()


@pytest.fixture
def objects(set_environment: None) -> ObjectStore:
    return ObjectStore(S3Settings())
