"""HTTP to sources that may be slow, wrong or hostile: bounded in time, bytes, pace and address."""

from ethnography.adapters.web.answer import Answer
from ethnography.adapters.web.client import PRODUCT, Web
from ethnography.adapters.web.deadline import Deadline
from ethnography.adapters.web.limits import Limits
from ethnography.adapters.web.pace import Pace
from ethnography.adapters.web.verdicts import Again, Throttled

__all__ = ["PRODUCT", "Again", "Answer", "Deadline", "Limits", "Pace", "Throttled", "Web"]
