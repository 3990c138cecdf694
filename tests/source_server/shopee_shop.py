"""A shop at Shopee: it checks signatures, and a refresh token serves once."""

import hashlib
import hmac
import json
from typing import Any

from starlette.requests import Request

PARTNER_ID = 2000001
PARTNER_KEY = "fixture_partner_key_not_real"
CODE = "invented-code"
GET, REFRESH = "/api/v2/auth/token/get", "/api/v2/auth/access_token/get"


class ShopeeShop:
    def __init__(self, refresh_token: str, access_token: str) -> None:
        self.refresh_token = refresh_token
        self.access_token = access_token
        self._renewals = 0

    def problem(self, request: Request) -> str | None:
        """The file of the error that this request deserves."""
        query = request.query_params
        for_shop = request.url.path not in (GET, REFRESH)
        text = f"{PARTNER_ID}{request.url.path}{query.get('timestamp')}"
        if for_shop:
            text += f"{query.get('access_token')}{query.get('shop_id')}"
        right = hmac.new(PARTNER_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()
        if query.get("sign") != right or query.get("partner_id") != str(PARTNER_ID):
            return "shopee_open_error_sign.json"
        if for_shop and query.get("access_token") != self.access_token:
            return "shopee_open_error_auth.json"
        return None

    def renewed(self, path: str, asked: dict[str, Any], recorded: bytes) -> bytes:
        """New tokens like the recorded ones, or Shopee's refusal of a spent token or code."""
        given, valid = (
            (asked.get("code"), CODE)
            if path == GET
            else (asked.get("refresh_token"), self.refresh_token)
        )
        if given != valid:
            return (
                b'{"error": "error_auth", "message": "Invalid refresh_token.", "request_id": "x"}'
            )
        tokens: dict[str, Any] = json.loads(recorded)
        self._renewals += 1
        tokens["refresh_token"] += f"-{self._renewals}"
        tokens["access_token"] += f"-{self._renewals}"
        self.refresh_token, self.access_token = tokens["refresh_token"], tokens["access_token"]
        return json.dumps(tokens).encode()
