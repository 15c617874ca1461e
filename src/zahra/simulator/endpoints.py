"""Webhook endpoints: where to send events, which, and under which secrets."""

from typing import cast

from zahra.simulator.books import Json, Thing
from zahra.simulator.desk import Desk
from zahra.simulator.refusals import Refusal

CONFIGURED = "endpoint_shop"
RAZORPAY, PAYU, STRIPE, SHIPROCKET = "razorpay", "payu", "stripe", "shiprocket"


def install(desk: Desk) -> None:
    """The endpoints of the settings, switched on afresh at every start."""
    told = desk.settings
    with desk.books.writing():
        _install(desk, CONFIGURED, told.webhook_url, told.webhook_secrets, RAZORPAY)
        for provider, merchant in ((PAYU, told.payu), (STRIPE, told.stripe)):
            url, secret = (merchant.webhook_url, merchant.webhook_secret) if merchant else ("", "")
            _install(desk, f"{CONFIGURED}_{provider}", url, (secret,), provider)
        sent = told.shiprocket
        url, token = (sent.webhook_url, sent.webhook_token) if sent else ("", "")
        _install(desk, f"{CONFIGURED}_{SHIPROCKET}", url, (token,), SHIPROCKET)


def of(desk: Desk, provider: str) -> list[Thing]:
    """The endpoints that hear of one gateway's news and are switched on."""
    found = desk.books.of("endpoint")
    return [one for one in found if one.shown["provider"] == provider and one.shown["enabled"]]


def add(desk: Desk, said: Json) -> Thing:
    """One more endpoint: `{url, secret, events?, provider?}`; no events means all of them."""
    url, secret = said["url"], said["secret"]
    if not isinstance(url, str) or not url.startswith(("http://", "https://")) or not secret:
        raise ValueError("an endpoint has an http url and a secret")
    events = cast(list[str], said.get("events") or [])
    endpoint = _endpoint(desk.new_id("endpoint"), url, (str(secret),), events=events)
    endpoint.shown["provider"] = said.get("provider", RAZORPAY)
    return desk.books.add(endpoint)


def existing(desk: Desk, id: str) -> Thing:
    endpoint = desk.books.find("endpoint", id)
    if endpoint is None:
        raise Refusal("The id provided does not exist")
    return endpoint


def rotate(desk: Desk, endpoint: Thing, secret: str) -> Thing:
    """A new current secret; letters written before keep the old signature."""
    endpoint.kept["secrets"] = [secret, endpoint.kept["secrets"][0]]
    return desk.books.save(endpoint)


def switch_on(desk: Desk, endpoint: Thing) -> Thing:
    endpoint.shown["enabled"] = True
    return desk.books.save(endpoint)


def switch_off(desk: Desk, endpoint: Thing) -> Thing:
    endpoint.shown["enabled"] = False
    return desk.books.save(endpoint)


def _install(desk: Desk, id: str, url: str, secrets: tuple[str, ...], provider: str) -> None:
    known = desk.books.find("endpoint", id)
    if url:
        endpoint = _endpoint(id, url, secrets)
        endpoint.shown["provider"] = provider
        (desk.books.save if known else desk.books.add)(endpoint)
    elif known is not None:
        switch_off(desk, known)


def _endpoint(
    id: str, url: str, secrets: tuple[str, ...], *, events: list[str] | None = None
) -> Thing:
    shown: Json = {"id": id, "url": url, "events": events or [], "enabled": True}
    shown["provider"] = RAZORPAY
    return Thing(id, "endpoint", "", shown, {"secrets": list(secrets)})
