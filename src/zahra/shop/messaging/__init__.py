"""Getting a message to somebody: the port to carriers, and what became of each message."""

from zahra.shop.messaging.letters import Letter, plain_letter
from zahra.shop.messaging.provider import DeliveryFailed, Letterhead, Senders

__all__ = ["DeliveryFailed", "Letter", "Letterhead", "Senders", "plain_letter"]
