"""Which resources the API has, and where."""

from importlib import import_module

from fastapi import APIRouter, FastAPI

from zahra.web.api import operations

_RESOURCES = (
    "auth",
    "numbers",
    "passwords",
    "second_factor",
    "step_up",
    "personal_data",
    "payment_methods",
    "users",
    "products",
    "categories",
    "variants",
    "cart",
    "explaining",
    "checkout_help",
    "coupons",
    "orders",
    "cod",
    "invoices",
    "returns",
    "credit",
    "payments",
    "messaging",
    "courier_webhooks",
    "uploads",
    "admin_users",
    "admin_staff",
    "admin_promotions",
    "admin_audit_log",
    "admin_security",
    "admin_cod",
    "admin_books",
    "admin_tax",
    "admin_gst",
    "admin_invoices",
    "admin_orders",
    "admin_shipping",
    "admin_rates",
    "admin_pincodes",
    "admin_returns",
    "admin_payouts",
    "admin_disputes",
    "admin_refunds",
    "documentation",
)
PREFIX = "/api/v1"


def include_in(site: FastAPI) -> None:
    """Add every resource to the site."""
    for name in _RESOURCES:
        router: APIRouter = import_module(f"zahra.web.api.{name}").router
        site.include_router(router, prefix=PREFIX)
    site.include_router(operations.router)
