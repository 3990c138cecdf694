"""Chaos: groups are generated while everything they depend on is killed, frozen and lied to.

`make chaos` brings up the whole system, follows a plan of faults that is drawn from a seed
(`plan.py`), and then counts what became of every group that was accepted (`verdict.py`).
"""
