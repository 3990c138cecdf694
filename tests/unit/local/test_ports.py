"""Choosing ports."""

import json
import socket
from pathlib import Path

import pytest

from suara_local import ports
from suara_local.errors import PortTakenError


def test_every_name_gets_a_port_of_its_own() -> None:
    chosen = ports.allocate([f"name{n}" for n in range(30)])
    assert len(set(chosen.values())) == 30
    assert all(ports.is_free(port) for port in chosen.values())


def test_a_preferred_port_is_used_while_it_is_free() -> None:
    port = ports.allocate(["it"])["it"]
    assert ports.allocate(["it"], preferred={"it": port}) == {"it": port}
    with socket.create_server((ports.HOST, port)):
        assert ports.allocate(["it"], preferred={"it": port}) != {"it": port}


def test_a_twin_has_its_neighbour_free_too() -> None:
    port = ports.allocate(["it"], twins={"it": 10_000})["it"]
    assert port + 10_000 <= ports.HIGHEST
    assert ports.is_free(port + 10_000)


def test_only_a_port_that_was_asked_for_can_be_refused() -> None:
    with socket.create_server((ports.HOST, 0)) as stranger:
        taken = stranger.getsockname()[1]
        with pytest.raises(PortTakenError, match=f"Port {taken} is used"):
            ports.gateway_port(taken)
        assert ports.gateway_port(None, usual=taken) != taken
    assert ports.gateway_port(taken) == taken


@pytest.mark.parametrize("text", ["", "[]", "{", '{"s3": null}'])
def test_damaged_memory_is_forgotten(tmp_path: Path, text: str) -> None:
    path = tmp_path / "ports.json"
    assert ports.remembered(path) == {}
    path.write_text(text)
    assert ports.remembered(path) == {}


def test_memory_is_read(tmp_path: Path) -> None:
    path = tmp_path / "ports.json"
    path.write_text(json.dumps({"s3": 1234}))
    assert ports.remembered(path) == {"s3": 1234}
