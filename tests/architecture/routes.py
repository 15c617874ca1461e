"""Who may use which route. A route without a row here fails the check."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from zahra.base.actors import Permission


@dataclass(frozen=True, slots=True)
class Allowed:
    """Who may: everybody, somebody who is logged in, or staff with a permission.

    `body` is what a verb must be sent before it looks at who asks for it; bytes are a file.
    """

    who: str
    permission: Permission | None = None
    body: Mapping[str, Any] = field(default_factory=dict[str, Any])


EVERYBODY, SHOPPER = Allowed("everybody"), Allowed("shopper")


def staff(permission: Permission, **body: Any) -> Allowed:
    """Staff who hold a permission."""
    return Allowed("staff", permission, body)


PAGES: Mapping[str, Allowed] = {
    "GET /": EVERYBODY,
    "GET /products": EVERYBODY,
    "GET /products/{slug}": EVERYBODY,
    "GET /products/{slug}/more": EVERYBODY,
    "GET /c/{slug}": EVERYBODY,
    "GET /search": EVERYBODY,
    "GET /search/suggest": EVERYBODY,
    "GET /pincode": EVERYBODY,
    "POST /theme": EVERYBODY,
    "GET /cart": EVERYBODY,
    "POST /cart/items": EVERYBODY,
    "POST /cart/items/{item_id}": EVERYBODY,
    "GET /checkout": EVERYBODY,
    "POST /checkout/contact": EVERYBODY,
    "POST /checkout/code": EVERYBODY,
    "POST /checkout/address": SHOPPER,
    "POST /checkout/place": SHOPPER,
    "GET /checkout/pay/{number}": SHOPPER,
    "POST /checkout/pay/{number}": SHOPPER,
    "GET /checkout/pay/{number}/failed": SHOPPER,
    "GET /checkout/pay/{number}/status": SHOPPER,
    "POST /checkout/return/{number}/{attempt_id}": EVERYBODY,  # proves itself by signature
    "GET /login": EVERYBODY,
    "POST /login": EVERYBODY,
    "GET /login/code": EVERYBODY,
    "POST /login/code": EVERYBODY,
    "POST /logout": EVERYBODY,
    "GET /challenge": EVERYBODY,
    "POST /challenge": EVERYBODY,
    "GET /orders/{number}": SHOPPER,
    "GET /orders/{number}/thanks": SHOPPER,
    "GET /account": SHOPPER,
    "GET /account/orders": SHOPPER,
    "GET /account/addresses": SHOPPER,
    "POST /account/addresses": SHOPPER,
    "POST /account/addresses/{address_id}": SHOPPER,
    "POST /account/addresses/{address_id}/delete": SHOPPER,
    "POST /account/addresses/{address_id}/default": SHOPPER,
    "GET /media/{name}": EVERYBODY,
    "GET /static": EVERYBODY,
    "GET /robots.txt": EVERYBODY,
    "GET /sitemap.xml": EVERYBODY,
    "GET /site.webmanifest": EVERYBODY,
    "GET /favicon.ico": EVERYBODY,
    "GET /__dev/outbox": EVERYBODY,
    "GET /__dev/kitchen": EVERYBODY,
    "GET /healthz": EVERYBODY,
    "GET /readyz": EVERYBODY,
    "GET /metrics": EVERYBODY,  # of this machine
}

API: Mapping[str, Allowed] = {
    "POST /auth/otp/send": EVERYBODY,
    "POST /auth/request-otp": EVERYBODY,
    "POST /auth/otp/verify": EVERYBODY,
    "POST /auth/verify-otp": EVERYBODY,
    "POST /auth/refresh": EVERYBODY,
    "POST /auth/logout": EVERYBODY,
    "POST /auth/logout-all": SHOPPER,
    "GET /auth/sessions": SHOPPER,
    "POST /auth/revoke-session": SHOPPER,
    "POST /auth/step-up": SHOPPER,
    "POST /auth/step-up/code": SHOPPER,
    "GET /users/me": SHOPPER,
    "PATCH /users/me": SHOPPER,
    "GET /users/{user_id}/addresses": SHOPPER,
    "POST /users/me/addresses": SHOPPER,
    "PATCH /users/me/addresses/{address_id}": SHOPPER,
    "DELETE /users/me/addresses/{address_id}": SHOPPER,
    "POST /users/me/set-default-address/{address_id}": SHOPPER,
    "GET /products": EVERYBODY,
    "GET /products/suggest": EVERYBODY,
    "GET /products/{slug_or_id}": EVERYBODY,
    "GET /categories": EVERYBODY,
    "GET /categories/{category_id}/products": EVERYBODY,
    "GET /variants/{variant_id}": EVERYBODY,
    "GET /cart": EVERYBODY,
    "POST /cart/items": EVERYBODY,
    "PATCH /cart/items/{item_id}": EVERYBODY,
    "DELETE /cart/items/{item_id}": EVERYBODY,
    "POST /cart/clear": EVERYBODY,
    "POST /cart/merge": SHOPPER,
    "GET /serviceability": EVERYBODY,
    "GET /shipping-methods": EVERYBODY,
    "GET /orders": SHOPPER,
    "POST /orders": SHOPPER,
    "GET /orders/{id_or_number}": SHOPPER,
    "POST /payments/create": SHOPPER,
    "POST /payments/verify": SHOPPER,
    "POST /payments/webhook": EVERYBODY,  # proves itself by signature
    "POST /payments/webhook/{provider}": EVERYBODY,
    "GET /payments/{payment_id}": SHOPPER,
    "POST /messaging/webhook/{carrier}": EVERYBODY,  # proves itself by signature
    "POST /payments/{payment_id}/refund": staff(Permission.REFUNDS_CREATE, reason="too small"),
    "POST /uploads": staff(Permission.CATALOGUE_WRITE, file=b"no picture"),
    "GET /admin/analytics/security": staff(Permission.SECURITY_READ),
    "GET /openapi.json": EVERYBODY,
    "GET /docs": EVERYBODY,
}

PREFIX = "/api/v1"
ROUTES: Mapping[str, Allowed] = {
    **PAGES,
    **{route.replace(" ", f" {PREFIX}", 1): allowed for route, allowed in API.items()},
}
