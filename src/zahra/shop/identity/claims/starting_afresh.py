"""Beginning afresh with a number whose account slept: a new account, and nothing of the old one."""

from dataclasses import dataclass

from zahra.base import ids
from zahra.base.db import Database, Transaction
from zahra.base.keys import Keys
from zahra.shop.identity.claims import store
from zahra.shop.identity.claims.recycling import give_up_if_asleep
from zahra.shop.identity.errors import ClaimOver
from zahra.shop.identity.identifiers import Identifier
from zahra.shop.identity.model import UNKNOWN_DEVICE, Device, SessionKind
from zahra.shop.identity.people.finding import find_or_create_user
from zahra.shop.identity.policy import Policy
from zahra.shop.identity.sessions.signing_in import SignedIn, SigningIn, sign_in


@dataclass(frozen=True, slots=True)
class StartingAfresh:
    """The token of a claim, and what is asked for it. `cart_token` is the guest's bag."""

    claim: str
    kind: SessionKind
    cart_token: str | None = None
    device: Device = UNKNOWN_DEVICE


async def start_afresh(
    database: Database, keys: Keys, asked: StartingAfresh, *, policy: Policy = Policy()
) -> SignedIn:
    """Release a claimed number from the account that slept, and sign in to a new one.

    Announces LoggedIn. Raises ClaimOver for a claim that is unknown, used or too old, and when
    the old account was used in between: then the number is its owner's after all.
    """

    async def begin(tx: Transaction) -> SignedIn:
        phone = await store.take(tx, ids.token_hash(asked.claim))
        if phone is None:
            raise ClaimOver
        to = Identifier(phone)
        if await give_up_if_asleep(tx, to, policy=policy) is None:
            raise ClaimOver
        account, _ = await find_or_create_user(tx, to)
        signing = SigningIn(
            asked.kind,
            (to.channel.value,),
            device=asked.device,
            cart_token=asked.cart_token,
            identifier_masked=to.masked,
            is_new=True,
        )
        return await sign_in(tx, keys, account, signing, policy=policy)

    return await database.run(begin)
