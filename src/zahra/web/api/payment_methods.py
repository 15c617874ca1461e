"""`/users/me/payment-methods`: cards one let a gateway keep, by reference."""

from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from zahra.base.errors import NotFound, Unauthenticated
from zahra.shop import payments
from zahra.web.api.documenting import errors
from zahra.web.api.user_schemas import RemovedOut
from zahra.web.http.context import Person, TheShop, Tx
from zahra.web.http.routes import ApiRoute
from zahra.web.http.schemas import Envelope, Moment, Output, ok

router = APIRouter(prefix="/users/me/payment-methods", tags=["Users"], route_class=ApiRoute)


class SavedMethodOut(Output):
    """A way of paying that a gateway keeps. `lastFour` is all there is of a card's number."""

    id: UUID
    provider: str
    kind: str = Field(examples=["card"])
    last_four: str | None = Field(examples=["1007"])
    network: str | None = Field(examples=["RuPay"])
    issuer: str | None = Field(examples=["HDFC"])
    created_at: Moment


class SavedMethodsOut(Output):
    """What is kept, newest first; `agreedAt` is null for somebody who lets nobody keep anything."""

    agreed_at: Moment | None
    methods: list[SavedMethodOut]

    @classmethod
    def of(cls, saved: payments.SavedMethods) -> "SavedMethodsOut":
        """As it was last told."""
        methods = [SavedMethodOut.model_validate(each) for each in saved.methods]
        return cls(agreed_at=saved.agreed_at, methods=methods)


@router.get("", summary="One's saved ways of paying", responses=errors(Unauthenticated))
async def show(person: Person, shop: TheShop) -> Envelope[SavedMethodsOut]:
    """Asks the gateway what it keeps; as last told where it does not answer."""
    saved = await payments.refresh_saved(shop.database, shop.gateways, person)
    return ok(SavedMethodsOut.of(saved))


@router.delete(
    "/{method_id}",
    summary="Remove a saved way of paying",
    responses=errors(Unauthenticated, NotFound, payments.GatewayDown, payments.GatewayRefused),
)
async def remove(method_id: UUID, person: Person, shop: TheShop) -> Envelope[RemovedOut]:
    """The gateway deletes it first; where it does not answer nothing is removed."""
    await payments.remove_saved(shop.database, shop.gateways, person, method_id)
    return ok(RemovedOut(id=method_id))


@router.delete("", summary="Remove them all", responses=errors(Unauthenticated))
async def remove_all(person: Person, tx: Tx) -> Envelope[SavedMethodsOut]:
    """Takes the agreement back: forgotten here at once, at the gateway by a job."""
    await payments.stop_keeping(tx, person)
    return ok(SavedMethodsOut(agreed_at=None, methods=[]))
