"""The form that takes a payer to PayU's page."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from zahra.providers.payu.account import PayuAccount
from zahra.providers.payu.hashes import request_hash, without_bars
from zahra.providers.payu.naming import rupees
from zahra.shop.payments.provider import GatewayOrder, PayPage


def client_payload(
    account: PayuAccount, order: GatewayOrder, about: Mapping[str, str]
) -> Mapping[str, Any]:
    """The API's `client`: a form to be posted by the payer's browser as it is. `about`: name,
    description, payer, email, phone, callback_url, hosted_url."""
    back = about.get("callback_url", "")
    fields = {
        "key": account.key,
        "txnid": order.id,
        "amount": rupees(order.amount),
        "productinfo": without_bars(about.get("description", ""), longest=100) or "Order",
        "firstname": without_bars(about.get("payer", ""), longest=60) or "Customer",
        "email": without_bars(about.get("email", ""), longest=50) or account.care_email,
        "phone": about.get("phone", "").removeprefix("+91"),
        "surl": back,
        "furl": back,
        "curl": back,
    }
    return {
        "url": f"{account.page_base.rstrip('/')}/_payment",
        "fields": {**fields, "hash": request_hash(fields, account.salt)},
    }


def pay_page(account: PayuAccount, client: Mapping[str, Any]) -> PayPage:
    """A plain form: PayU brings no script. Its page leads the browser through hosts of its own,
    which the policy of ours must name, since it follows a form's redirects."""
    page = urlsplit(account.page_base)
    hosts = tuple(dict.fromkeys((f"{page.scheme}://{page.netloc}", *account.pages)))
    return PayPage(
        script="",
        action=client["url"],
        fields=tuple(client["fields"].items()),
        sources={"form-action": hosts},
    )
