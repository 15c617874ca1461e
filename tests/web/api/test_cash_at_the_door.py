"""Cash on delivery over the API: confirmed by its code or by staff, or paid online after all."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest

from tests.world.people import Door
from tests.world.whole import HOME, Visitor, Whole, settings_for, whole_site
from zahra.base import ids
from zahra.shop import credit

pytestmark = pytest.mark.anyio
TOTAL = 4 * 159900 + 4900  # four kurtas, and the fee for paying at the door
TO_THE_DOOR = {"shippingAddress": HOME, "shippingMethod": "standard", "paymentMethod": "cod"}
NEVER = "00000000-0000-7000-8000-000000000000"


@dataclass
class Doorstep:
    """The site, a cash order of Asha's that waits for its code, and where codes arrive."""

    whole: Whole
    door: Door
    order: dict[str, Any] = field(default_factory=dict[str, Any])

    async def ask(self, path: str, who: Visitor | None = None, **body: Any) -> httpx.Response:
        return await self.whole.ask("POST", path, who or self.whole.asha, json=body or None)

    async def confirm(self, otp: str, who: Visitor | None = None) -> httpx.Response:
        return await self.ask(f"/orders/{self.order['number']}/confirm", who, otp=otp)

    async def codes(self) -> list[Any]:
        """The ids of all codes that were asked for, the latest first."""
        async with self.whole.shop.database.snapshot() as snapshot:
            return await snapshot.values("SELECT id FROM otp_challenges ORDER BY created_at DESC")

    async def order_at_the_door(self) -> dict[str, Any]:
        """Asha orders what is in her bag, to be paid at the door."""
        placed = await self.whole.order_for_cash(self.whole.asha, total=TOTAL)
        assert placed.status_code == 201, placed.text
        return placed.json()["data"]["order"]


@pytest.fixture
async def doorstep(fresh_dsn: str, tmp_path: Path) -> AsyncGenerator[Doorstep, None]:
    """The ladder asks everybody for a code."""
    async with whole_site(settings_for(fresh_dsn, tmp_path, cod_fee=4900)) as whole:
        rules = {"otpFrom": 1, "advanceFrom": 900, "prepaidFrom": 900}
        changed = await whole.ask("PATCH", "/admin/cod/rules", whole.owner, json=rules)
        assert changed.status_code == 200, changed.text
        made = Doorstep(whole, Door(whole.shop.database, keys=whole.shop.keys))
        made.order = await made.order_at_the_door()
        yield made


async def sent_code(doorstep: Doorstep) -> str:
    """Another code is asked for, and arrives."""
    answer = await doorstep.ask(f"/orders/{doorstep.order['number']}/confirm/resend")
    assert answer.status_code == 202, answer.text
    told = answer.json()["data"]
    assert (told["sent"], told["resendAfter"], told["expiresIn"]) == (True, 0, 300), (
        "limits are off"
    )
    await doorstep.door.deliver((await doorstep.codes())[0])
    return doorstep.door.code


