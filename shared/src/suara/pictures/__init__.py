"""Pictures: what others made, checked and stripped; and the sizes that are kept of each."""

from suara.pictures.received import FORMATS, UnusableError, received
from suara.pictures.webp import WEBP_PIXELS, Renditions, webps

__all__ = ["FORMATS", "WEBP_PIXELS", "Renditions", "UnusableError", "received", "webps"]
