"""Addresses between a form and the address book, in checkout and in the account alike."""

from collections.abc import Mapping

from zahra.shop import identity, places
from zahra.web.storefront.checkout_view import SavedAddress

STATES: tuple[tuple[str, str], ...] = tuple(
    sorted(((state.code, state.name) for state in places.STATES.values()), key=lambda s: s[1])
)
_MISSING = {
    "name": "Enter the full name.",
    "line1": "Enter the house or flat and the building.",
    "city": "Enter the city or town.",
}
_KINDS = {kind.value for kind in identity.AddressKind}


def draft_of(typed: Mapping[str, str]) -> identity.AddressDraft:
    """An address as typed; what is wrong with it is the address book's to say."""
    state = places.STATES.get(typed.get("state_code", ""))
    kind = typed.get("kind", "home")
    return identity.AddressDraft(
        name=typed.get("name", ""),
        phone=typed.get("phone", ""),
        line1=typed.get("line1", ""),
        city=typed.get("city", ""),
        state=state.name if state else "",
        pincode=typed.get("pincode", "").replace(" ", ""),
        line2=typed.get("line2") or None,
        landmark=typed.get("landmark") or None,
        kind=identity.AddressKind(kind if kind in _KINDS else "home"),
    )


def form_errors(fields: Mapping[str, list[str]], typed: Mapping[str, str]) -> dict[str, list[str]]:
    """The address book's refusals at the form's fields: a state is chosen there by its code, and
    a field left empty is told by name, for the summary stands apart from it."""
    errors = {"state_code" if name == "state" else name: said for name, said in fields.items()}
    empty = [name for name in errors if name in _MISSING and not typed.get(name, "").strip()]
    return errors | {name: [_MISSING[name]] for name in empty}


def form_values(address: identity.Address) -> dict[str, str]:
    """An address as the form shows it for changing."""
    return {
        "name": address.name,
        "phone": address.phone.removeprefix("+91"),
        "line1": address.line1,
        "line2": address.line2 or "",
        "landmark": address.landmark or "",
        "city": address.city,
        "state_code": address.state_code,
        "pincode": address.pincode,
        "kind": address.kind.value,
        "is_default": "yes" if address.is_default else "",
    }


def saved_address(address: identity.Address, *, chosen: object = None) -> SavedAddress:
    """An address on its card."""
    return SavedAddress(
        id=str(address.id),
        name=address.name,
        lines=lines_of(address),
        phone=f"+91 {address.phone[3:8]} {address.phone[8:]}",
        kind=address.kind.value.capitalize(),
        is_default=address.is_default,
        is_chosen=address.id == chosen,
    )


def lines_of(address: identity.Address) -> tuple[str, ...]:
    """An address as it is written on a parcel."""
    place = f"{address.city} {address.pincode}, {address.state}"
    return tuple(filter(None, (address.line1, address.line2, address.landmark, place)))
