"""The variables that tell each process where everything is."""

import os
from collections.abc import Mapping

from suara_local.broker import EMBEDDED, KAFKA, Broker
from suara_local.home import Home
from suara_local.ports import HOST

BUCKET = "suara"
REGION = "us-east-1"
DRAIN_SECONDS = 4  # less than the time a child is given to end

# Tansu refuses the idempotent producer, wakes no waiting fetch and is busy with idle partitions.
BROKERS: dict[Broker, dict[str, str]] = {
    EMBEDDED: {
        "SUARA_KAFKA_IDEMPOTENCE": "false",
        "SUARA_KAFKA_FETCH_MAX_WAIT_MS": "50",
        "SUARA_KAFKA_PARTITIONS": "4",
    },
    KAFKA: {"SUARA_KAFKA_PARTITIONS": "8"},
}

THE_USERS_CHOICE = frozenset(
    {
        "SUARA_LLM",
        "SUARA_LLM_MODEL",
        "SUARA_LLM_CONCURRENCY",
        "SUARA_LLM_BUDGET_TOKENS",
        "SUARA_MODEL_PRICES",
        "SUARA_LLM_DRAFT_SECONDS",
        "SUARA_LLM_PROFILE_SECONDS",
        "SUARA_IMAGES",
        "SUARA_IMAGE_MODEL",
        "SUARA_IMAGE_CONCURRENCY",
        "SUARA_IMAGE_SECONDS",
        "SUARA_PROJECT_OPENAI_URL",
        "SUARA_PORTRAIT_SECONDS",
        "SUARA_SWEEP_DEADLINE_SECONDS",
        "SUARA_SWEEP_RESUMPTIONS",
        "SUARA_SWEEP_INTERVAL_SECONDS",
        "SUARA_S3_URLS",
        "SUARA_S3_PRESIGNED_SECONDS",
        "SUARA_LIBRARY_MIN_SIMULATIONS",
        "SUARA_LIBRARY_THRESHOLD",
        "SUARA_LIBRARY_RETIRE_BELOW",
        "SUARA_EMBEDDINGS",
        "SUARA_EMBEDDING_MODEL",
        "SUARA_EMBEDDING_CONCURRENCY",
        "SUARA_CONCURRENCY",
        "SUARA_LOG_LEVEL",
        "SUARA_DRAIN_SECONDS",
    }
)
# What ethnography reads, from where, how often. Their names alone would fill a page.
THE_USERS_SOURCES = (
    "SUARA_SOURCES",
    "SUARA_REDDIT_",
    "SUARA_APPLE_",
    "SUARA_PLAY_",
    "SUARA_SHOPEE_",
    "SUARA_SNAPSHOT_",
)
OURS = ("SUARA_", "AWS_")


def for_clients(home: Home, ports: Mapping[str, int], broker: Broker) -> dict[str, str]:
    """Settings for any process that talks to the servers, the services among them."""
    secrets = home.secrets()
    endpoint = f"http://{HOST}:{ports['s3']}"
    return {
        "SUARA_KAFKA_BOOTSTRAP": f"{HOST}:{ports['kafka']}",
        **BROKERS[broker],
        "SUARA_MONGO_URL": f"mongodb://{HOST}:{ports['mongodb']}/?replicaSet=secantus",
        "SUARA_MONGO_DATABASE": "suara",
        "SUARA_S3_ENDPOINT": endpoint,
        "SUARA_S3_BUCKET": BUCKET,
        "SUARA_S3_PUBLIC_URL": f"{endpoint}/{BUCKET}",
        "AWS_ACCESS_KEY_ID": secrets.access_key_id,
        "AWS_SECRET_ACCESS_KEY": secrets.secret_access_key,
        "AWS_DEFAULT_REGION": REGION,
        "SUARA_JWT_SECRET": secrets.jwt_secret,
        "SUARA_ENCRYPTION_KEYS": secrets.encryption_key,
        "SUARA_LLM": "offline",
        "SUARA_IMAGES": "local",
        # The embedded broker forgets everything when it stops: what it had is resumed soon.
        "SUARA_SWEEP_DEADLINE_SECONDS": "60",
        "SUARA_SWEEP_INTERVAL_SECONDS": "5",
        "SUARA_SOURCES": "none",  # nobody else is asked anything unless the user wants it
        "SUARA_LOG_FORMAT": "json",
        "SUARA_DRAIN_SECONDS": str(DRAIN_SECONDS),
        "SUARA_HTTP_HOST": HOST,
    } | chosen_by_the_user()


def for_service(settings: Mapping[str, str]) -> dict[str, str]:
    """The whole environment of a service: the user's own, cleaned, and the settings."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(OURS)}
    direct = ",".join(filter(None, (os.environ.get("NO_PROXY"), HOST, "localhost")))
    return {
        **inherited,
        "NO_PROXY": direct,
        "no_proxy": direct,
        "AWS_EC2_METADATA_DISABLED": "true",
        "PYTHONUNBUFFERED": "1",
        # As in deploy/Dockerfile: threads that each keep freed memory for themselves, as glibc has
        # it by default, cost a service that decodes pictures a fifth of its memory.
        "MALLOC_ARENA_MAX": "2",
        **settings,
    }


def for_server(home: Home) -> dict[str, str]:
    """The whole environment of a server: nothing of the user's, so no surprise from it.

    Home and temporary folder are inside the stack's own.
    """
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "LANG": "C.UTF-8",
        "HOME": str(home.scratch),
        "TMPDIR": str(home.scratch),
    }


def chosen_by_the_user() -> dict[str, str]:
    """What the shell says of models, images and sources: it wins over every default."""
    return {
        name: value
        for name, value in os.environ.items()
        if name in THE_USERS_CHOICE or name.startswith(THE_USERS_SOURCES)
    }
