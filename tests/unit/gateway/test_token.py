"""The token that an operator gets from the gateway's image."""

from uuid import uuid4

from api_gateway.adapters.tokens import Tokens
from api_gateway.settings import TokenSettings
from api_gateway.token import issued


def test_a_token_of_the_command_is_one_that_the_gateway_accepts() -> None:
    settings = TokenSettings(secret="s" * 32, issuer="us", audience="ours")
    company = uuid4()

    assert Tokens(settings).company(issued(settings, company)) == company
