"""The errors which mean that a server is away, rather than that a message is bad."""

import asyncio

from pymongo.errors import ConnectionFailure

from suara.errors import OutageError

# Kafka's and S3's own errors become OutageError in their adapters; the MongoDB driver is used
# directly everywhere, so its error stands here.
OUTAGES: tuple[type[Exception], ...] = (OutageError, ConnectionFailure)

# What ends a handler whose message is handled again: an outage, or that it took too long. What
# was paid for until then is better kept for the next time.
REPEATED: tuple[type[BaseException], ...] = (*OUTAGES, asyncio.CancelledError)
