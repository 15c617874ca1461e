"""Customers and the tokens of their cards, for paying faster next time."""

from zahra.simulator import checks, listing
from zahra.simulator.books import Json, Thing
from zahra.simulator.calls import Call
from zahra.simulator.desk import Desk
from zahra.simulator.refusals import Refusal, no_such_id


def create(desk: Desk, call: Call) -> Json:
    """A customer; with `fail_existing` 0 the one that has this contact or address already."""
    body = call.body
    checks.only(body, ("name", "contact", "email", "fail_existing", "gstin", "notes"))
    name, contact = checks.text(body, "name", longest=50), checks.text(body, "contact", longest=15)
    email = checks.text(body, "email", longest=64)
    if name is not None and len(name) < 3:
        raise Refusal("The name must be at least 3 characters.", field="name")
    if not contact and not email:
        raise Refusal("Either contact or email is required.", field="contact")
    for known in desk.books.all_of("customer"):
        if (known.shown["contact"], known.shown["email"]) == (contact, email):
            if str(body.get("fail_existing", "1")) == "0":
                return known.shown
            raise Refusal("Customer already exists for the merchant")
    shown: Json = {
        "id": desk.new_id("cust"),
        "entity": "customer",
        "name": name,
        "email": email,
        "contact": contact,
        "gstin": None,
        "notes": checks.notes(body),
        "created_at": desk.clock.stamp(),
    }
    return desk.books.add(Thing(shown["id"], "customer", "", shown)).shown


def fetch_tokens(desk: Desk, call: Call) -> Json:
    customer = existing(desk, call.ids["id"])
    return listing.collection(token.shown for token in _living(desk, customer))


def delete_token(desk: Desk, call: Call) -> Json:
    customer = existing(desk, call.ids["id"])
    for token in _living(desk, customer):
        if token.id == call.ids["token_id"]:
            token.kept["is_deleted"] = True
            desk.books.save(token)
            return {"deleted": True}
    raise no_such_id()


def existing(desk: Desk, id: str) -> Thing:
    if (found := desk.books.find("customer", id)) is None:
        raise no_such_id()
    return found


def keep_card(desk: Desk, customer_id: str, card: Json) -> Thing:
    """A token of a card that its payer wants kept."""
    id, kept = desk.new_id("token"), ("name", "last4", "network", "type", "issuer", "international")
    shown: Json = {
        "id": id,
        "entity": "token",
        "token": desk.new_id(""),
        "bank": None,
        "wallet": None,
        "method": "card",
        "card": {"entity": "card", **{name: card.get(name) for name in kept}},
        "vpa": None,
        "recurring": False,
        "auth_type": None,
        "mrn": None,
        "used_at": desk.clock.stamp(),
        "created_at": desk.clock.stamp(),
    }
    return desk.books.add(Thing(id, "token", customer_id, shown, {"is_deleted": False}))


def _living(desk: Desk, customer: Thing) -> list[Thing]:
    found = desk.books.of("token", customer.id)
    return [token for token in found if not token.kept["is_deleted"]]
