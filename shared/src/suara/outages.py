"""The errors which mean that a server is away, rather than that a message is bad."""

from pymongo.errors import ConnectionFailure, CursorNotFound, OperationFailure, WTimeoutError

from suara.errors import OutageError

# Kafka's and S3's own errors become OutageError in their adapters; the MongoDB driver is used
# directly everywhere, so its errors stand here.
OUTAGES: tuple[type[Exception], ...] = (
    OutageError,
    ConnectionFailure,
    WTimeoutError,  # written, and the replicas do not say so
    CursorNotFound,  # the server restarted while it was read
)

# What a MongoDB server answers while it starts, stops, elects or has no room. From
# https://github.com/mongodb/mongo/blob/master/src/mongo/base/error_codes.yml
_MONGO_CODES = frozenset(
    {
        91,  # ShutdownInProgress
        112,  # WriteConflict
        133,  # FailedToSatisfyReadPreference
        189,  # PrimarySteppedDown
        262,  # ExceededTimeLimit
        10107,  # NotWritablePrimary
        11600,  # InterruptedAtShutdown
        11602,  # InterruptedDueToReplStateChange
        13435,  # NotPrimaryNoSecondaryOk
        13436,  # NotPrimaryOrSecondary
        14031,  # OutOfDiskSpace
    }
)


def is_outage(error: BaseException) -> bool:
    """Whether a server is away or out of room: OUTAGES, and what only code or label tells."""
    if isinstance(error, OUTAGES):
        return True
    if not isinstance(error, OperationFailure):
        return False
    return (
        error.code in _MONGO_CODES
        or error.has_error_label("TransientTransactionError")
        or error.has_error_label("RetryableWriteError")
    )
