"""Where a picture lies in S3: named by its content, so it may be cached for ever."""

import hashlib
from typing import Literal

Format = Literal["png", "webp"]


def content_key(content: bytes, extension: Format) -> str:
    """`portraits/<first two hex digits>/<sha256>.<extension>`; equal bytes, equal key."""
    digest = hashlib.sha256(content).hexdigest()
    return f"portraits/{digest[:2]}/{digest}.{extension}"
