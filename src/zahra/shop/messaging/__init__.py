"""Getting a message to somebody: the port to carriers, and what became of each message."""

from zahra.shop.messaging.provider import DeliveryFailed, Letterhead, Senders

__all__ = ["DeliveryFailed", "Letterhead", "Senders"]
