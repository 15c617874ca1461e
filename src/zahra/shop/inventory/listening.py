"""What inventory does when it hears something; `app.py` has written down that it listens."""

from zahra.base.db import Transaction
from zahra.shop.catalog import StyleChanged
from zahra.shop.inventory.events import StockBandChanged
from zahra.shop.inventory.jobs import refresh_card
from zahra.shop.inventory.telling import refresh_cards


async def on_style_changed(tx: Transaction, event: StyleChanged) -> None:
    """Write its cards at once: whoever saves a style wants to see it."""
    await refresh_cards(tx, event.style_colour_ids)


async def on_stock_band_changed(tx: Transaction, event: StockBandChanged) -> None:
    """Leave one job to write the card, however many sizes crossed a band."""
    card = event.style_colour_id
    await tx.defer(refresh_card, style_colour_id=card, once=f"card:{card}")
