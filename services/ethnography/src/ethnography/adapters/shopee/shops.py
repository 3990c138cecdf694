"""What the operator has: a partner's key, and shops that authorised it."""

import hashlib
import hmac
from dataclasses import dataclass, field

from pydantic import SecretStr


@dataclass(frozen=True)
class ShopeeAccess:
    partner_id: int
    partner_key: SecretStr
    url: str

    def sign(self, path: str, timestamp: int, access_token: str = "", shop_id: str = "") -> str:
        """Calls for a shop sign its token and id as well."""
        text = f"{self.partner_id}{path}{timestamp}{access_token}{shop_id}"
        key = self.partner_key.get_secret_value().encode()
        return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True)
class Shop:
    """items: whose comments are read; none means all of the shop's.

    code: from the authorisation, good once and for ten minutes. refresh_token: instead of a code.
    Either is used until Shopee's next refresh token is stored.
    """

    id: int
    about: str = "Shopee"
    items: tuple[int, ...] = ()
    code: SecretStr | None = field(default=None)
    refresh_token: SecretStr | None = field(default=None)

    def __str__(self) -> str:
        return f"shop {self.id}"

    @property
    def authorisation(self) -> str | None:
        """A fingerprint of what the operator gave: a new one ends the life of stored tokens."""
        given = self.code or self.refresh_token
        if given is None:
            return None
        return hashlib.sha256(given.get_secret_value().encode()).hexdigest()[:16]
