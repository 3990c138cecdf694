"""Reviews to snapshots: time, memory, and samples. All texts are invented."""
