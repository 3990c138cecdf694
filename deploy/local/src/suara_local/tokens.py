"""Bearer tokens for local use."""

import time
from uuid import UUID

import jwt

ISSUER = "suara"
AUDIENCE = "suara-api"
LOCAL_COMPANY = UUID("5a0a7a00-0000-4000-8000-000000000001")


def mint(secret: str, company: UUID = LOCAL_COMPANY, hours: float = 24) -> str:
    """A token that the local gateway accepts for `hours`; projects belong to its company."""
    now = int(time.time())
    claims = {
        "sub": "local",
        "company_id": str(company),
        "iss": ISSUER,
        "aud": AUDIENCE,
        "iat": now,
        "exp": now + int(hours * 3600),
    }
    return jwt.encode(claims, secret, algorithm="HS256")
