"""Rules of the library, without I/O."""
