"""Shopee, through its Open Platform: comments of shops that authorised the operator's app."""

from ethnography.adapters.shopee.shops import Shop, ShopeeAccess
from ethnography.adapters.shopee.source import SECONDS_PER_REQUEST, ShopeeSource

__all__ = ["SECONDS_PER_REQUEST", "Shop", "ShopeeAccess", "ShopeeSource"]
