"""What docker-compose.yml asks of its user is what .env.example documents."""

import re
import tomllib
from pathlib import Path

import yaml

from compose.__main__ import DEFAULT

ROOT = Path(__file__).parents[3]
COMPOSE = ROOT / "docker-compose.yml"
SERVICES = ("api-gateway", "ethnography", "generator", "library", "avatar")


def variables_read() -> set[str]:
    """Those it substitutes, and those it passes on because they have no value of their own."""
    text = COMPOSE.read_text()
    passed = {
        name
        for service in yaml.safe_load(text)["services"].values()
        for names in (service.get("environment", {}), service.get("build", {}).get("args", {}))
        for name, value in names.items()
        if value is None
    }
    return passed | set(re.findall(r"\$\{(\w+)", text))


def test_every_variable_is_documented_and_none_besides() -> None:
    documented = re.findall(r"^#?([A-Z][A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.M)

    assert len(documented) == len(set(documented))
    assert set(documented) == variables_read()


def test_required_variables_stop_compose_with_their_name() -> None:
    required = re.findall(r"\$\{(\w+):\?([^}]*)\}", COMPOSE.read_text())

    assert {name for name, _ in required} == {
        "SUARA_JWT_SECRET",
        "SUARA_ENCRYPTION_KEYS",
        "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY",
    }
    assert all(f"set {name} in .env" in message for name, message in required)


def test_ports_are_published_on_loopback_only() -> None:
    services = yaml.safe_load(COMPOSE.read_text())["services"]
    published = [port for service in services.values() for port in service.get("ports", ())]
    assert published
    assert all(port.startswith("127.0.0.1:") for port in published)


def test_kafka_tells_clients_on_this_machine_the_port_that_is_published() -> None:
    kafka = yaml.safe_load(COMPOSE.read_text())["services"]["kafka"]
    (published,) = kafka["ports"]
    outside, _, inside = published.rpartition(":")
    assert kafka["environment"]["KAFKA_ADVERTISED_LISTENERS"].endswith(f",EXTERNAL://{outside}")
    assert kafka["environment"]["KAFKA_LISTENERS"].endswith(f",EXTERNAL://:{inside}")


def test_services_run_without_rights_on_a_file_system_that_is_read_only() -> None:
    services = yaml.safe_load(COMPOSE.read_text())["services"]
    for name in SERVICES:
        assert services[name]["read_only"]
        assert services[name]["cap_drop"] == ["ALL"]
        assert services[name]["tmpfs"] == ["/tmp"]  # noqa: S108
        assert "container_name" not in services[name]  # --scale gives them names


def test_what_an_ordinary_run_leaves_out_is_run_on_containers() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["pytest"]
    assert "compose" in settings["ini_options"]["norecursedirs"]
    assert [part[0] for part in DEFAULT] == ["tests/e2e", "tests/compose"]
