"""The browsers and phones people come with: named, known again, told of when new. Never a proof."""

from zahra.shop.identity.devices.jobs import tell_of_new_device
from zahra.shop.identity.devices.noticing import is_trusted_device

__all__ = [
    "is_trusted_device",
    "tell_of_new_device",
]
