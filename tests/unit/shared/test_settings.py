"""A process with a wrong setting ends at once, and says which one."""

import pytest

from suara.settings import (
    HttpSettings,
    KafkaSettings,
    MongoSettings,
    RuntimeSettings,
    S3Settings,
    load,
)

SECRET = "hunter2"
WRONG = [
    (KafkaSettings, "SUARA_KAFKA_BOOTSTRAP", ""),
    (KafkaSettings, "SUARA_KAFKA_PARTITIONS", SECRET),
    (KafkaSettings, "SUARA_KAFKA_PARTITIONS", "0"),
    (KafkaSettings, "SUARA_KAFKA_IDEMPOTENCE", SECRET),
    (KafkaSettings, "SUARA_KAFKA_TOPIC_PREFIX", f"{SECRET} {SECRET}"),
    (MongoSettings, "SUARA_MONGO_URL", f"http://user:{SECRET}@example.org"),
    (MongoSettings, "SUARA_MONGO_URL", ""),
    (S3Settings, "SUARA_S3_BUCKET", "x"),
    (HttpSettings, "SUARA_HTTP_PORT", "70000"),
    (RuntimeSettings, "SUARA_CONCURRENCY", SECRET),
    (RuntimeSettings, "SUARA_LOG_LEVEL", SECRET),
    (RuntimeSettings, "SUARA_LOG_FORMAT", SECRET),
]
MISSING = [
    (KafkaSettings, "SUARA_KAFKA_BOOTSTRAP"),
    (MongoSettings, "SUARA_MONGO_URL"),
    (S3Settings, "SUARA_S3_PUBLIC_URL"),
]


@pytest.fixture(autouse=True)
def _complete_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUARA_KAFKA_BOOTSTRAP", "kafka:9092")
    monkeypatch.setenv("SUARA_MONGO_URL", f"mongodb://user:{SECRET}@mongo/?replicaSet=rs0")
    monkeypatch.setenv("SUARA_S3_PUBLIC_URL", "https://cdn.example.org/suara")


def refusal(settings: type, capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as exit_:
        load(settings)
    assert exit_.value.code == 2
    return capsys.readouterr().err


@pytest.mark.parametrize(("settings", "name", "value"), WRONG)
def test_a_malformed_setting_is_named_in_one_line_without_its_value(
    settings: type,
    name: str,
    value: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(name, value)

    line = refusal(settings, capsys)

    assert line.startswith(f"suara: {name} is malformed: ")
    assert line.count("\n") == 1
    assert SECRET not in line


@pytest.mark.parametrize(("settings", "name"), MISSING)
def test_a_missing_setting_is_named_in_one_line(
    settings: type, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(name)
    line = refusal(settings, capsys)
    assert line == f"suara: {name} is not set, and has no default\n"


def test_a_complete_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUARA_KAFKA_PARTITIONS", "4")
    monkeypatch.setenv("SUARA_KAFKA_IDEMPOTENCE", "false")

    kafka = load(KafkaSettings)

    assert (kafka.bootstrap, kafka.partitions, kafka.idempotence) == ("kafka:9092", 4, False)


def test_a_secret_is_not_printed_with_its_settings() -> None:
    assert SECRET not in repr(load(MongoSettings))
