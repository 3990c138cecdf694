"""Bearer tokens: JSON Web Tokens signed with HS256."""

from uuid import UUID

import jwt

from api_gateway.settings import TokenSettings

_ALGORITHM = "HS256"
_CLOCK_SKEW_SECONDS = 10


class InvalidTokenError(Exception):
    """The token is not believed. Its text is fit for the client."""


class Tokens:
    """Tells which company a token speaks for."""

    def __init__(self, settings: TokenSettings) -> None:
        self._settings = settings

    def company(self, token: str) -> UUID:
        """Raises InvalidTokenError if it is malformed, forged, expired or meant for others."""
        try:
            claims = jwt.decode(
                token,
                self._settings.secret.get_secret_value(),
                algorithms=[_ALGORITHM],
                audience=self._settings.audience,
                issuer=self._settings.issuer,
                leeway=_CLOCK_SKEW_SECONDS,
                options={"require": ["exp", "aud", "iss", "company_id"]},
            )
            return UUID(claims["company_id"])
        except jwt.ExpiredSignatureError as error:
            raise InvalidTokenError("The token has expired.") from error
        except (jwt.InvalidTokenError, ValueError, TypeError, AttributeError) as error:
            raise InvalidTokenError("The token is not valid.") from error
