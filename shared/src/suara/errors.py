"""Errors carry a verdict: try again, or never."""


class SuaraError(Exception):
    """Base of the errors that handlers raise on purpose."""


class RetryableError(SuaraError):
    """It may work later: retried with back-off, then dead-lettered."""


class PermanentError(SuaraError):
    """It will never work: dead-lettered at once."""


class OutageError(SuaraError):
    """A server we depend on is away: waited out, never dead-lettered."""
