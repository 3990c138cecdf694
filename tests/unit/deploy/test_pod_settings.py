"""Pods and compose name variables that somebody reads, and each service is given what it needs."""

import os
from typing import get_type_hints

import pytest
import yaml
from pydantic_settings import BaseSettings

import api_gateway.settings
import avatar.settings
import ethnography.settings
import generator.settings
import library.settings
from manifests import (
    FOLDER,
    OVERLAYS,
    ROOT,
    SECRETS,
    SERVICES,
    containers_of,
    environment,
    of_kind,
    our_workloads,
    settings,
)
from suara.settings import KafkaSettings, S3Settings, load

READERS = {
    "api-gateway": api_gateway.settings.Settings,
    "avatar": avatar.settings.Settings,
    "ethnography": ethnography.settings.Settings,
    "generator": generator.settings.Settings,
    "library": library.settings.Settings,
}
OF_PACKAGES = {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION"}
"""What boto3 reads by itself. OTEL_* variables are OpenTelemetry's own, likewise."""


def variables(reader: type) -> dict[str, bool]:
    """Of one service: variable -> whether it must be set."""
    found = {}
    for part in get_type_hints(reader).values():
        assert issubclass(part, BaseSettings)
        for name, field in part.model_fields.items():
            prefix = part.model_config.get("env_prefix", "")
            found[str(field.validation_alias or prefix + name).upper()] = field.is_required()
    return found


KNOWN = {name for reader in READERS.values() for name in variables(reader)} | OF_PACKAGES


def is_known(name: str) -> bool:
    return name in KNOWN or name.startswith("OTEL_")


@pytest.fixture(autouse=True)
def _no_variables_but_the_pods(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith(("SUARA_", "AWS_", "OPENAI_")):
            monkeypatch.delenv(name)


def test_every_variable_of_the_settings_is_read_by_somebody() -> None:
    for overlay in OVERLAYS:
        unknown = [name for name in settings(overlay) if not is_known(name)]
        assert unknown == []


def test_every_variable_in_compose_is_read_by_somebody() -> None:
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    named = {name for one in compose["services"].values() for name in one.get("environment", ())}
    ours = {name for name in named if name.startswith("SUARA_")}
    assert ours - KNOWN == set()


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_is_given_no_secret_that_it_does_not_read(service: str) -> None:
    for overlay in OVERLAYS:
        (container,) = containers_of(overlay, service)
        given = {variable["name"] for variable in container["env"]}
        assert given - variables(READERS[service]).keys() - OF_PACKAGES == set()


@pytest.mark.parametrize("overlay", OVERLAYS)
@pytest.mark.parametrize("service", SERVICES)
def test_a_service_starts_with_what_its_pod_is_given(
    service: str, overlay: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment(overlay, service).items():
        monkeypatch.setenv(name, value)

    READERS[service]()


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_without_one_of_its_required_variables_ends_and_names_it(
    service: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in environment("prod", service).items():
        monkeypatch.setenv(name, value)
    for name, required in variables(READERS[service]).items():
        if not required:
            continue
        with monkeypatch.context() as without:
            without.delenv(name)
            with pytest.raises(SystemExit) as ended:
                READERS[service]()
        assert ended.value.code == 2
        assert capsys.readouterr().err == f"suara: {name} is not set, and has no default\n"


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_the_provisioning_job_starts_with_what_it_is_given(
    overlay: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = environment(overlay, "provision")
    for name, value in given.items():
        monkeypatch.setenv(name, value)

    assert load(KafkaSettings) == KafkaSettings(bootstrap=given["SUARA_KAFKA_BOOTSTRAP"])
    assert load(S3Settings).bucket == given["SUARA_S3_BUCKET"]


def test_secrets_come_by_reference_from_one_secret_that_is_not_in_the_repository() -> None:
    assert not of_kind("prod", "Secret")
    for workload in our_workloads("prod"):
        for container in workload["spec"]["template"]["spec"]["containers"]:
            for variable in container.get("env", ()):
                reference = variable["valueFrom"]["secretKeyRef"]
                assert (reference["name"], reference["key"]) == ("suara", variable["name"])


def test_the_example_names_every_secret_that_is_required_and_holds_none() -> None:
    lines = (FOLDER / "overlays/dev/secrets.env.example").read_text().splitlines()
    example = dict(line.split("=", 1) for line in lines if "=" in line and line[0] != "#")
    required = {
        variable["name"]
        for workload in our_workloads("prod")
        for container in workload["spec"]["template"]["spec"]["containers"]
        for variable in container.get("env", ())
        if not variable["valueFrom"]["secretKeyRef"].get("optional")
    }
    assert example.keys() == required == SECRETS.keys() - {"OPENAI_API_KEY"}
    assert [name for name, value in example.items() if value] == ["SUARA_MONGO_URL"]
