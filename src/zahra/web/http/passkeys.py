"""Passkeys between a page and its browser: what it is to be asked, and what it answered."""

import json
from collections.abc import Mapping
from typing import Any, cast

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from zahra.shop import identity
from zahra.web.http.sessions import shop_of


def party_of(request: Request) -> identity.RelyingParty:
    """For whom passkeys are good."""
    brand = shop_of(request).brand
    return identity.relying_party(brand.name, brand.url)


def asked_json(asked: identity.PasskeyAsked) -> Response:
    """What the page's script hands to the browser."""
    return JSONResponse({"token": asked.token, "options": dict(asked.options)})


def given_credential(typed: Mapping[str, str]) -> Mapping[str, Any]:
    """The browser's answer out of the form; for what is none an empty one, which is refused.

    >>> given_credential({"credential": '{"id": "x"}'}), given_credential({"credential": "[["})
    ({'id': 'x'}, {})
    """
    try:
        given: object = json.loads(typed.get("credential", ""))
    except (ValueError, RecursionError):
        return {}
    return cast(dict[str, Any], given) if isinstance(given, dict) else {}
