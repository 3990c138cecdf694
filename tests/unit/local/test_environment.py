"""What each process is told."""

from pathlib import Path

import pytest

from suara.settings import KafkaSettings
from suara_local import environment
from suara_local.broker import EMBEDDED, KAFKA
from suara_local.home import Home

PORTS = {"kafka": 1, "mongodb": 2, "s3": 3}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path)
    made.prepare()
    return made


def test_services_are_told_where_everything_is(home: Home) -> None:
    told = environment.for_clients(home, PORTS, EMBEDDED)
    assert told["SUARA_KAFKA_BOOTSTRAP"] == "127.0.0.1:1"
    assert told["SUARA_MONGO_URL"] == "mongodb://127.0.0.1:2/?replicaSet=secantus"
    assert told["SUARA_S3_PUBLIC_URL"] == "http://127.0.0.1:3/suara"


def test_apache_kafka_is_used_as_in_production(home: Home) -> None:
    told = environment.for_clients(home, PORTS, KAFKA)
    assert KafkaSettings(bootstrap=told["SUARA_KAFKA_BOOTSTRAP"]).idempotence
    assert [name for name in told if name.startswith("SUARA_KAFKA_")] == [
        "SUARA_KAFKA_BOOTSTRAP",
        "SUARA_KAFKA_PARTITIONS",
    ]


def test_the_users_choice_of_model_wins(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUARA_LLM", "openai")
    monkeypatch.setenv("OPENAI_API_KEY", "key")
    told = environment.for_service(environment.for_clients(home, PORTS, EMBEDDED))
    assert (told["SUARA_LLM"], told["OPENAI_API_KEY"]) == ("openai", "key")


def test_no_source_on_the_internet_is_read_unless_the_user_wants_it(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert environment.for_clients(home, PORTS, EMBEDDED)["SUARA_SOURCES"] == "none"

    wanted = {
        "SUARA_SOURCES": "reddit",
        "SUARA_REDDIT_CLIENT_ID": "id",
        "SUARA_SOURCES_MAX_PAGES": "2",
        "SUARA_SNAPSHOT_MAX_AGE_HOURS": "12",
    }
    for name, value in wanted.items():
        monkeypatch.setenv(name, value)
    told = environment.for_service(environment.for_clients(home, PORTS, EMBEDDED))
    assert wanted.items() <= told.items()


def test_the_users_own_servers_and_accounts_are_not_touched(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "production")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "token")
    monkeypatch.setenv("SUARA_MONGO_URL", "mongodb://production")
    monkeypatch.setenv("SUARA_KAFKA_TOPIC_PREFIX", "production")
    told = environment.for_service(environment.for_clients(home, PORTS, EMBEDDED))
    assert not {"AWS_PROFILE", "AWS_SESSION_TOKEN", "SUARA_KAFKA_TOPIC_PREFIX"} & set(told)
    assert "production" not in told["SUARA_MONGO_URL"]


def test_a_proxy_does_not_get_between(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "intranet")
    told = environment.for_service(environment.for_clients(home, PORTS, EMBEDDED))
    assert told["NO_PROXY"] == "intranet,127.0.0.1,localhost"


def test_servers_see_nothing_of_the_user(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://elsewhere")
    told = environment.for_server(home)
    assert set(told) == {"PATH", "LANG", "HOME", "TMPDIR"}
    assert told["HOME"].startswith(str(home.root))
