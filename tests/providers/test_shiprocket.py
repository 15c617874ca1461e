"""Shiprocket's client against its simulator, over a real port."""

import doctest
from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.world.gateway import COURIER_TOKEN, Simulator
from tests.world.parcels import ASHA_HOME, KURTA_BOX, consignment
from zahra.base.clock import IST
from zahra.providers.couriers.shiprocket import Shiprocket, ShiprocketAccount, facts
from zahra.providers.couriers.shiprocket.statuses import STATES
from zahra.shop.shipping import (
    Answer,
    CourierDown,
    CourierRefused,
    ForgedScan,
    PickupStep,
    ShipmentState,
    Waybill,
    Wish,
)

pytestmark = pytest.mark.anyio
CREATE = "POST /v1/external/orders/create/adhoc"
ASSIGN = "POST /v1/external/courier/assign/awb"
LOGIN = "POST /v1/external/auth/login"


@pytest.fixture
async def courier(simulator: Simulator) -> AsyncGenerator[Shiprocket, None]:
    opened = Shiprocket(simulator.shiprocket)
    yield opened
    await opened.close()


async def sent(courier: Shiprocket) -> Waybill:
    """A parcel with its number and a pickup."""
    order = await courier.open_order(consignment())
    bill = await courier.assign_awb(order)
    await courier.ask_pickup(order)
    return bill


def parcels(simulator: Simulator):
    return simulator.ask("GET", "/shiprocket/parcels")


def calls(simulator: Simulator, route: str) -> int:
    counted = simulator.ask("GET", "/metrics")["requests"]
    return sum(number for name, number in counted.items() if name.startswith(route))


def test_the_examples_in_the_documentation_are_true():
    assert doctest.testmod(facts).failed == 0


async def test_a_prepaid_parcel_is_told_as_it_is(courier: Shiprocket, simulator: Simulator):
    order = await courier.open_order(consignment())
    (known,) = parcels(simulator)
    told = known["told"]
    assert (str(known["id"]), str(known["shipment_id"])) == (order.order_id, order.shipment_id)
    assert (told["order_id"], told["order_date"]) == ("ZH-7K3M9Q2X-1", "2026-11-21 00:30")
    assert (told["billing_customer_name"], told["billing_last_name"]) == ("Asha", "Rao")
    assert told["billing_address_2"] == "near the temple"
    assert (told["billing_phone"], told["weight"]) == ("9876543210", 0.42)
    assert (told["payment_method"], known["collectable"]) == ("Prepaid", 0)


@pytest.mark.parametrize(("declared", "collectable"), [(249900, 254800), (249900, 100000), (1, 1)])
async def test_at_the_door_exactly_what_we_reckoned_is_taken(
    courier: Shiprocket, simulator: Simulator, declared: int, collectable: int
):
    await courier.open_order(consignment(declared=declared, collectable=collectable))
    (known,) = parcels(simulator)
    assert (known["told"]["payment_method"], known["collectable"]) == ("COD", collectable / 100)


async def test_a_number_is_given_once_and_told_again(courier: Shiprocket, simulator: Simulator):
    order = await courier.open_order(consignment())
    bill = await courier.assign_awb(order)
    assert (bill.carrier, bill.freight) == ("Delhivery Surface", 8450)
    assert (await courier.assign_awb(order)).awb == bill.awb
    assert (await courier.assign_awb(replace(order, awb=bill.awb))).awb == bill.awb
    assert bill.tracking_url == f"https://shiprocket.co/tracking/{bill.awb}"


async def test_an_order_is_found_by_our_number_alone(courier: Shiprocket):
    order = await courier.open_order(consignment("ZH-7K3M9Q2X-1"))
    await courier.open_order(consignment("ZH-7K3M9Q2X-12"))
    assert await courier.find_order("ZH-7K3M9Q2X-1") == order
    assert await courier.find_order("ZH-7K3M9Q2X") is None


async def test_of_two_orders_under_one_number_the_one_with_a_waybill_is_ours(
    courier: Shiprocket,
):
    first, second = [await courier.open_order(consignment()) for _ in range(2)]
    assert await courier.find_order("ZH-7K3M9Q2X-1") == first
    bill = await courier.assign_awb(second)
    assert await courier.find_order("ZH-7K3M9Q2X-1") == replace(second, awb=bill.awb)


