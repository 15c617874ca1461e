"""What a browser or an app needs to hand the payer over to Razorpay's checkout."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from zahra.providers.razorpay.account import RazorpayAccount
from zahra.shop.payments.provider import GatewayOrder, PayPage


def client_payload(
    account: RazorpayAccount, order: GatewayOrder, about: Mapping[str, str]
) -> Mapping[str, Any]:
    """The API's `client`. `about`: name, description, payer, email, phone, callback_url,
    hosted_url, customer_id (of somebody who lets Razorpay keep cards); a prefill we do not know is
    left out."""
    prefill = {
        "name": about.get("payer"),
        "email": about.get("email"),
        "contact": about.get("phone"),
    }
    customer_id = about.get("customer_id")
    return {
        "keyId": account.key_id,
        "orderId": order.id,
        "amount": order.amount,
        "currency": order.currency,
        "name": about.get("name", ""),
        "description": about.get("description", ""),
        "prefill": {key: value for key, value in prefill.items() if value},
        "callbackUrl": about.get("callback_url"),
        "hostedUrl": about.get("hosted_url"),
        **({"customerId": customer_id} if customer_id else {}),
    }


def pay_page(account: RazorpayAccount, client: Mapping[str, Any]) -> PayPage:
    """The script, the plain form (hosted checkout) and the hosts they need."""
    api, script = _origin(account.api_base), _origin(account.checkout_js_url)
    frames = tuple(dict.fromkeys((api, script)))
    return PayPage(
        script=account.checkout_js_url,
        action=f"{account.api_base.rstrip('/')}/v1/checkout/embedded",
        fields=tuple(_hosted_fields(client)),
        sources={
            "script-src": (script,),
            "frame-src": frames,
            "connect-src": (*frames, *account.telemetry),
            "form-action": (api,),
        },
    )


def _hosted_fields(client: Mapping[str, Any]) -> list[tuple[str, str]]:
    fields: dict[str, Any] = {
        "key_id": client["keyId"],
        "order_id": client["orderId"],
        "amount": client["amount"],
        "currency": client["currency"],
        "name": client["name"],
        "description": client["description"],
        **{f"prefill[{key}]": value for key, value in client["prefill"].items()},
        "callback_url": client["callbackUrl"],
        "cancel_url": client["hostedUrl"],
        "customer_id": client.get("customerId"),
        "remember_customer": "1" if client.get("customerId") else None,
    }
    return [(name, str(value)) for name, value in fields.items() if value]


def _origin(url: str) -> str:
    """Scheme, host and port.

    >>> _origin("https://checkout.razorpay.com/v1/checkout.js")
    'https://checkout.razorpay.com'
    """
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
