"""Whatever staff write goes into the audit log: every route of theirs leads to `audit.note`."""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator, Mapping
from types import FunctionType, ModuleType
from typing import Any
from uuid import UUID

from fastapi.routing import iter_route_contexts

from tests.architecture.routes import PREFIX, ROUTES
from tests.architecture.tree import assert_none
from zahra.app import assemble
from zahra.base import audit
from zahra.base.actors import Actor, Permission
from zahra.base.db import Transaction
from zahra.settings import Settings
from zahra.shop import orders
from zahra.web.site import create_site

# What needs no entry, each with its reason.
WRITES_NOTHING = {
    "POST /api/v1/admin/coupons/preview": "reckons",
    "POST /api/v1/admin/shipments/manifest": "prints",
}
OF_ONES_OWN = ("/admin/account", "/admin/confirm")  # noted among the security events, like a login


def reached_from(handler: Callable[..., Any]) -> set[FunctionType]:
    """Every function of ours that a function names, and those that these name."""
    found: set[FunctionType] = set()
    waiting = [inspect.unwrap(handler)]
    while waiting:
        function = waiting.pop()
        if isinstance(function, FunctionType) and function not in found:
            found.add(function)
            waiting += named_in(function)
    return found


def named_in(function: FunctionType) -> Iterator[FunctionType]:
    """The functions of ours that stand in a function, called or handed on."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    for node in ast.walk(tree):
        named = _meant(node, function.__globals__)
        is_ours = getattr(named, "__module__", "").startswith("zahra.")
        if is_ours and isinstance(named, FunctionType):
            yield named


def _meant(node: ast.AST, names: Mapping[str, Any]) -> Any:
    """What a name, or a name of a module's, stands for."""
    if isinstance(node, ast.Name):
        return names.get(node.id)
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        holder = names.get(node.value.id)
        return getattr(holder, node.attr, None) if isinstance(holder, ModuleType) else None
    return None


def writes_of_staff() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every route by which staff change something, with what answers it."""
    nowhere = "postgresql://nowhere/none"  # described, never asked
    settings = Settings(database_url=nowhere, _env_file=None)  # pyright: ignore[reportCallIssue]
    site = create_site(assemble(settings), settings)
    for context in iter_route_contexts(site.routes):
        for method in (context.methods or set()) - {"GET", "HEAD", "OPTIONS"}:
            route = f"{method} {context.path}"
            is_own = str(context.path).startswith(OF_ONES_OWN)
            is_staffs = route in ROUTES and ROUTES[route].who == "staff" and not is_own
            if is_staffs and route not in WRITES_NOTHING and context.endpoint is not None:
                yield route, context.endpoint


def verbs_of(handler: Callable[..., Any]) -> list[FunctionType]:
    """The verbs of the shop that a handler calls for somebody, by itself or by the module beside
    it: they take who asks, and something to write with."""
    found, seen, waiting = list[FunctionType](), set[FunctionType](), [inspect.unwrap(handler)]
    while waiting:
        for function in set(named_in(waiting.pop())) - seen:
            seen.add(function)
            takes = set(inspect.signature(function).parameters)
            if function.__module__ == handler.__module__:
                waiting.append(function)
            elif {"actor", "by"} & takes and {"tx", "database"} & takes:
                found.append(function)
    return found


def untold(handler: Callable[..., Any]) -> Iterator[str]:
    """What a handler does that the audit log does not hear of."""
    verbs = verbs_of(handler)
    if not verbs:
        yield "calls no verb that knows who asks"
    for verb in verbs:
        if audit.note not in reached_from(verb):
            yield f"calls {verb.__module__}.{verb.__name__}, which is not audited"


def test_every_write_of_staff_leads_to_the_audit_log():
    assert_none(
        f"{route} {said}" for route, handler in writes_of_staff() for said in untold(handler)
    )


def test_what_needs_no_entry_is_there():
    assert set(WRITES_NOTHING) <= set(ROUTES)
    assert all(f" {PREFIX}/" in route for route in WRITES_NOTHING)


async def careless(tx: Transaction, actor: Actor) -> None:
    """A verb that tells nobody."""
    actor.must(Permission.ORDERS_WRITE)
    await tx.run("UPDATE orders SET note = ''")


async def _handler(tx: Transaction, actor: Actor) -> None:
    await orders.start_picking(tx, actor, UUID(int=1))
    await careless(tx, actor)


def test_a_verb_that_notes_nothing_is_seen_beside_one_that_does():
    careless.__module__ = "zahra.shop.careless"
    assert list(untold(_handler)) == ["calls zahra.shop.careless.careless, which is not audited"]