async def test_a_route_has_days_and_may_have_none(courier: Shiprocket):
    to_mumbai = await courier.route_to("400001", KURTA_BOX, collectable=0)
    assert (to_mumbai.serves, to_mumbai.takes_cash) == (True, True)
    assert (to_mumbai.min_days, to_mumbai.max_days) == (3, 5)
    assert not (await courier.route_to("900056", KURTA_BOX, collectable=0)).serves
    assert not (await courier.route_to("194101", KURTA_BOX, collectable=100)).serves


async def test_the_token_is_fetched_once_and_again_when_it_is_not_taken(
    courier: Shiprocket, simulator: Simulator
):
    simulator.ask("POST", "/clock", advance=1)
    for _ in range(3):
        await courier.find_order("none")
    assert calls(simulator, LOGIN) == 1
    simulator.ask("POST", "/clock", advance=1)
    simulator.ask("POST", "/shiprocket/tokens/forget")
    simulator.ask("POST", "/clock", advance=1)
    await courier.open_order(consignment())
    assert (calls(simulator, LOGIN), len(parcels(simulator))) == (2, 1)


async def test_a_token_runs_out_after_ten_days(courier: Shiprocket, simulator: Simulator):
    await courier.find_order("none")
    simulator.advance(241 * 3600)
    await courier.find_order("none")
    assert calls(simulator, LOGIN) == 2


async def test_a_wrong_password_is_a_clear_no(simulator: Simulator):
    account = replace(simulator.shiprocket, password="wrong")
    courier = Shiprocket(account)
    with pytest.raises(CourierRefused):
        await courier.find_order("none")
    await courier.close()
    assert "wrong" not in repr(account)


async def test_creating_is_never_sent_twice(courier: Shiprocket, simulator: Simulator):
    simulator.faults({"on": CREATE, "what": "500", "times": 1, "acts": True})
    with pytest.raises(CourierDown):
        await courier.open_order(consignment())
    assert len(parcels(simulator)) == 1


@pytest.mark.parametrize("what", ["500", "502", "malformed", "cut"])
async def test_a_number_whose_answer_was_lost_is_still_ours(
    courier: Shiprocket, simulator: Simulator, what: str
):
    order = await courier.open_order(consignment())
    simulator.faults({"on": ASSIGN, "what": what, "times": 1, "acts": True})
    bill = await courier.assign_awb(order)
    assert [each["awb"] for each in parcels(simulator)] == [bill.awb]


async def test_no_usable_answer_is_no_answer(courier: Shiprocket, simulator: Simulator):
    for what in ("500", "502", "503", "429", "malformed", "cut"):
        simulator.faults({"on": "GET /v1/external/orders", "what": what, "times": 3})
        with pytest.raises(CourierDown):
            await courier.find_order("none")
    simulator.faults({"on": "GET /v1/external/orders", "what": "500", "times": 2})
    assert await courier.find_order("none") is None


async def test_after_failures_in_a_row_nobody_is_asked(simulator: Simulator):
    haste = replace(simulator.shiprocket.patience, failures=2, tries=1, rest=60)
    courier = Shiprocket(replace(simulator.shiprocket, patience=haste))
    simulator.faults({"on": "GET /v1/external/orders", "what": "500"})
    for _ in range(4):
        with pytest.raises(CourierDown):
            await courier.find_order("none")
    await courier.close()
    assert calls(simulator, "GET /v1/external/orders ") == 2


async def test_a_parcels_page_tells_every_scan(courier: Shiprocket, simulator: Simulator):
    bill = await sent(courier)
    simulator.advance(13 * 3600)
    told = await courier.track(bill.awb)
    assert [scan.state for scan in reversed(told)] == [
        ShipmentState.AWB_ASSIGNED,
        ShipmentState.PICKUP_SCHEDULED,
        ShipmentState.PICKED_UP,
        ShipmentState.IN_TRANSIT,
    ]
    now = datetime.fromtimestamp(simulator.ask("GET", "/clock")["now"], UTC)
    assert abs(told[0].occurred_at - (now - timedelta(hours=1))) < timedelta(seconds=30)


