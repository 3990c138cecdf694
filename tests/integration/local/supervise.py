"""Runs a stack of stand-ins as `suara up` would: `supervise.py HOME BROKER [NAME=FLAW,FLAW]...`."""

import sys
from pathlib import Path

import typer

from suara_local import up
from suara_local.broker import Broker
from suara_local.home import Home
from suara_local.services import GATEWAY, Service
from suara_local.terminal import faults_as_exit_codes

STAND_IN = str(Path(__file__).with_name("stand_in.py"))


def stand_in(name: str, flaws: str = "") -> Service:
    return Service(name, (sys.executable, STAND_IN, *flaws.split(",")))


def main(home: Path, broker: Broker, services: list[str]) -> None:
    wanted = dict(item.partition("=")[::2] for item in [f"{GATEWAY}=", *services])
    with faults_as_exit_codes():
        stand_ins = [stand_in(name, flaws) for name, flaws in wanted.items()]
        up.attached(Home(home), 1, None, broker, services=stand_ins)


if __name__ == "__main__":
    typer.run(main)
