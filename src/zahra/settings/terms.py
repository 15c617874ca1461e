"""What the shop is, until its owner says otherwise in the admin pages."""

from datetime import date
from typing import Literal

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings

from zahra.settings.lists import listed

DEVELOPMENT_GSTIN = "08AAEFZ2607Q1ZL"  # well-formed, and nobody's
SERIES = r"^[A-Z0-9]{1,3}$"


class Terms(BaseSettings):
    """Brand, seller, papers, delivery and cash on delivery; they fill an empty database."""

    brand: str = Field("Zahra", description="the shop's name, for an empty database")
    gstin: str = Field(DEVELOPMENT_GSTIN, description="the seller's GSTIN")
    invoice_series: str = Field(
        "ZAH", pattern=SERIES, description="how numbers of invoices begin: ZAH/26-27/000123"
    )
    credit_note_series: str = Field(
        "ZCN", pattern=SERIES, description="how numbers of credit notes begin"
    )
    hsn_digits: Literal[4, 6, 8] = Field(
        6, description="digits of HSN on invoices: 4 up to ₹5 crore of turnover, else 6"
    )
    dead_zone: Literal["bear", "lower"] = Field(
        "bear", description="prices that fit no GST rate: bear the higher one, or lower the price"
    )
    legal_name: str = Field("Zahra Textiles LLP", description="the seller, for an empty database")
    legal_address: str = Field(
        "14 Gangori Bazaar, Jaipur, Rajasthan 302001", description="the seller's address"
    )
    care_email: str = Field("care@zahra.example", description="customer care, by e-mail")
    care_phone: str = Field("+91 141 400 0000", description="customer care, by phone")
    grievance_officer: str = Field("Meera Joshi", description="named by law on every page")
    grievance_email: str = Field("grievance@zahra.example", description="the officer's address")
    seller_state: str = Field("08", description="GST code of the seller's state (08: Rajasthan)")
    seller_pincode: str = Field(
        "302001", pattern="^[1-9][0-9]{5}$", description="PIN code that parcels leave from"
    )
    cut_off_hour: int = Field(
        14, ge=0, le=24, description="Indian hour until which orders leave the same day"
    )
    holidays: str = Field(
        "", description="dates (2026-11-08, …) on which nothing leaves, besides national holidays"
    )
    cod_fee: int = Field(0, ge=0, description="cash-on-delivery fee in paise")
    cod_min: int = Field(0, ge=0, description="smallest cash-on-delivery order in paise")
    cod_max: int = Field(1_000_000, ge=0, description="largest cash-on-delivery order in paise")
    cod_confirm_hours: int = Field(
        24, ge=1, le=168, description="how long a cash order waits for its code"
    )
    cod_link_hours: int = Field(
        12, ge=1, le=168, description="how long a link to pay a cash order online is good"
    )
    cod_link_reward: int = Field(0, ge=0, description="store credit in paise for using it")

    @field_validator("holidays")
    @classmethod
    def _are_dates(cls, told: str) -> str:
        for each in listed(told):
            date.fromisoformat(each)
        return told

    @property
    def days_off(self) -> frozenset[date]:
        """The shop's own holidays."""
        return frozenset(date.fromisoformat(each) for each in listed(self.holidays))