async def test_an_answer_to_a_failed_attempt_reaches_the_courier(
    courier: Shiprocket, simulator: Simulator
):
    bill = await sent(courier)
    await courier.tell_answer(bill.awb, Answer(Wish.PICK_DATE, deliver_on=date(2026, 11, 24)))
    await courier.tell_answer(bill.awb, Answer(Wish.FIX_ADDRESS, address=ASHA_HOME))
    await courier.tell_answer(bill.awb, Answer(Wish.CANCEL))
    (known,) = parcels(simulator)
    again, fixed, back = known["answers"]
    assert (again["action"], again["deferred_date"]) == ("re-attempt", "2026-11-24")
    assert (fixed["address1"], fixed["address2"]) == ("12 Lake Road", "near the temple")
    assert back["action"] == "return"


async def test_an_order_can_be_called_off_until_it_is_picked_up(
    courier: Shiprocket, simulator: Simulator
):
    order = await courier.open_order(consignment())
    await courier.assign_awb(order)
    await courier.cancel(order)
    assert parcels(simulator)[0]["status"] == "CANCELED"
    later = await courier.open_order(consignment("ZH-OTHER-1"))
    await courier.assign_awb(later)
    await courier.ask_pickup(later)
    simulator.advance(5 * 3600)
    with pytest.raises(CourierRefused):
        await courier.cancel(later)


class TestWebhook:
    """What Shiprocket sends, and who may."""

    HEAD = (
        b'{"awb": "59", "shipment_status_id": 7, "current_status": "DELIVERED",'
        b' "current_timestamp": "24 11 2026 00:30:05", "scans": [%s]}'
    )
    SCAN = (
        b'{"date": "2026-11-24 00:30:05", "status": "X-7", "activity": "Handed over",'
        b' "location": "Mumbai", "sr-status": "7", "sr-status-label": "DELIVERED"}'
    )
    ACCOUNT = ShiprocketAccount("a@b.in", "p", ("new", "old"))

    def read(self, raw: bytes, token: str = "new"):
        return Shiprocket(self.ACCOUNT).read_scans(raw, {"X-Api-Key": token})

    def test_the_head_and_its_own_scan_are_one_thing(self):
        scan, head = self.read(self.HEAD % self.SCAN)
        assert (scan.awb, scan.code, scan.state) == ("59", "7", ShipmentState.DELIVERED)
        assert scan.occurred_at == datetime(2026, 11, 24, 0, 30, 5, tzinfo=IST)
        assert (scan.stamp, scan.code, scan.awb) == (head.stamp, head.code, head.awb)
        assert (scan.remark, scan.location) == ("Handed over", "Mumbai")

    @pytest.mark.parametrize("token", ["", "wrong", "new ", "NEW", "\u00e9"])
    def test_nobody_without_the_token_is_believed(self, token: str):
        with pytest.raises(ForgedScan):
            self.read(self.HEAD % b"", token)

    def test_the_token_before_is_believed_while_it_stands(self):
        assert self.read(self.HEAD % b"", "old")
        alone = Shiprocket(replace(self.ACCOUNT, webhook_tokens=("new",)))
        with pytest.raises(ForgedScan):
            alone.read_scans(self.HEAD % b"", {"x-api-key": "old"})
        deaf = Shiprocket(replace(self.ACCOUNT, webhook_tokens=()))
        assert not deaf.hears
        with pytest.raises(ForgedScan):
            deaf.read_scans(self.HEAD % b"", {"x-api-key": ""})

    @pytest.mark.parametrize(
        "raw", [b"", b"[]", b"null", b"{", b"{}", b'{"awb": 7}', b"[" * 100_000, b'{"awb": "5"}']
    )
    def test_what_cannot_be_read_tells_nothing(self, raw: bytes):
        assert self.read(raw) == ()

    def test_one_broken_scan_does_not_hide_the_others(self):
        broken = b'{"date": "soon"}, 7, null, '
        assert len(self.read(self.HEAD % (broken + self.SCAN))) == 2

    def test_a_scan_of_the_year_1_does_not_hide_the_others(self):
        never = b'{"date": "0001-01-01 00:00:00", "sr-status": "5", "activity": "-"}, '
        assert len(self.read(self.HEAD % (never + self.SCAN))) == 2

    def test_letters_that_are_no_text_are_left_out(self):
        odd = self.SCAN.replace(b"Handed over", b"Handed\\u0000 over\\ud800")
        scan, _ = self.read(self.HEAD % odd)
        assert scan.remark == "Handed over"

    def test_a_number_under_which_nothing_can_travel_tells_nothing(self):
        for awb in (b'"5\\u00009"', b'"5\\ud8009"', b'""', b"null", b"true", b"[59]"):
            assert self.read((self.HEAD % b"").replace(b'"59"', awb)) == (), awb

    def test_a_waybill_that_is_sent_as_a_number_is_the_same_one(self):
        (found,) = self.read((self.HEAD % b"").replace(b'"59"', b"59"))
        assert (found.awb, found.state) == ("59", ShipmentState.DELIVERED)

    def test_an_unknown_code_says_nothing_and_is_not_known(self):
        (found,) = self.read((self.HEAD % b"").replace(b'_id": 7', b'_id": 4711'))
        assert (found.code, found.state, found.is_known) == ("4711", None, False)

    def test_delivered_to_us_is_not_delivered(self):
        assert STATES[10] is ShipmentState.RTO_DELIVERED
        assert STATES[41] is ShipmentState.RTO_IN_TRANSIT


