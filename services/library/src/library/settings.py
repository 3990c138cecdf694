"""Settings of this service: the only reader of the environment."""

from suara.settings import WorkerSettings


class Settings(WorkerSettings):
    """Nothing beyond what every worker reads."""
