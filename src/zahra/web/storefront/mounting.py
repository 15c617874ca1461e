"""Which pages the storefront has, and the files they load."""

from importlib import import_module

from fastapi import APIRouter, FastAPI

from zahra.settings import Settings
from zahra.web.storefront.framing import Menu
from zahra.web.storefront.media import media_route
from zahra.web.ui import ImmutableFiles

_PAGES = (
    "home_pages",
    "catalog_pages",
    "product_pages",
    "crawler_pages",
    "cart_pages",
    "coupon_pages",
    "checkout_pages",
    "payment_pages",
    "cash_pages",
    "prepaid_pages",
    "order_pages",
    "cancel_pages",
    "asking_return_pages",
    "return_pages",
    "credit_pages",
    "invoice_pages",
    "delivery_pages",
    "login_pages",
    "password_pages",
    "joining_pages",
    "resetting_pages",
    "afresh_pages",
    "confirm_pages",
    "profile_pages",
    "contact_pages",
    "security_pages",
    "device_pages",
    "own_password_pages",
    "factor_pages",
    "passkey_pages",
    "privacy_pages",
    "challenge_pages",
    "address_pages",
    "saved_method_pages",
)


def include_in(site: FastAPI, settings: Settings) -> None:
    """Add every page to the site; those for developers only in development."""
    site.state.menu = Menu()
    pages = [*_PAGES, "dev_pages"] if settings.in_development else _PAGES
    for name in pages:
        router: APIRouter = import_module(f"zahra.web.storefront.{name}").router
        site.include_router(router, include_in_schema=False)
    site.router.routes.append(media_route())
    site.mount("/static", ImmutableFiles(), name="static")
