"""`/admin/disputes`, and how the API says that a bank wants money back."""

from collections.abc import AsyncGenerator
from pathlib import Path
from uuid import UUID

import pytest

from tests.world.fake_gateway import EPOCH, FakeGateway
from tests.world.whole import Whole, settings_for, whole_site
from zahra.shop import orders, payments
from zahra.shop.payments import GatewayOrder

pytestmark = pytest.mark.anyio


@pytest.fixture
async def whole(fresh_dsn: str, tmp_path: Path) -> AsyncGenerator[Whole, None]:
    async with whole_site(settings_for(fresh_dsn, tmp_path)) as opened:
        yield opened


async def disputed(whole: Whole, *states: str) -> int:
    """Asha has paid, and her bank says these in turn; the order's total."""
    told, gateway = whole.asha.ids, FakeGateway()
    named, total = told["gateway_order"], int(told["total"])
    async with whole.shop.database.snapshot() as snapshot:
        attempt = await payments.attempt(snapshot, UUID(told["payment_id"]))
    gateway.orders[named] = GatewayOrder(named, attempt.amount, "INR", "created")
    paid = gateway.pay(named)
    gateways = payments.Gateways([gateway])
    assert total
    await orders.settle(whole.shop.database, gateways, attempt.id)
    for state in states:
        gateway.quarrel(paid.id, state)
        await orders.follow_dispute(whole.shop.database, gateways, attempt.id, "disp_1")
    return attempt.amount


async def test_a_dispute_is_told_to_whoever_reads_the_finances_and_to_nobody_else(whole: Whole):
    total = await disputed(whole, "open")
    for who in (whole.clerk, whole.asha):
        assert (await whole.ask("GET", "/admin/disputes", who)).status_code == 403
    answer = await whole.ask("GET", "/admin/disputes?state=open", whole.owner)
    (told,) = answer.json()["data"]
    assert told["orderId"] == whole.asha.ids["order_id"]
    assert (told["state"], told["phase"], told["amount"], told["deducted"]) == (
        "open",
        "chargeback",
        total,
        0,
    )
    assert (told["isHolding"], told["reason"], told["decidedAt"]) == (
        True,
        "goods_not_received",
        None,
    )
    assert told["respondBy"].startswith(f"{EPOCH.year}-11-29T")
    one = await whole.ask("GET", f"/admin/disputes/{told['id']}", whole.owner)
    assert one.json()["data"] == told
    for asked in ("state=lost", f"orderId={told['id']}", f"after={told['id']}"):
        none = await whole.ask("GET", f"/admin/disputes?{asked}", whole.owner)
        assert none.json() == {"ok": True, "data": [], "meta": {"limit": 50, "after": None}}
    gone = await whole.ask("GET", f"/admin/disputes/{told['orderId']}", whole.owner)
    assert gone.status_code == 404


async def test_picking_and_refunding_are_refused_with_a_code_of_their_own_and_the_reason(
    whole: Whole,
):
    total = await disputed(whole, "open")
    path = f"/admin/orders/{whole.asha.ids['order_id']}/status"
    picking = await whole.ask("PATCH", path, whole.owner, json={"status": "picking"})
    error = picking.json()["error"]
    assert (picking.status_code, error["code"]) == (409, "order_disputed")
    (why,) = error["details"]["disputes"]
    assert (why["state"], why["amount"]) == ("open", total)
    refund = await whole.ask(
        "POST",
        f"/payments/{whole.asha.ids['payment_id']}/refund",
        whole.clerk,
        json={"reason": "size"},
        headers={"Idempotency-Key": "refund-1"},
    )
    assert (refund.status_code, refund.json()["error"]["code"]) == (409, "payment_disputed")


async def test_once_it_is_won_the_order_is_picked(whole: Whole):
    await disputed(whole, "open", "won")
    path = f"/admin/orders/{whole.asha.ids['order_id']}/status"
    picking = await whole.ask("PATCH", path, whole.owner, json={"status": "picking"})
    assert picking.json()["data"]["fulfilmentStatus"] == "picking"
