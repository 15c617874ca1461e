"""How often codes may be tried: by one address, and on one cart whoever tries."""

import hashlib

from starlette.requests import Request

from zahra.base import limits
from zahra.base.errors import TooMany
from zahra.base.limits import Limit
from zahra.shop.cart import Holder
from zahra.web.http.limits import COUPON, TEN_MINUTES, spend_for
from zahra.web.http.sessions import shop_of

_ON_A_CART = Limit("coupon_cart", 20, TEN_MINUTES)


async def spend_guess(request: Request, holder: Holder) -> None:
    """Spend one try at a code, before any transaction of the request. Raises TooMany."""
    await spend_for(request, COUPON)
    name = str(holder.user_id) if holder.user_id else holder.token
    if name is None or request.app.state.limits_off:
        return
    key = hashlib.sha256(name.encode(errors="replace")).hexdigest()
    async with shop_of(request).database.transaction() as tx:
        verdict = await limits.spend(tx, _ON_A_CART, key)
    if not verdict.passed:
        raise TooMany(retry_after=verdict.retry_after)
