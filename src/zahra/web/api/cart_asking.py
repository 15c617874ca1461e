"""What every cart endpoint is asked with: whose cart, at which version, with which choices."""

from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import Depends, Header, Query
from starlette.requests import Request

from zahra.base.db import Snapshot, Transaction
from zahra.base.errors import Invalid
from zahra.shop import cart, credit
from zahra.shop.cart import Cart, Choosing, Holder, Terms
from zahra.web.http.context import Asker, TheShop
from zahra.web.http.cookies import Cookie, read_cookie
from zahra.web.http.sessions import bearer_of

TOKEN_HEADER = "X-Cart-Token"
NO_CHOICE = Choosing()


@dataclass(frozen=True, slots=True)
class Asking:
    """Whose cart is asked for. `version` is that of `If-Match`, None where any will do."""

    holder: Holder
    choosing: Choosing
    version: int | None
    terms: Terms
    uses_credit: bool = False

    async def chosen(self, tx: Transaction, found: Cart) -> Cart:
        """The cart just written, with the query's choices remembered where there are any."""
        if self.choosing == NO_CHOICE:
            return await self.credited(tx, found)
        token = found.new_token or self.holder.token
        holder = Holder(self.holder.user_id, token)
        again = await cart.choose(tx, holder, self.choosing, terms=self.terms)
        return await self.credited(tx, replace(again, new_token=found.new_token))

    async def credited(self, snapshot: Snapshot, found: Cart) -> Cart:
        """The cart as it comes to with the shopper's store credit, where that is asked for."""
        if not self.uses_credit or self.holder.user_id is None:
            return found
        return cart.paid_by_credit(found, await credit.balance(snapshot, self.holder.user_id))


async def _token(
    request: Request, token: Annotated[str | None, Header(alias=TOKEN_HEADER)] = None
) -> str | None:
    """A guest's token: from the header, else from the browser's cookie."""
    if token or bearer_of(request) is not None:
        return token
    return read_cookie(request, Cookie.CART)


async def _version(
    if_match: Annotated[
        str | None, Header(alias="If-Match", description="The cart's `version` as last seen")
    ] = None,
) -> int | None:
    if if_match is None or if_match == "*":
        return None
    plain = if_match.removeprefix("W/").strip('"')
    if not (plain.isascii() and plain.isdigit() and len(plain) < 10):
        raise Invalid({"If-Match": "Send the cart's version, a whole number."})
    return int(plain)


async def _choosing(
    pincode: Annotated[str | None, Query(description="Six digits", examples=["302001"])] = None,
    shipping_method: Annotated[str | None, Query(alias="shippingMethod")] = None,
    payment_method: Annotated[str | None, Query(alias="paymentMethod")] = None,
) -> Choosing:
    return Choosing(pincode, shipping_method, payment_method)


UsesCredit = Annotated[
    bool,
    Query(
        alias="useStoreCredit",
        description="Reckon as an order that uses store credit: what it pays alone has no cash fee",
    ),
]
GuestToken = Annotated[str | None, Depends(_token)]


async def _holder(actor: Asker, token: GuestToken) -> Holder:
    return Holder(actor.user_id, token)


async def _asking(
    holder: Annotated[Holder, Depends(_holder)],
    version: Annotated[int | None, Depends(_version)],
    choosing: Annotated[Choosing, Depends(_choosing)],
    shop: TheShop,
    uses_credit: UsesCredit = False,
) -> Asking:
    return Asking(holder, choosing, version, shop.terms, uses_credit)


Asked = Annotated[Asking, Depends(_asking)]
