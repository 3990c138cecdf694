"""How far it scales: a model of the pipeline, held against real runs: `python -m scale`.

`flow.py` says what a persona passes through and what that takes, `limits.py` is the arithmetic,
`simulation.py` plays it event by event, `measured.py` runs the real thing.
"""
