"""OTEL_* variables: what is refused at start, what is ignored with a word, and what is off."""

import pytest
from pydantic_settings import BaseSettings

from suara.settings import load
from suara.telemetry.settings import TracingSettings

HERE = "http://collector:4318"
KEY = "hunter2"
WRONG = {
    "OTEL_TRACES_EXPORTER": "zipkin",
    "OTEL_PROPAGATORS": "tracecontext,b3",
    "OTEL_EXPORTER_OTLP_ENDPOINT": "collector:4317",
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "collector",
    "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc",
    "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL": "http/json",
    "OTEL_EXPORTER_OTLP_HEADERS": f"Bearer {KEY}",
    "OTEL_BSP_MAX_EXPORT_BATCH_SIZE": "4096",
}
IGNORED = {
    "OTEL_BSP_SCHEDULE_DELAY": "soon",
    "OTEL_BSP_MAX_QUEUE_SIZE": "0",
    "OTEL_EXPORTER_OTLP_TIMEOUT": "-1",
}


def settings_of(patch: pytest.MonkeyPatch, variables: dict[str, str]) -> TracingSettings:
    for name, value in variables.items():
        patch.setenv(name, value)
    return load(TracingSettings)


@pytest.mark.parametrize(("name", "value"), WRONG.items())
def test_what_cannot_be_done_is_refused_in_one_line_that_names_it(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as exit_:
        settings_of(monkeypatch, {name: value})

    [line] = capsys.readouterr().err.splitlines()
    assert exit_.value.code == 2
    assert line.startswith(f"suara: {name} ")
    assert KEY not in line


@pytest.mark.parametrize("names", ["tracecontext,baggage", "tracecontext , baggage", "None", ""])
def test_what_the_gateway_can_read_of_other_traces_may_be_chosen(
    names: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert settings_of(monkeypatch, {"OTEL_PROPAGATORS": names}).propagators == (names or None)


@pytest.mark.parametrize(("name", "value"), IGNORED.items())
def test_a_number_that_is_none_is_ignored_with_a_word_as_specified(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings: BaseSettings = settings_of(monkeypatch, {name: value})

    assert settings == TracingSettings.model_construct(**dict.fromkeys(settings.model_fields_set))
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith(f"suara: {name} is ignored")


@pytest.mark.parametrize(
    ("variables", "wanted"),
    [
        ({}, False),
        ({"OTEL_TRACES_EXPORTER": "otlp"}, True),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": HERE}, True),
        ({"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": HERE}, True),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "", "OTEL_TRACES_EXPORTER": ""}, False),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": HERE, "OTEL_TRACES_EXPORTER": "none"}, False),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": HERE, "OTEL_SDK_DISABLED": "True"}, False),
    ],
)
def test_spans_are_exported_only_where_somebody_wants_them(
    variables: dict[str, str], wanted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert settings_of(monkeypatch, variables).wanted is wanted
