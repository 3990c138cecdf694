"""A run of the whole system with faults, seen by a real Prometheus through every dashboard."""
