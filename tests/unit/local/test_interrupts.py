"""Signals as exceptions."""

import signal

import pytest

from suara_local.interrupts import Interrupted, deferred, raised


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_becomes_an_exception(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    with pytest.raises(Interrupted) as interrupt, raised():
        signal.raise_signal(number)
    assert interrupt.value.number == number
    assert signal.getsignal(number) is before


def test_a_signal_waits_for_the_end_of_a_step() -> None:
    done = []

    def step() -> None:
        with raised(), deferred():
            signal.raise_signal(signal.SIGTERM)
            done.append("step")

    with pytest.raises(Interrupted):
        step()
    assert done == ["step"]


def test_an_ignored_signal_stays_ignored() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with raised():
            signal.raise_signal(signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)
