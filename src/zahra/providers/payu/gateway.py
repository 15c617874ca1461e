"""The port `Gateway`, filled by PayU."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from functools import partial
from typing import Any

from zahra.base.money import Paise
from zahra.providers.payu import disputes, events, facts, paying
from zahra.providers.payu.account import PayuAccount
from zahra.providers.payu.naming import rupees, shortened
from zahra.providers.payu.wire import Wire
from zahra.shop.disputes.provider import DisputeFact
from zahra.shop.payments.provider import (
    AskingRefund,
    EventFact,
    GatewayDown,
    GatewayOrder,
    GatewayRefused,
    OpeningLink,
    OpeningOrder,
    PaymentFact,
    PayPage,
    RefundFact,
    Truth,
)

_IST = timezone(timedelta(hours=5, minutes=30))
_AT_ONCE = 20  # transactions asked about in one call
_TOKEN_USED = 106
_LATER = (214, 225, 226)  # the same sum minutes ago, or a refund still on its way


class PayuGateway:
    """One account. Open it once per process, close it in the end."""

    name = "payu"
    makes_links = False

    def __init__(self, account: PayuAccount) -> None:
        self._account = account
        self._wire = Wire(account)

    async def open_order(self, opening: OpeningOrder) -> GatewayOrder:
        """PayU opens nothing: it first hears of a transaction from the payer's form. Its id
        follows from the receipt, so a repeat names the same."""
        if opening.currency != facts.CURRENCY:
            raise ValueError("PayU takes rupees only")
        return GatewayOrder(shortened(opening.receipt), opening.amount, opening.currency, "created")

    async def open_link(self, opening: OpeningLink) -> GatewayOrder:
        raise GatewayRefused(reason="no_links")

    async def close_order(self, order_id: str) -> None:
        """A form that was handed out cannot be called back."""

    async def truth_of(self, order_id: str) -> Truth:
        """The one payment of a transaction, and how much of it PayU has given back."""
        body = await self._wire.command("verify_payment", order_id)
        truth = facts.read(lambda told: facts.truth(told, order_id), body)
        payments = [await self._with_refunds(payment) for payment in truth.payments]
        return replace(truth, payments=tuple(payments))

    async def payments_between(self, since: datetime, until: datetime) -> tuple[PaymentFact, ...]:
        """The payments of the transactions that were made in a span of time, to find what we
        missed. Each is asked about as usual: the list itself says too little."""
        span = [moment.astimezone(_IST).strftime("%Y-%m-%d %H:%M:%S") for moment in (since, until)]
        body = await self._wire.command("get_transaction_info", span[0], var2=span[1])
        names = facts.read(facts.transactions, body)
        chunks = [names[at : at + _AT_ONCE] for at in range(0, len(names), _AT_ONCE)]
        found = [payment for chunk in chunks for payment in await self._verified(chunk)]
        return tuple(sorted(found, key=lambda payment: (payment.created_at, payment.id)))

    async def capture(self, payment_id: str, amount: Paise, currency: str) -> PaymentFact:
        """PayU captures by itself; nothing ever waits for us."""
        raise GatewayRefused(reason="captured_by_payu")

    async def refund(self, asking: AskingRefund) -> RefundFact:
        """Queue a refund. The token follows from the receipt: one that was used already names the
        refund of the first time."""
        token = shortened(asking.receipt)
        body = await self._wire.command(
            "cancel_refund_transaction", asking.payment_id, var2=token, var3=rupees(asking.amount)
        )
        code = _code(body)
        if code == _TOKEN_USED or (code in _LATER and body.get("status") != 1):
            return await self._refund_of(asking, code)
        if body.get("status") != 1:
            raise GatewayRefused(gateway_code=code, reason=body.get("msg"), status=400)
        request_id = facts.read(lambda told: str(told["request_id"]), body)
        return RefundFact(request_id, asking.payment_id, asking.amount, "pending", asking.receipt)

    async def refunds_of(self, payment_id: str) -> tuple[RefundFact, ...]:
        body = await self._wire.command("check_action_status", payment_id, var2="payuid")
        return facts.read(facts.refunds, body)

    async def dispute(self, dispute_id: str, told: bytes) -> DisputeFact:
        """What PayU has told: it answers no question about disputes."""
        if not told:
            raise GatewayRefused(reason="only_told", status=400)
        return disputes.dispute(told)

    def read_event(self, raw: bytes, headers: Mapping[str, str]) -> EventFact:
        if raw.lstrip()[:1] == b"{":
            return disputes.read_event(self._account, raw, headers)
        return events.read_event(self._account, raw)

    def is_genuine_return(self, order_id: str, fields: Mapping[str, str]) -> bool:
        return events.is_genuine_return(self._account, order_id, fields)

    def client_payload(self, order: GatewayOrder, **about: str) -> Mapping[str, Any]:
        return paying.client_payload(self._account, order, about)

    def pay_page(self, client: Mapping[str, Any]) -> PayPage:
        return paying.pay_page(self._account, client)

    async def close(self) -> None:
        await self._wire.close()

    async def _verified(self, txnids: tuple[str, ...]) -> list[PaymentFact]:
        body = await self._wire.command("verify_payment", "|".join(txnids))
        truths = [facts.read(partial(facts.truth, asked=txnid), body) for txnid in txnids]
        return [payment for truth in truths for payment in truth.payments]

    async def _with_refunds(self, payment: PaymentFact) -> PaymentFact:
        if payment.state != "captured":
            return payment
        back = facts.refunded(await self.refunds_of(payment.id))
        return replace(payment, amount_refunded=min(back, payment.amount))

    async def _refund_of(self, asking: AskingRefund, code: int | None) -> RefundFact:
        """The refund an earlier call made. Raises GatewayDown where there is none yet."""
        for fact in await self.refunds_of(asking.payment_id):
            if fact.receipt == asking.receipt:
                return fact
        raise GatewayDown(why="to be asked again later", gateway_code=code)


def _code(body: Mapping[str, Any]) -> int | None:
    told = str(body.get("error_code", ""))
    return int(told) if told.isascii() and told.isdigit() else None
