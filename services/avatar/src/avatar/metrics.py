"""Metrics of the avatar service: what it draws and stores."""

from typing import get_args

from prometheus_client import Counter

from suara.events import AvatarSource

PORTRAITS = Counter(
    "suara_portraits_total",
    "Portraits of personas that are stored, each once, by who drew them: local, the built-in "
    "artist, also where an image model failed, or the model's provider. And those that failed, "
    "those that the gateway gave up aside.",
    ["source"],
)
STORED_BYTES = Counter(
    "suara_avatars_stored_bytes_total",
    "Bytes of pictures put into the object store and named by a document: portraits in all their "
    "sizes, and those of prompt personas. What is deleted later is in it.",
)

for _source in (*get_args(AvatarSource), "failed"):
    PORTRAITS.labels(_source)
