"""Findings -> the snapshot of a market."""

from ethnography.domain.snapshots.live import live_snapshot

__all__ = ["live_snapshot"]
