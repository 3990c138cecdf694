"""S3: objects under content-addressed keys, so that they never change."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import boto3
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    NoCredentialsError,
    PartialCredentialsError,
)
from opentelemetry.trace import SpanKind

from suara.errors import OutageError, PermanentError
from suara.settings import S3Settings
from suara.telemetry.tracing import span

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

_FOR_EVER = "public, max-age=31536000, immutable"
_ATTEMPTS = 3
_DELETED_AT_ONCE = 1_000  # more are refused by S3
_LISTED_AT_ONCE = 1_000
_TRIAL = "check/trial.txt"

Result = TypeVar("Result")


class Object(NamedTuple):
    key: str
    body: bytes
    content_type: str


class Listed(NamedTuple):
    """size: in bytes."""

    key: str
    size: int
    modified: datetime


class ObjectStore:
    """A bucket. boto3 is synchronous, so each call takes a thread."""

    def __init__(self, settings: S3Settings) -> None:
        self._bucket = settings.bucket
        self._public_url = settings.public_url.rstrip("/") if settings.urls == "public" else None
        self._valid_seconds = settings.presigned_seconds
        self._client = _client(settings.endpoint)
        self._allowed = False
        seen_by_browsers = settings.presigned_endpoint
        self._signer = _client(seen_by_browsers) if seen_by_browsers else self._client

    def url(self, key: str) -> str:
        """Where a browser finds the object: for ever, or for a while if URLs are signed."""
        if self._public_url is not None:
            return f"{self._public_url}/{key}"
        where = {"Bucket": self._bucket, "Key": key}
        return self._signer.generate_presigned_url(
            "get_object", Params=where, ExpiresIn=self._valid_seconds
        )

    async def get(self, key: str) -> bytes | None:
        """The object's body, or None if it is not there. Errors as for `put`."""
        return await self._call(partial(self._get, key))

    def _get(self, key: str) -> bytes | None:
        try:
            return self._client.get_object(Bucket=self._bucket, Key=key)["Body"].read()
        except self._client.exceptions.NoSuchKey:
            return None

    async def under(self, prefix: str) -> AsyncIterator[list[Listed]]:
        """Every object whose key begins so, by pages of at most 1,000. Errors as for `put`.

        What is on a page may be deleted before the next one is asked for.
        """
        after, more = "", True
        while more:
            page, more = await self._call(partial(self._page, prefix, after))
            if page:
                yield page
                after = page[-1].key

    def _page(self, prefix: str, after: str) -> tuple[list[Listed], bool]:
        answer = self._client.list_objects_v2(
            Bucket=self._bucket, Prefix=prefix, StartAfter=after, MaxKeys=_LISTED_AT_ONCE
        )
        page = [
            Listed(found["Key"], found["Size"], found["LastModified"])
            for found in answer.get("Contents", ())
        ]
        return page, bool(page) and answer["IsTruncated"]

    async def put(self, *objects: Object) -> None:
        """Store objects that never change, one after the other. Repeating it is harmless.

        Raises:
            OutageError: the store is away or overloaded; safe to repeat.
            PermanentError: the store refuses: no such bucket, no rights.
        """
        with span("S3.PutObject", SpanKind.CLIENT) as putting:
            if putting.is_recording():
                putting.set_attributes(
                    {
                        "rpc.system": "aws-api",
                        "rpc.method": "S3/PutObject",
                        "aws.s3.bucket": self._bucket,
                        "suara.objects": len(objects),
                        "suara.bytes": sum(len(one.body) for one in objects),
                    }
                )
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

    async def delete(self, *keys: str) -> None:
        """Remove objects; one that is not there is no error. Errors as for `put`."""
        await self._call(partial(self._delete, keys))

    def _delete(self, keys: Sequence[str]) -> None:
        for first in range(0, len(keys), _DELETED_AT_ONCE):
            batch = keys[first : first + _DELETED_AT_ONCE]
            answer = self._client.delete_objects(
                Bucket=self._bucket,
                Delete={"Objects": [{"Key": key} for key in batch], "Quiet": True},
            )
            for error in answer.get("Errors", ()):
                raise OutageError(f"S3 did not delete {error.get('Key')}: {error.get('Message')}")

    async def ensure_bucket(self) -> None:
        """Make the bucket unless it is there. Errors as for `put`."""
        try:
            await self.ping()
        except PermanentError:
            await self._call(lambda: self._client.create_bucket(Bucket=self._bucket))

    async def ping(self) -> None:
        """Raises OutageError or PermanentError unless the bucket can be reached."""
        await self._call(lambda: self._client.head_bucket(Bucket=self._bucket))

    async def check(self) -> None:
        """For readiness: may objects be stored, read, listed and deleted? Tried until it passes
        once; from then on only whether the bucket can be reached.

        Raises OutageError, saying what is refused.
        """
        try:
            await self.ping()
            if not self._allowed:
                await self._call(self._try_everything)
                self._allowed = True
        except PermanentError as error:
            raise OutageError(f"bucket {self._bucket!r} cannot be used: {error}") from error

    def _try_everything(self) -> None:
        self._put([Object(_TRIAL, b"May this be stored?\n", "text/plain")])
        self._get(_TRIAL)
        self._page(_TRIAL, "")
        self._client.delete_object(Bucket=self._bucket, Key=_TRIAL)

    async def _call(self, operation: Callable[[], Result]) -> Result:
        try:
            return await asyncio.to_thread(operation)
        except ClientError as error:
            status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
            kind = OutageError if status >= 500 or status == 429 else PermanentError
            raise kind(f"S3 refused: {error}") from error
        except (NoCredentialsError, PartialCredentialsError) as error:
            raise PermanentError(f"S3 credentials (AWS_*) are missing: {error}") from error
        except BotoCoreError as error:
            raise OutageError(f"S3 cannot be reached: {error}") from error


def _client(endpoint: str | None) -> "S3Client":
    return boto3.client(
        "s3",
        endpoint_url=endpoint,
        config=Config(
            connect_timeout=5,
            read_timeout=20,
            retries={"max_attempts": _ATTEMPTS, "mode": "standard"},
            # Signatures and TLS protect bodies; a checksum besides is only time.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            signature_version="s3v4",
            s3={"addressing_style": "path"} if endpoint else {},
        ),
    )
