"""`/users`: people as they see themselves, and their addresses."""

from typing import Literal
from uuid import UUID

from fastapi import APIRouter

from zahra.base.errors import NotFound, Unauthenticated
from zahra.shop import identity
from zahra.web.api.auth_schemas import UserOut
from zahra.web.api.documenting import errors
from zahra.web.api.user_schemas import (
    AddressIn,
    AddressOut,
    ChangingAddressIn,
    ChangingProfileIn,
    RemovedOut,
)
from zahra.web.http.context import Person, Snap, Tx
from zahra.web.http.routes import ApiRoute
from zahra.web.http.schemas import Envelope, ok

router = APIRouter(prefix="/users", tags=["Users"], route_class=ApiRoute)
_MINE = errors(Unauthenticated)
_ONE = errors(Unauthenticated, NotFound)


@router.get("/me", summary="Oneself", responses=_MINE)
async def me(person: Person, snapshot: Snap) -> Envelope[UserOut]:
    """The profile of whoever asks."""
    return ok(UserOut.model_validate(await identity.person(snapshot, person)))


@router.patch("/me", summary="Change one's profile", responses=_MINE)
async def change_me(changing: ChangingProfileIn, person: Person, tx: Tx) -> Envelope[UserOut]:
    """Changes what is sent and nothing else."""
    changed = await identity.change_profile(tx, person, changing.changing())
    return ok(UserOut.model_validate(changed))


@router.get("/{user_id}/addresses", summary="Somebody's addresses", responses=_ONE)
async def addresses(
    user_id: UUID | Literal["me"], person: Person, snapshot: Snap
) -> Envelope[list[AddressOut]]:
    """The default first. One's own by `me` or id; others' need `customers:read`."""
    owner = person.person if user_id == "me" else user_id
    found = await identity.addresses_of(snapshot, person, owner)
    return ok([AddressOut.model_validate(each) for each in found])


@router.post(
    "/me/addresses",
    summary="Write down an address",
    status_code=201,
    responses=errors(Unauthenticated, identity.TooManyAddresses),
)
async def add_address(address: AddressIn, person: Person, tx: Tx) -> Envelope[AddressOut]:
    """The first becomes the default. A PIN code that is known must lie in the state."""
    added = await identity.add_address(tx, person, address.draft())
    return ok(AddressOut.model_validate(added))


@router.patch("/me/addresses/{address_id}", summary="Change an address", responses=_ONE)
async def change_address(
    address_id: UUID, changing: ChangingAddressIn, person: Person, tx: Tx
) -> Envelope[AddressOut]:
    """Changes what is sent. Orders already placed keep the address they were placed with."""
    changed = await identity.change_address(tx, person, address_id, changing.changed)
    return ok(AddressOut.model_validate(changed))


@router.delete("/me/addresses/{address_id}", summary="Remove an address", responses=_ONE)
async def remove_address(address_id: UUID, person: Person, tx: Tx) -> Envelope[RemovedOut]:
    """When the default goes, the newest of the others takes its place."""
    await identity.remove_address(tx, person, address_id)
    return ok(RemovedOut(id=address_id))


@router.post("/me/set-default-address/{address_id}", summary="Choose the default", responses=_ONE)
async def set_default_address(address_id: UUID, person: Person, tx: Tx) -> Envelope[AddressOut]:
    """The one that checkout offers first."""
    chosen = await identity.set_default_address(tx, person, address_id)
    return ok(AddressOut.model_validate(chosen))
