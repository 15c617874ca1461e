"""Answering a code to sign in. Sign-in and sign-up are one."""

from dataclasses import dataclass
from uuid import UUID

from zahra.base.db import Database, Transaction
from zahra.base.keys import Keys
from zahra.shop.identity.claims.recycling import claim_if_asleep
from zahra.shop.identity.codes.proving import TypedCode, prove_code, use_code
from zahra.shop.identity.errors import SecondProofRequired
from zahra.shop.identity.events import CodeAnswered
from zahra.shop.identity.identifiers import Identifier
from zahra.shop.identity.model import UNKNOWN_DEVICE, Device, SessionKind
from zahra.shop.identity.people.finding import find_or_create_user
from zahra.shop.identity.policy import Policy
from zahra.shop.identity.sessions.signing_in import SignedIn, SigningIn, sign_in


@dataclass(frozen=True, slots=True)
class VerifyingCode:
    """A typed code and what is asked for it.

    A browser's code is answered with its `binding`, a program's with `challenge_id` if it likes.
    `session_id` is proved anew instead of opening another; `cart_token` is the guest's bag.
    """

    identifier: str
    code: str
    kind: SessionKind
    binding: str | None = None
    challenge_id: UUID | None = None
    session_id: UUID | None = None
    cart_token: str | None = None
    device: Device = UNKNOWN_DEVICE

    @property
    def typed(self) -> TypedCode:
        return TypedCode(
            self.identifier, self.code, binding=self.binding, challenge_id=self.challenge_id
        )

    @property
    def is_named(self) -> bool:
        """Whether it says which challenge it answers, beyond whose."""
        return self.binding is not None or self.challenge_id is not None

    def signing_in(self, to: Identifier, *, is_new: bool) -> SigningIn:
        """What a right code signs in to."""
        return SigningIn(
            self.kind,
            (to.channel.value,),
            device=self.device,
            renews=self.session_id,
            cart_token=self.cart_token,
            identifier_masked=to.masked,
            is_new=is_new,
        )


async def verify_code(
    database: Database, keys: Keys, asked: VerifyingCode, *, policy: Policy = Policy()
) -> SignedIn:
    """Sign in by a code. Announces CodeAnswered and LoggedIn.

    Raises what `prove_code` raises, and after a right code only: AccountDisabled, and
    SecondProofRequired for a number that may have changed hands, its claim committed.
    """
    proven = await prove_code(database, keys, asked.typed, policy=policy)

    async def enter(tx: Transaction) -> SignedIn | str:
        await use_code(tx, proven)
        if claim := await claim_if_asleep(tx, proven.to, asked.device, policy=policy):
            return claim
        account, is_new = await find_or_create_user(tx, proven.to)
        await tx.announce(
            CodeAnswered(proven.challenge.id, account.id, is_new=is_new, is_named=asked.is_named)
        )
        signing = asked.signing_in(proven.to, is_new=is_new)
        return await sign_in(tx, keys, account, signing, policy=policy)

    entered = await database.run(enter)
    if isinstance(entered, str):
        raise SecondProofRequired(claim=entered)
    return entered
