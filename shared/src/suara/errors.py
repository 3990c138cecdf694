"""Errors carry a verdict: try again, or never."""


class SuaraError(Exception):
    """Base of the errors that handlers raise on purpose."""


class RetryableError(SuaraError):
    """It may work later: retried with back-off, then dead-lettered."""


class PermanentError(SuaraError):
    """It will never work: dead-lettered at once."""


class OutageError(SuaraError):
    """A server we depend on is away: waited out, never dead-lettered."""


class DeployError(SuaraError):
    """What was deployed cannot do the work: somebody must look at it."""


class StalledError(SuaraError):
    """There is work, and nothing gets on: a new process may do better."""
