"""The browsers and phones people come with: named, known again, told of when new. Never a proof."""

from zahra.shop.identity.devices.forgetting import (
    devices_of,
    forget_device,
    forget_other_devices,
)
from zahra.shop.identity.devices.jobs import tell_of_new_device
from zahra.shop.identity.devices.noticing import is_trusted_device
from zahra.shop.identity.devices.store import KnownDevice

__all__ = [
    "KnownDevice",
    "devices_of",
    "forget_device",
    "forget_other_devices",
    "is_trusted_device",
    "tell_of_new_device",
]
