"""`/users/me/credit` and `/users/me/payout-accounts`: what the shop owes, and where it may go."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query

from zahra.base.errors import NotFound, StepUpRequired, Unauthenticated
from zahra.base.lifecycle import WrongMoment
from zahra.shop import credit, orders, payments
from zahra.web.api.credit_schemas import (
    AccountIn,
    AccountOut,
    ChoosingAccountIn,
    CreditEntryOut,
    CreditOut,
    OwnPayoutOut,
)
from zahra.web.api.documenting import errors
from zahra.web.http.context import Person, Snap, TheShop, Tx
from zahra.web.http.paging import Paging, paging
from zahra.web.http.routes import ApiRoute
from zahra.web.http.schemas import Envelope, ok

router = APIRouter(prefix="/users/me", tags=["Users"], route_class=ApiRoute)
Due = Annotated[int | None, Query(ge=0, le=10**12, description="An order's total, in paise")]


@router.get("/credit", summary="One's store credit", responses=errors(Unauthenticated))
async def store_credit(
    asked: Annotated[Paging, Depends(paging)],
    person: Person,
    snapshot: Snap,
    due: Due = None,
) -> Envelope[CreditOut]:
    """The balance and its changes, newest first. It does not run out. `usable` is how much of it
    an order of the total `due` takes: all of it, or so much that a rupee or more is left to pay."""
    offset = (asked.page - 1) * asked.limit
    found = await credit.history(snapshot, person.person, limit=asked.limit, offset=offset)
    entries = [CreditEntryOut.model_validate(each) for each in found.entries]
    takes = None if due is None else credit.usable(found.balance, due)
    return ok(CreditOut(balance=found.balance, usable=takes, entries=entries))


@router.get("/payouts", summary="One's payouts", responses=errors(Unauthenticated))
async def payouts(person: Person, snapshot: Snap) -> Envelope[list[OwnPayoutOut]]:
    """Refunds that go to accounts, the latest first."""
    found = await orders.payouts_of(snapshot, person)
    return ok([OwnPayoutOut.model_validate(each) for each in found])


@router.post(
    "/payouts/{payout_id}/account",
    summary="Say which account a payout goes to",
    responses=errors(Unauthenticated, NotFound, WrongMoment),
)
async def choose_account(
    payout_id: UUID, asked: ChoosingAccountIn, person: Person, tx: Tx
) -> Envelope[OwnPayoutOut]:
    """One of one's own accounts, until the money is on its way; the same again changes nothing."""
    named = await orders.name_payout_account(tx, person, payout_id, asked.account_id)
    return ok(OwnPayoutOut.model_validate(named))


@router.get("/payout-accounts", summary="One's accounts", responses=errors(Unauthenticated))
async def accounts(person: Person, snapshot: Snap) -> Envelope[list[AccountOut]]:
    """Masked, the latest first."""
    found = await payments.accounts_of(snapshot, person)
    return ok([AccountOut.model_validate(each) for each in found])


@router.post(
    "/payout-accounts",
    summary="Name an account of one's own",
    status_code=201,
    responses=errors(Unauthenticated, StepUpRequired),
)
async def name_account(
    asked: AccountIn, person: Person, shop: TheShop, tx: Tx
) -> Envelope[AccountOut]:
    """For refunds of what was paid at the door. Needs a fresh proof; no answer ever tells more of
    it than a few letters."""
    made = await payments.name_account(tx, shop.keys, person, asked.naming())
    return ok(AccountOut.model_validate(made))


@router.delete(
    "/payout-accounts/{account_id}",
    summary="Forget an account",
    responses=errors(Unauthenticated, NotFound),
)
async def remove_account(account_id: UUID, person: Person, tx: Tx) -> Envelope[None]:
    """One that money is on its way to stays until it has arrived."""
    await payments.remove_account(tx, person, account_id)
    return ok(None)
