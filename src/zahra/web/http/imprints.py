"""Who runs the shop, as its pages say it."""

from zahra.settings import Settings
from zahra.web.ui import Imprint


def imprint_of(settings: Settings) -> Imprint:
    """Who runs the shop."""
    return Imprint(
        brand=settings.brand,
        legal_name=settings.legal_name,
        address=settings.legal_address,
        gstin=settings.gstin,
        care_email=settings.care_email,
        care_phone=settings.care_phone,
        care_hours="10 am to 7 pm, Monday to Saturday",
        grievance_officer=settings.grievance_officer,
        grievance_email=settings.grievance_email,
    )
