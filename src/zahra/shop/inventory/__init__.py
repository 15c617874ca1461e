"""How much there is, who is promised how much of it, and an append-only ledger of why.

sellable = on hand - unavailable - allocated - held. Pieces are held while an order is paid,
allocated when it is placed, and leave `on_hand` when they are dispatched.
"""

from zahra.shop.inventory.allocating import allocate_stock, convert_holds
from zahra.shop.inventory.counting import (
    adjust_stock,
    load_stock,
    receive_delivery,
    receive_stock,
)
from zahra.shop.inventory.errors import NotPromised, OutOfStock, StockPromised
from zahra.shop.inventory.events import StockBandChanged
from zahra.shop.inventory.holding import hold_stock, release_part, release_stock
from zahra.shop.inventory.jobs import expire_holds, refresh_card
from zahra.shop.inventory.listening import on_stock_band_changed, on_style_changed
from zahra.shop.inventory.model import Cause, Wanted
from zahra.shop.inventory.moving import ship_stock, take_back
from zahra.shop.inventory.telling import bands, refresh_cards, sellable

__all__ = [
    "Cause",
    "NotPromised",
    "OutOfStock",
    "StockBandChanged",
    "StockPromised",
    "Wanted",
    "adjust_stock",
    "allocate_stock",
    "bands",
    "convert_holds",
    "expire_holds",
    "hold_stock",
    "load_stock",
    "on_stock_band_changed",
    "on_style_changed",
    "receive_delivery",
    "receive_stock",
    "refresh_card",
    "refresh_cards",
    "release_part",
    "release_stock",
    "sellable",
    "ship_stock",
    "take_back",
]
