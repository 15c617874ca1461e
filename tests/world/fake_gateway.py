"""A gateway in memory, for tests that need it to say exactly this, now.

Journeys and faults go through the simulator and the real adapter; here a test sets the very
states in the very order whose outcome it asserts.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from zahra.base.money import Paise
from zahra.shop.disputes import DisputeFact
from zahra.shop.payments import SettledFact
from zahra.shop.payments.provider import (
    UNREADABLE,
    AskingRefund,
    EventFact,
    ForgedEvent,
    GatewayDown,
    GatewayOrder,
    GatewayRefused,
    OpeningCustomer,
    OpeningLink,
    OpeningOrder,
    PaymentFact,
    PayPage,
    RefundFact,
    TokenFact,
    Truth,
)

EPOCH = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)


@dataclass
class FakeGateway:
    """Remembers orders, payments and refunds; `silent` calls do nothing and never answer, `lossy`
    ones act and lose the answer, `garbling` ones say what nobody can read, `refusing` ones say
    no."""

    name: str = "razorpay"
    makes_links: bool = True
    closed: list[str] = field(default_factory=list)
    tokens: dict[str, list[TokenFact]] = field(default_factory=dict)  # by customer
    orders: dict[str, GatewayOrder] = field(default_factory=dict)
    receipts: dict[str, str] = field(default_factory=dict)
    payments: dict[str, PaymentFact] = field(default_factory=dict)
    refunds: dict[str, RefundFact] = field(default_factory=dict)
    disputes: dict[str, DisputeFact] = field(default_factory=dict)
    payouts: dict[date, tuple[SettledFact, ...]] = field(default_factory=dict)
    refund_keys: dict[str, str] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)
    lossy: set[str] = field(default_factory=set)
    garbling: set[str] = field(default_factory=set)
    refusing: set[str] = field(default_factory=set)
    status: int = 400  # of refusals
    calls: Counter[str] = field(default_factory=Counter)
    numbers: Any = field(default_factory=lambda: count(1))
    _filed: dict[str, str] = field(default_factory=dict)  # payment -> the order it is listed under

    def pay(
        self,
        order_id: str,
        state: str = "captured",
        *,
        id: str | None = None,
        amount: Paise | None = None,
        currency: str | None = None,
        claims: str | None = None,
    ) -> PaymentFact:
        """The payer does something: a payment of this order now stands at `state`."""
        order = self.orders[order_id]
        fact = PaymentFact(
            id=f"pay_{next(self.numbers):014}" if id is None else id,
            order_id=claims or order_id,
            amount=order.amount if amount is None else amount,
            amount_refunded=0,
            currency=currency or order.currency,
            state=state,
            method="upi",
            created_at=EPOCH,
            error_code="BAD_REQUEST_ERROR" if state == "failed" else None,
            error_reason="payment_cancelled" if state == "failed" else None,
            raw={"id": id, "status": state},
        )
        self.payments[fact.id] = fact
        self._filed[fact.id] = order_id
        return fact

    def tell(self, payment_id: str, state: str) -> None:
        """From now on the gateway says this about the payment, be it older news."""
        self.payments[payment_id] = replace(self.payments[payment_id], state=state)

    def quarrel(
        self, payment_id: str, state: str = "open", *, id: str = "disp_1", **told: Any
    ) -> DisputeFact:
        """The payer's bank wants money back: from now on the gateway says this of the dispute."""
        paid = self.payments[payment_id]
        fact = DisputeFact(
            id=id,
            payment_id=payment_id,
            amount=told.get("amount", paid.amount),
            currency=told.get("currency", "INR"),
            deducted=told.get("deducted", 0),
            state=state,
            phase="chargeback",
            reason="goods_not_received",
            respond_by=told.get("respond_by", EPOCH + timedelta(days=7)),
        )
        self.disputes[id] = fact
        return fact

    async def open_order(self, opening: OpeningOrder) -> GatewayOrder:
        def act() -> GatewayOrder:
            order_id = self.receipts.get(opening.receipt) or f"order_{next(self.numbers):014}"
            self.receipts[opening.receipt] = order_id
            order = GatewayOrder(order_id, opening.amount, opening.currency, "created")
            return self.orders.setdefault(order_id, order)

        return self._answer("open_order", act)

    async def open_link(self, opening: OpeningLink) -> GatewayOrder:
        def act() -> GatewayOrder:
            link_id = self.receipts.get(opening.receipt) or f"plink_{next(self.numbers):014}"
            self.receipts[opening.receipt] = link_id
            url = f"https://pay.example/{link_id}"
            link = GatewayOrder(link_id, opening.amount, opening.currency, "created", url)
            return self.orders.setdefault(link_id, link)

        return self._answer("open_link", act)

    async def close_order(self, order_id: str) -> None:
        self._answer("close_order", lambda: self.closed.append(order_id))

    async def truth_of(self, order_id: str) -> Truth:
        def act() -> Truth:
            mine = [p for p in self.payments.values() if self._filed[p.id] == order_id]
            return Truth(self.orders[order_id], tuple(mine))

        return self._answer("truth_of", act)

    async def capture(self, payment_id: str, amount: Paise, currency: str) -> PaymentFact:
        def act() -> PaymentFact:
            self.tell(payment_id, "captured")
            return self.payments[payment_id]

        return self._answer("capture", act)

    async def refund(self, asking: AskingRefund) -> RefundFact:
        def act() -> RefundFact:
            refund_id = self.refund_keys.setdefault(asking.key, f"rfnd_{next(self.numbers):014}")
            made = RefundFact(
                refund_id, asking.payment_id, asking.amount, "settled", asking.receipt
            )
            if refund_id not in self.refunds:
                if self._is_disputed(asking.payment_id):
                    raise GatewayRefused(reason="payment_disputed", status=400)
                paid = self.payments[asking.payment_id]
                back = paid.amount_refunded + asking.amount
                assert back <= paid.amount, "a gateway never gives back more than it took"
                self.payments[asking.payment_id] = replace(paid, amount_refunded=back)
            return self.refunds.setdefault(refund_id, made)

        return self._answer("refund", act)

    async def refunds_of(self, payment_id: str) -> tuple[RefundFact, ...]:
        return self._answer(
            "refunds_of",
            lambda: tuple(r for r in self.refunds.values() if r.payment_id == payment_id),
        )

    async def dispute(self, dispute_id: str, told: bytes) -> DisputeFact:
        return self._answer("dispute", lambda: self.disputes[dispute_id])

    async def payments_between(self, since: datetime, until: datetime) -> tuple[PaymentFact, ...]:
        return self._answer("payments_between", lambda: tuple(self.payments.values()))

    async def settlement_items(self, day: date) -> tuple[SettledFact, ...]:
        return self._answer("settlement_items", lambda: self.payouts.get(day, ()))

    async def open_customer(self, opening: OpeningCustomer) -> str:
        customer_id = f"cust_{opening.receipt[-14:]}"
        return self._answer("open_customer", lambda: customer_id)

    async def tokens_of(self, customer_id: str) -> tuple[TokenFact, ...]:
        return self._answer("tokens_of", lambda: tuple(self.tokens.get(customer_id, ())))

    async def forget_token(self, customer_id: str, token_id: str) -> None:
        left = [each for each in self.tokens.get(customer_id, ()) if each.id != token_id]
        self._answer("forget_token", lambda: self.tokens.update({customer_id: left}))

    def keep_card(self, customer_id: str, last_four: str = "1007") -> TokenFact:
        """The payer has ticked the gateway's own box."""
        id = f"token_{next(self.numbers):014}"
        token = TokenFact(id, "card", last_four, "RuPay", "HDFC", EPOCH)
        self.tokens.setdefault(customer_id, []).append(token)
        return token

    def read_event(self, raw: bytes, headers: Mapping[str, str]) -> EventFact:
        """The body is `id type order payment`, and the name of a dispute where it is about one; the
        signature is the word `genuine`."""
        if headers.get("x-signature") != "genuine":
            raise ForgedEvent
        id, type, order_id, payment_id, *others = raw.decode().split()
        dispute_id = next(iter(others), None)
        return EventFact(id, type, order_id, payment_id, None, dispute_id=dispute_id)

    def is_genuine_return(self, order_id: str, fields: Mapping[str, str]) -> bool:
        return fields.get("signature") == f"genuine {order_id}"

    def client_payload(self, order: GatewayOrder, **about: str) -> Mapping[str, Any]:
        return {"orderId": order.id, "amount": order.amount, "currency": order.currency, **about}

    def pay_page(self, client: Mapping[str, Any]) -> PayPage:
        return PayPage("/checkout.js", "/pay", (("order_id", client["orderId"]),), {})

    async def close(self) -> None:
        """Nothing is open."""

    def _is_disputed(self, payment_id: str) -> bool:
        """Whether a bank may still take the payment back."""
        of_payment = [fact for fact in self.disputes.values() if fact.payment_id == payment_id]
        return any(fact.state not in ("won", "lost", "closed") for fact in of_payment)

    def _answer(self, call: str, act: Any) -> Any:
        self.calls[call] += 1
        if call in self.silent:
            raise GatewayDown
        if call in self.garbling:
            raise GatewayDown(why=UNREADABLE)
        if call in self.refusing:
            raise GatewayRefused(
                gateway_code="BAD_REQUEST_ERROR",
                reason="input_validation_failed",
                status=self.status,
            )
        answer = act()
        if call in self.lossy:
            raise GatewayDown
        return answer
