"""OpenTelemetry's own variables, as far as they are ours to check; the SDK reads the others."""

import re
import sys
from typing import Annotated, Any

from pydantic import Field, SecretStr, ValidationInfo, field_validator, model_validator
from pydantic.functional_validators import WrapValidator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict

# Those that come with the API; it takes "none" in whatever case.
_PROPAGATORS = r"^\s*(tracecontext|baggage|(?i:none))\s*(,\s*(tracecontext|baggage|(?i:none))\s*)*$"
_HEADERS = re.compile(r"\s*[!#-'*+.0-9A-Z^-z|~-]+\s*=[ !#-+\--:<-\[\]-~]*")


def _or_default(value: Any, check: Any, info: ValidationInfo) -> Any:
    """As the specification wants it: a number that cannot be read counts as not set, and is told.

    https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#numeric
    """
    try:
        return check(value)
    except ValueError:
        name = f"OTEL_{info.field_name}".upper()
        print(f"suara: {name} is ignored: it should be a whole number above 0", file=sys.stderr)
        return None


Number = Annotated[Annotated[int, Field(gt=0)] | None, WrapValidator(_or_default)]
Url = Annotated[str | None, Field(pattern=r"^https?://[^\s/]", description="http(s)://host:port")]


class TracingSettings(BaseSettings):
    """Whether spans are exported, and how. Times are in milliseconds. Empty counts as not set."""

    model_config = SettingsConfigDict(env_prefix="OTEL_", frozen=True, env_ignore_empty=True)

    sdk_disabled: str = ""
    traces_exporter: str | None = Field(
        default=None, pattern=r"^\s*(otlp|none)\s*$", description="otlp or none"
    )
    propagators: str | None = Field(
        default=None, pattern=_PROPAGATORS, description="tracecontext, baggage, both or none"
    )
    exporter_otlp_endpoint: Url = None
    exporter_otlp_traces_endpoint: Url = None
    exporter_otlp_protocol: str | None = None
    exporter_otlp_traces_protocol: str | None = None
    exporter_otlp_headers: SecretStr | None = None
    exporter_otlp_traces_headers: SecretStr | None = None
    exporter_otlp_timeout: Number = None
    exporter_otlp_traces_timeout: Number = None
    bsp_schedule_delay: Number = None
    bsp_max_queue_size: Number = None
    bsp_max_export_batch_size: Number = None

    @property
    def wanted(self) -> bool:
        """Off unless an exporter or an address is named."""
        if self.sdk_disabled.strip().lower() == "true":
            return False
        if self.traces_exporter is not None:
            return self.traces_exporter.strip() == "otlp"
        return bool(self.exporter_otlp_endpoint or self.exporter_otlp_traces_endpoint)

    @property
    def timeout_seconds(self) -> float:
        """Of one export. The SDK for Python takes the variable for seconds."""
        return (self.exporter_otlp_traces_timeout or self.exporter_otlp_timeout or 10_000) / 1000

    @field_validator("exporter_otlp_protocol", "exporter_otlp_traces_protocol")
    @classmethod
    def _is_shipped(cls, protocol: str | None) -> str | None:
        # Not ignored as an unknown word would be: a receiver of the others understands no HTTP.
        if protocol is not None and protocol.strip().lower() != "http/protobuf":
            raise PydanticCustomError("protocol", "only http/protobuf can be spoken here")
        return protocol

    @field_validator("exporter_otlp_headers", "exporter_otlp_traces_headers")
    @classmethod
    def _can_be_sent(cls, headers: SecretStr | None) -> SecretStr | None:
        # The SDK would log what it cannot read, and headers hold keys.
        pairs = headers.get_secret_value().split(",") if headers else []
        if not all(_HEADERS.fullmatch(pair) for pair in pairs if pair.strip()):
            raise PydanticCustomError("headers", "it should read name=value[,name=value]")
        return headers

    @model_validator(mode="after")
    def _a_batch_fits_the_queue(self) -> "TracingSettings":
        if (self.bsp_max_export_batch_size or 512) > (self.bsp_max_queue_size or 2048):
            raise ValueError(
                "OTEL_BSP_MAX_EXPORT_BATCH_SIZE must not be more than OTEL_BSP_MAX_QUEUE_SIZE"
            )
        return self
