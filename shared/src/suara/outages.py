"""The errors which mean that a server is away, rather than that a message is bad."""

from pymongo.errors import ConnectionFailure

from suara.errors import OutageError

# Kafka's and S3's own errors become OutageError in their adapters; the MongoDB driver is used
# directly everywhere, so its error stands here.
OUTAGES: tuple[type[Exception], ...] = (OutageError, ConnectionFailure)
