"""What orders do when they hear something; `app.py` has written down that they listen."""

from zahra.base.db import Transaction
from zahra.shop.orders.jobs import follow_shipment
from zahra.shop.shipping import ShipmentNews


async def on_shipment_news(tx: Transaction, event: ShipmentNews) -> None:
    """Leave one job that applies the news, however many come at once: it locks the order first."""
    shipment_id = event.shipment_id
    await tx.defer(follow_shipment, shipment_id=shipment_id, once=f"parcel:{shipment_id}")