def refusal(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


async def test_what_store_credit_pays_alone_is_shown_and_ordered_without_the_fee(
    doorstep: Doorstep,
):
    whole, goods = doorstep.whole, 159900
    bina = whole.bina
    assert (await whole.ask("POST", "/cart/clear", bina)).is_success
    wanted = {"variantId": str(whole.goods["S"]), "qty": 1}
    assert (await whole.ask("POST", "/cart/items", bina, json=wanted)).is_success
    async with whole.shop.database.transaction() as tx:
        cause = credit.Cause.GOODWILL
        await credit.give(tx, UUID(bina.ids["user_id"]), goods, key="bina", cause=cause)
    chosen = "pincode=302001&shippingMethod=standard&paymentMethod=cod"

    async def total(path: str, query: str) -> int:
        answer = await whole.ask("GET", f"{path}?{chosen}{query}", bina)
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]["totals"]["total"]

    for path in ("/cart", "/cart/explain"):
        assert await total(path, "") == goods + 4900
        assert await total(path, "&useStoreCredit=true") == goods
    bag = (await whole.ask("GET", "/cart", bina)).json()["data"]
    order = {**TO_THE_DOOR, "cartVersion": bag["version"], "expectedTotal": goods}
    keys = ({"Idempotency-Key": str(ids.new())} for _ in range(2))
    refused = await whole.ask("POST", "/orders", bina, json=order, headers=next(keys))
    assert refusal(refused) == (409, "cart_changed"), "without the credit there is the fee"
    order["useStoreCredit"] = True
    placed = await whole.ask("POST", "/orders", bina, json=order, headers=next(keys))
    assert placed.status_code == 201, placed.text
    told = placed.json()["data"]["order"]
    assert (told["status"], told["paymentStatus"]) == ("placed", "paid")
    assert (told["totals"]["codFee"], told["totals"]["total"]) == (0, goods)


async def test_the_code_places_the_order_once(doorstep: Doorstep):
    assert (doorstep.order["status"], doorstep.order["paymentStatus"]) == (
        "pending_confirmation",
        "none",
    )
    code = await sent_code(doorstep)
    wrong = doorstep.door.wrong_code
    before = await doorstep.whole.fingerprint()
    assert refusal(await doorstep.confirm(code, doorstep.whole.bina)) == (404, "not_found")
    assert await doorstep.whole.fingerprint() == before
    assert refusal(await doorstep.confirm(wrong)) == (401, "invalid_otp")
    for _ in range(2):
        answer = await doorstep.confirm(code)
        assert answer.status_code == 200, answer.text
        told = answer.json()["data"]
        assert (told["status"], told["paymentStatus"]) == ("placed", "cod_due")
        assert (told["id"], told["totals"]["total"]) == (doorstep.order["id"], TOTAL)
    again = await doorstep.ask(f"/orders/{doorstep.order['id']}/confirm/resend")
    assert refusal(again) == (409, "illegal_transition")


async def test_no_stranger_has_a_code_sent(doorstep: Doorstep):
    path, before = f"/orders/{doorstep.order['id']}/confirm/resend", await doorstep.codes()
    assert refusal(await doorstep.ask(path, doorstep.whole.bina)) == (404, "not_found")
    assert refusal(await doorstep.ask(path, Visitor())) == (401, "unauthenticated")
    assert await doorstep.codes() == before


async def test_staff_who_spoke_to_the_buyer_place_it_without_the_code(doorstep: Doorstep):
    path = f"/admin/cod/orders/{doorstep.order['id']}/confirm"
    said = {"reason": "spoke to her"}
    for who in (doorstep.whole.asha, doorstep.whole.clerk):
        assert (await doorstep.ask(path, who, **said)).status_code == 403
    owner = doorstep.whole.owner
    done = await doorstep.ask(path, owner, **said)
    assert done.status_code == 200, done.text
    told = done.json()["data"]
    assert (told["orderId"], told["step"], told["outcome"]) == (
        doorstep.order["id"],
        "otp",
        "placed",
    )
    assert told["overrideReason"] == "spoke to her"
    assert told["overriddenBy"]
    seen = await doorstep.whole.ask("GET", f"/orders/{doorstep.order['id']}", doorstep.whole.asha)
    assert seen.json()["data"]["status"] == "placed"
    assert refusal(await doorstep.ask(path, owner, **said)) == (409, "illegal_transition")
    unknown = f"/admin/cod/orders/{NEVER}/confirm"
    assert refusal(await doorstep.ask(unknown, owner, **said)) == (404, "not_found")
    async with doorstep.whole.shop.database.snapshot() as snapshot:
        audited = await snapshot.values(
            "SELECT subject FROM audit_log WHERE action = 'cod.overridden'"
        )
    assert audited == [doorstep.order["id"]]
