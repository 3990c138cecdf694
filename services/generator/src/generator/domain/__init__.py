"""Rules of casting and writing, without I/O."""
