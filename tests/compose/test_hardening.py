"""What a container may do, what is in it, and what it tells."""

import json

import pytest

from compose.containers import SERVERS, SERVICES, Containers

_SECRETS = ("AWS_SECRET_ACCESS_KEY", "SUARA_JWT_SECRET", "SUARA_ENCRYPTION_KEYS")


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_is_not_root_and_cannot_write_to_its_image(
    system: Containers, service: str
) -> None:
    for container in system.of(service):
        assert container.attrs["HostConfig"]["ReadonlyRootfs"]
        assert not container.attrs["HostConfig"]["Privileged"]
        assert container.exec_run("id -u").output.strip() != b"0"
        for folder in ("/", "/opt/suara", "/home", "/var/lib"):
            assert container.exec_run(["touch", f"{folder}/x"]).exit_code != 0, folder
        assert container.exec_run("touch /tmp/x").exit_code == 0


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_has_no_compiler_and_no_installer(system: Containers, service: str) -> None:
    container = system.of(service)[0]
    tools = "cc gcc g++ clang ld as make pip pip3 uv"

    found = container.exec_run(["sh", "-c", f"for tool in {tools}; do command -v $tool; done"])

    assert found.output == b""
    assert container.exec_run(["python", "-c", "import pip"]).exit_code != 0


def test_nobody_but_this_machine_can_connect(system: Containers) -> None:
    published = {
        (container.name, binding["HostIp"])
        for container in system.of(*SERVERS, *SERVICES)
        for bindings in container.attrs["NetworkSettings"]["Ports"].values()
        for binding in bindings or ()
    }

    assert published
    assert {address for _, address in published} == {"127.0.0.1"}, published


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_logs_lines_of_json(system: Containers, service: str) -> None:
    for container in system.of(service):
        lines = container.logs().decode().splitlines()
        assert lines
        for line in lines:
            assert {"event", "service", "level"} <= json.loads(line).keys()


@pytest.mark.parametrize("service", [*SERVERS, "provision", *SERVICES])
def test_a_log_holds_no_secret(system: Containers, service: str) -> None:
    for container in system.of(service):
        said = container.logs().decode(errors="replace")
        for name in _SECRETS:
            assert system.environment[name] not in said, name
