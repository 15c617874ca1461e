"""Renders a visit: one template per stage, nothing but the simulator's own styles and script."""

from collections.abc import Mapping

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse, RedirectResponse, Response

from zahra.base.money import format_inr
from zahra.simulator import payment_links
from zahra.simulator.books import Json
from zahra.simulator.checkout import sessions
from zahra.simulator.checkout.picture import code_path
from zahra.simulator.checkout.sessions import Visit
from zahra.simulator.desk import Desk
from zahra.simulator.methods import BANKS, WALLETS
from zahra.simulator.payments import return_fields

_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri 'none';"
    " frame-ancestors *"
)
_templates = Environment(
    loader=PackageLoader("zahra.simulator.checkout"), autoescape=True, undefined=StrictUndefined
)
_templates.filters["inr"] = format_inr


def page(
    desk: Desk,
    at: Visit,
    *,
    wrong: Mapping[str, str] | None = None,
    form: Mapping[str, str] | None = None,
) -> Response:
    """The page of the visit's stage; `wrong` and `form` show a card form once more."""
    if at.stage == "left" and not at.is_overlay and at.session.kept["cancel_url"]:
        return RedirectResponse(at.session.kept["cancel_url"], 303)
    return _rendered(
        f"{at.stage}.html",
        200,  # a wrong form too: another status would stain the merchant's console
        at=at,
        merchant=at.session.kept["name"] or desk.settings.merchant,
        order=at.order.shown,
        payment=at.payment.shown if at.payment else {},
        here=f"/v1/checkout/{at.session.id}",
        wrong=wrong or {},
        form=form or {},
        banks=BANKS,
        wallets=WALLETS,
        code=code_path(at.order.id) if at.stage == "bank" else "",
        told=_told(desk, at),
        answer=_answer_fields(desk, at),
        answer_by="get" if sessions.link_of(desk, at) else "post",
    )


def refused(sentence: str, back: str) -> Response:
    """The merchant's mistake, said to the payer; `back` is where a way out leads."""
    return _rendered("refused.html", 400, sentence=sentence, back=back)


def _told(desk: Desk, at: Visit) -> Json:
    """What the frame tells the merchant's page about this stage, if anything."""
    match at.stage:
        case "done" if at.payment is not None:
            return {"what": "success", "response": return_fields(desk, at.payment)}
        case "failed":
            return {"what": "failed", "error": sessions.error_of(at)}
        case "left" | "paid":
            return {"what": "dismiss"}
        case _:
            return {}


def _answer_fields(desk: Desk, at: Visit) -> Mapping[str, str]:
    """What the hosted page posts to the merchant's callback at this stage."""
    if at.stage == "done" and at.payment is not None:
        if (link := sessions.link_of(desk, at)) is not None:
            return payment_links.return_fields(desk, link, at.payment)
        return return_fields(desk, at.payment)
    return sessions.error_fields(at) if at.stage in ("failed", "left") else {}


def _rendered(name: str, status: int, **values: object) -> Response:
    body = _templates.get_template(name).render(**values)
    headers = {"content-security-policy": _POLICY, "cache-control": "no-store"}
    return HTMLResponse(body, status, headers)
