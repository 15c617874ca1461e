"""What somebody is told of a login with a new device. Its own words are text, never markup."""

from zahra.base import clock
from zahra.shop.identity.devices.store import Arrival
from zahra.shop.identity.model import area_of
from zahra.shop.messaging import Letter, Letterhead, plain_letter

TEMPLATE = "new_device"


def new_device_letter(arrival: Arrival, brand: Letterhead) -> Letter:
    """When, with what and roughly from where; and what to do if it was somebody else."""
    when = arrival.at.astimezone(clock.IST).strftime("%-d %B %Y, %H:%M IST")
    told = [when, arrival.device or "a device that does not say what it is"]
    if arrival.ip is not None:
        told.append(f"from around {area_of(arrival.ip)}")
    return plain_letter(
        brand,
        f"A new device logged in to your {brand.name} account",
        [
            "Somebody logged in to your account with a device we had not seen before:",
            "\n".join(told),
            "If it was you, there is nothing to do.",
            "If it was not, end that session and look after your account here:\n"
            f"https://{brand.host}/account/security",
        ],
    )
