"""A bearer token, for trying the API out: `python -m api_gateway.token [COMPANY_ID]`.

It is signed with SUARA_JWT_SECRET, holds for a day, and its projects belong to that company.
"""

import sys
import time
from uuid import UUID

import jwt

from api_gateway.settings import TokenSettings
from suara.settings import load

_COMPANY = UUID("5a0a7a00-0000-4000-8000-000000000001")
_SECONDS = 24 * 3600


def issued(settings: TokenSettings, company: UUID = _COMPANY) -> str:
    """A token that a gateway with these settings accepts."""
    now = int(time.time())
    claims = {
        "sub": "operator",
        "company_id": str(company),
        "iss": settings.issuer,
        "aud": settings.audience,
        "iat": now,
        "exp": now + _SECONDS,
    }
    return jwt.encode(claims, settings.secret.get_secret_value(), algorithm="HS256")


if __name__ == "__main__":
    try:
        print(issued(load(TokenSettings), *map(UUID, sys.argv[1:2])))
    except ValueError:
        sys.exit("suara: the company must be a UUID")
