"""Webhook endpoints: where to send events, which, and under which secrets."""

from typing import cast

from zahra.simulator.books import Json, Thing
from zahra.simulator.desk import Desk
from zahra.simulator.refusals import Refusal

CONFIGURED = "endpoint_shop"


def install(desk: Desk) -> None:
    """The endpoint of the settings, switched on afresh at every start."""
    with desk.books.writing():
        known = desk.books.find("endpoint", CONFIGURED)
        if desk.settings.webhook_url:
            secrets = desk.settings.webhook_secrets
            endpoint = _endpoint(CONFIGURED, desk.settings.webhook_url, secrets)
            (desk.books.save if known else desk.books.add)(endpoint)
        elif known is not None:
            switch_off(desk, known)


def add(desk: Desk, said: Json) -> Thing:
    """One more endpoint: `{url, secret, events?}`; no events means all of them."""
    url, secret = said["url"], said["secret"]
    if not isinstance(url, str) or not url.startswith(("http://", "https://")) or not secret:
        raise ValueError("an endpoint has an http url and a secret")
    events = cast(list[str], said.get("events") or [])
    return desk.books.add(_endpoint(desk.new_id("endpoint"), url, (str(secret),), events=events))


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


def _endpoint(
    id: str, url: str, secrets: tuple[str, ...], *, events: list[str] | None = None
) -> Thing:
    shown: Json = {"id": id, "url": url, "events": events or [], "enabled": True}
    return Thing(id, "endpoint", "", shown, {"secrets": list(secrets)})
