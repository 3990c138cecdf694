"""Portraits: how fast, how different from each other, and how much a worker bears."""
