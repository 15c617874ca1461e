"""Who may import whom: doors, and the contracts of pyproject.toml."""

from copy import deepcopy
from functools import cache
from typing import Any

import grimp
import pytest
from importlinter.api import read_configuration
from importlinter.contracts.acyclic_siblings import AcyclicSiblingsContract
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.layers import LayersContract

from tests.architecture.doors import past_a_door
from tests.architecture.tree import ROOT, assert_kept, assert_none, sample

KINDS: dict[str, Any] = {
    "layers": LayersContract,
    "forbidden": ForbiddenContract,
    "acyclic_siblings": AcyclicSiblingsContract,
}
# One import for every contract that would break it: a contract nothing can break holds nothing.
BREACHES = [
    ("Shelves", "zahra.base.money", "zahra.shop.places"),
    ("Shelves", "zahra.shop.tax.rules", "zahra.settings"),
    ("Shelves", "zahra.providers.razorpay", "zahra.web.site"),
    ("Inside the shop", "zahra.shop.tax.rules", "zahra.shop.shipping.rules"),
    ("Inside the shop", "zahra.shop.tax.rules", "zahra.shop.places"),
    ("Inside the shop", "zahra.shop.places.model", "zahra.shop.assembled"),
    ("The faces are strangers", "zahra.web.api.products", "zahra.web.storefront.rendering"),
    ("The faces are strangers", "zahra.web.http.problems", "zahra.web.api.documenting"),
    ("The shop and base", "zahra.shop.tax.rules", "starlette"),
    ("The shop and base", "zahra.base.errors", "jinja2"),
    ("The shop never imports", "zahra.shop.payments.provider", "zahra.simulator"),
    ("The simulator stands", "zahra.simulator.orders", "zahra.shop.payments"),
    ("What a thing is", "zahra.shop.tax.rules", "zahra.base.db"),
    ("What a thing is", "zahra.shop.tax.model", "zahra.shop.tax.store"),
    ("No import rings", "zahra.base.errors", "zahra.base.actors"),
]


def test_across_packages_only_doors_are_imported():
    assert_kept(past_a_door)


@pytest.mark.parametrize(
    "code",
    [
        "from zahra.shop.payments.refunding import grant_refund",
        "import zahra.shop.payments.refunding",
        "from zahra.shop.payments import store",
        "from zahra.base.db.transactions import Snapshot",
        "from ..payments.provider import Gateway",
    ],
)
def test_an_import_past_a_door_is_seen(code: str):
    assert list(past_a_door(sample("src/zahra/shop/cart/adding.py", code)))


@pytest.mark.parametrize(
    "code",
    [
        "from zahra.shop import payments",
        "from zahra.shop.payments import grant_refund",
        "from zahra.shop.cart import store",
        "from zahra.base.db import Snapshot",
        "from zahra.base.money import Paise",
    ],
)
def test_an_import_through_a_door_is_fine(code: str):
    assert not list(past_a_door(sample("src/zahra/shop/cart/adding.py", code)))


def test_a_provider_meets_a_package_at_its_port():
    code = "from zahra.shop.payments.provider import Gateway"
    assert not list(past_a_door(sample("src/zahra/providers/payu.py", code)))
    assert list(past_a_door(sample("src/zahra/web/site.py", code)))


def test_every_contract_is_kept():
    checked = {name: each.check(deepcopy(_graph()), False) for name, each in _contracts().items()}
    assert_none(f"broken: {name} …" for name, check in checked.items() if not check.kept)


@pytest.mark.parametrize(("contract", "importer", "imported"), BREACHES)
def test_a_contract_breaks_when_it_is_crossed(contract: str, importer: str, imported: str):
    crossed = deepcopy(_graph())
    crossed.add_import(importer=importer, imported=imported)
    assert not _contracts()[contract].check(crossed, verbose=False).kept


def test_every_contract_has_a_breach():
    assert set(_contracts()) == {contract for contract, _, _ in BREACHES}


@cache
def _graph() -> grimp.ImportGraph:
    return grimp.build_graph("zahra", include_external_packages=True)


@cache
def _contracts() -> dict[str, Any]:
    """The contracts by the beginning of their names, as BREACHES calls them."""
    told: dict[str, Any] = read_configuration(str(ROOT / "pyproject.toml"))
    short = {contract for contract, _, _ in BREACHES}
    built: dict[str, Any] = {}
    for options in told["contracts_options"]:
        name = next((s for s in short if options["name"].startswith(s)), options["name"])
        built[name] = KINDS[options["type"]](options["name"], told["session_options"], options)
    return built
