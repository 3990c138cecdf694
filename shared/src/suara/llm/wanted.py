"""The model that a service's settings want, for as long as the service runs."""

import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Protocol, TypeVar

from suara.llm.settings import ProviderSettings
from suara.llm.verdicts import ModelError
from suara.settings import USAGE_ERROR


class _Closing(Protocol):
    async def close(self) -> None: ...


Model = TypeVar("Model", bound=_Closing)
Wanted = TypeVar("Wanted", bound=ProviderSettings)


@asynccontextmanager
async def wanted_model(
    make: Callable[[Wanted], Model], settings: Wanted
) -> AsyncIterator[Model | None]:
    """None if no model is wanted. make: LanguageModel or ImageModel.

    Ends the process with one line and exit code 2 if one is wanted that cannot be asked.
    """
    if not settings.wanted:
        yield None
        return
    try:
        model = make(settings)
    except ModelError as error:
        print(f"suara: {error}", file=sys.stderr)
        raise SystemExit(USAGE_ERROR) from None
    try:
        yield model
    finally:
        await model.close()
