"""What the law wants said about goods before they are sold, and what is still missing.

Legal Metrology (Packaged Commodities) Rules 2011, rule 6(10) for a shop's page: who made it and
where, what it is called, how much of it there is, who imported it, whom to complain to. MRP and
sizes are the variants' own. The month of making may be left off the page.
"""

from dataclasses import dataclass

HOME = "IN"


@dataclass(frozen=True, slots=True)
class Party:
    """A maker, packer or importer: a name and a full postal address."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class CareContact:
    """Whom a buyer turns to. `phone` in E.164."""

    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class Compliance:
    """The declarations of one style. `made_in` is a month such as `2026-10`."""

    maker: Party | None = None
    packer: Party | None = None
    importer: Party | None = None
    generic_name: str = ""
    net_quantity: str = ""
    consumer_care: CareContact | None = None
    made_in: str | None = None


def missing_declarations(compliance: Compliance, origin: str) -> dict[str, str]:
    """What must still be said before a style from `origin` (ISO code) may be published.

    >>> maker, care = Party("Bagru Prints", "14 Chhipa Mohalla"), CareContact("a@b.in", "+91")
    >>> said = Compliance(maker, generic_name="Kurta", net_quantity="1 N", consumer_care=care)
    >>> missing_declarations(said, "IN")
    {}
    >>> missing_declarations(said, "BD")
    {'compliance.importer': 'Say who imports it, with the full address.'}
    """
    care = compliance.consumer_care
    wanted = {
        "maker": (_is_told(compliance.maker), "Say who makes it, with the full address."),
        "genericName": (bool(compliance.generic_name.strip()), "Say what kind of goods it is."),
        "netQuantity": (
            bool(compliance.net_quantity.strip()),
            "Say how much it is: 1 N, 1 set.",
        ),
        "consumerCare": (
            bool(care and care.email.strip() and care.phone.strip()),
            "Give an e-mail address and a phone for complaints.",
        ),
        "importer": (
            origin == HOME or _is_told(compliance.importer),
            "Say who imports it, with the full address.",
        ),
    }
    return {f"compliance.{key}": say for key, (is_told, say) in wanted.items() if not is_told}


def _is_told(party: Party | None) -> bool:
    return bool(party and party.name.strip() and party.address.strip())