def test_the_tests_token_is_the_accounts(simulator: Simulator):
    assert simulator.shiprocket.webhook_tokens == (COURIER_TOKEN,)


class TestReturn:
    """A parcel that is fetched from a buyer and brought to us."""

    async def test_it_is_fetched_at_the_buyers_and_brought_home(
        self, courier: Shiprocket, simulator: Simulator
    ):
        order = await courier.open_pickup(consignment("RT-7K3M9Q2X-1"))
        (known,) = parcels(simulator)
        told = known["told"]
        assert (str(known["id"]), str(known["shipment_id"])) == (order.order_id, order.shipment_id)
        assert (told["order_id"], told["payment_method"]) == ("RT-7K3M9Q2X-1", "PREPAID")
        assert (told["pickup_customer_name"], told["pickup_pincode"]) == ("Asha", "400001")
        assert (told["shipping_address"], told["shipping_pincode"]) == (
            "14 Gangori Bazaar",
            "302001",
        )
        assert known["collectable"] == 0

    async def test_a_home_that_is_not_known_there_is_no_answer(self, simulator: Simulator):
        courier = Shiprocket(replace(simulator.shiprocket, pickup_location="Nowhere"))
        with pytest.raises(CourierDown):
            await courier.open_pickup(consignment())
        await courier.close()
        assert parcels(simulator) == []

    async def test_it_is_found_among_returns_alone(self, courier: Shiprocket):
        order = await courier.open_pickup(consignment("RT-1-1"))
        await courier.open_order(consignment("ZH-1-1"))
        assert await courier.find_pickup("RT-1-1") == order
        assert await courier.find_order("RT-1-1") is None
        assert await courier.find_pickup("ZH-1-1") is None

    async def test_it_is_found_beyond_the_first_page(self, courier: Shiprocket):
        oldest = await courier.open_pickup(consignment("RT-1-1"))
        for at in range(52):
            await courier.open_pickup(consignment(f"RT-2-{at}"))
        assert await courier.find_pickup("RT-1-1") == oldest

    async def test_of_two_under_one_number_the_one_with_a_waybill_is_ours(
        self, courier: Shiprocket
    ):
        first, second = [await courier.open_pickup(consignment()) for _ in range(2)]
        assert await courier.find_pickup("ZH-7K3M9Q2X-1") == first
        bill = await courier.assign_pickup_awb(second)
        assert await courier.find_pickup("ZH-7K3M9Q2X-1") == replace(second, awb=bill.awb)

    async def test_a_pickup_has_a_day_and_may_be_asked_for_again(
        self, courier: Shiprocket, simulator: Simulator
    ):
        order = await courier.open_pickup(consignment())
        await courier.assign_pickup_awb(order)
        now = datetime.fromtimestamp(simulator.ask("GET", "/clock")["now"], UTC).astimezone(IST)
        tomorrow = (now + timedelta(days=1)).date()
        assert await courier.ask_pickup(order) == await courier.ask_pickup(order) == tomorrow
        assert [scan["sr-status"] for scan in parcels(simulator)[0]["scans"]] == ["1", "3"]
        assert await courier.ask_pickup_again(order) == tomorrow
        assert parcels(simulator)[0]["scans"][-1]["sr-status"] == "15"

    def test_delivered_is_delivered_to_us_and_an_unknown_code_says_nothing(self):
        read = Shiprocket(ShiprocketAccount("a@b.in", "p")).step_of
        said = [read(code) for code in ("7", "20", "42", "19", "99", "X-7")]
        step = PickupStep
        assert said == [step.DELIVERED, step.FAILED, step.PICKED_UP, step.SCHEDULED, None, None]
