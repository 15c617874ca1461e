"""What a buyer is told when a parcel could not be handed over."""

from zahra.shop.messaging import Addressed, Letter, plain_letter
from zahra.shop.shipping.parcels import ATTEMPTS, Shipment

TEMPLATE = "delivery_failed"


def failed_sms(parcel: Shipment, token: str, brand: Addressed) -> str:
    """The text as it is registered (`messaging.SMS_TEXTS`)."""
    return (
        f"{brand.name}: we could not deliver parcel {parcel.number} today. Change the address, pick"
        f" another day or cancel: {brand.url}/delivery/{token} - {brand.name.upper()}"
    )


def failed_letter(parcel: Shipment, token: str, brand: Addressed) -> Letter:
    """The same by e-mail, with how often the courier comes."""
    return plain_letter(
        brand,
        f"We could not deliver your parcel {parcel.number}",
        [
            f"The courier came with parcel {parcel.number} and could not hand it over.",
            "Correct the address, choose another day, or tell us that you do not want it any more:",
            f"{brand.url}/delivery/{token}",
            f"Without an answer the courier tries again, {ATTEMPTS} times in all.",
        ],
    )
