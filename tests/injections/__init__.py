"""Attempts to make a model obey scraped text, and what has to hold for each.

`python tests/injections` writes docs/injections.md: what a model was shown of each attempt, and
what the answer of a model that obeys it came to.
"""
