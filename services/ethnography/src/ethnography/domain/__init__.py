"""Rules of market snapshots, without I/O."""
