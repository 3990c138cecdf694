"""S3: objects under content-addressed keys, so that they never change."""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import boto3
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    NoCredentialsError,
    PartialCredentialsError,
)

from suara.errors import OutageError, PermanentError
from suara.settings import S3Settings

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

_FOR_EVER = "public, max-age=31536000, immutable"
_ATTEMPTS = 3


class Object(NamedTuple):
    key: str
    body: bytes
    content_type: str


class ObjectStore:
    """A bucket. boto3 is synchronous, so each call takes a thread."""

    def __init__(self, settings: S3Settings) -> None:
        self._bucket = settings.bucket
        self._public_url = settings.public_url.rstrip("/")
        self._client: S3Client = boto3.client(
            "s3",
            endpoint_url=settings.endpoint,
            config=Config(
                connect_timeout=5,
                read_timeout=20,
                retries={"max_attempts": _ATTEMPTS, "mode": "standard"},
                # Signatures and TLS protect bodies; a checksum besides is only time.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
                s3={"addressing_style": "path"} if settings.endpoint else {},
            ),
        )

    def url(self, key: str) -> str:
        """Where a browser finds the object."""
        return f"{self._public_url}/{key}"

    async def put(self, *objects: Object) -> None:
        """Store objects that never change, one after the other. Repeating it is harmless.

        Raises:
            OutageError: the store is away or overloaded; safe to repeat.
            PermanentError: the store refuses: no such bucket, no rights.
        """
        await self._call(partial(self._put, objects))

    def _put(self, objects: Sequence[Object]) -> None:
        for key, body, content_type in objects:
            self._client.put_object(
                Bucket=self._bucket,
                Key=key,
                Body=body,
                ContentType=content_type,
                CacheControl=_FOR_EVER,
            )

    async def delete(self, key: str) -> None:
        """Remove an object; one that is not there is no error. Errors as for `put`."""
        await self._call(lambda: self._client.delete_object(Bucket=self._bucket, Key=key))

    async def ensure_bucket(self) -> None:
        """Make the bucket unless it is there. Errors as for `put`."""
        try:
            await self.ping()
        except PermanentError:
            await self._call(lambda: self._client.create_bucket(Bucket=self._bucket))

    async def ping(self) -> None:
        """Raises OutageError or PermanentError unless the bucket can be reached."""
        await self._call(lambda: self._client.head_bucket(Bucket=self._bucket))

    async def _call(self, operation: Callable[[], object]) -> None:
        try:
            await asyncio.to_thread(operation)
        except ClientError as error:
            status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
            kind = OutageError if status >= 500 or status == 429 else PermanentError
            raise kind(f"S3 refused: {error}") from error
        except (NoCredentialsError, PartialCredentialsError) as error:
            raise PermanentError(f"S3 credentials (AWS_*) are missing: {error}") from error
        except BotoCoreError as error:
            raise OutageError(f"S3 cannot be reached: {error}") from error
