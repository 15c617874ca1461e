"""`/users`: people as they see themselves, and their addresses."""

from typing import Literal
from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request

from zahra.base.actors import Actor
from zahra.base.db import Snapshot
from zahra.base.errors import NotFound, StepUpRequired, TooMany, Unauthenticated
from zahra.shop import identity
from zahra.web.api.auth_schemas import UserOut
from zahra.web.api.documenting import errors
from zahra.web.api.user_schemas import (
    AddressIn,
    AddressOut,
    ChangingAddressIn,
    ChangingProfileIn,
    ConfirmingContactIn,
    MeOut,
    PublicProfileOut,
    RemovedOut,
)
from zahra.web.http.context import Person, Snap, TheShop, Tx
from zahra.web.http.limits import OTP_SEND, OTP_VERIFY, limited, spend_for
from zahra.web.http.problems import ChallengeRequired
from zahra.web.http.routes import ApiRoute
from zahra.web.http.schemas import Envelope, ok
from zahra.web.http.sessions import keep_secret

router = APIRouter(prefix="/users", tags=["Users"], route_class=ApiRoute)
_MINE = errors(Unauthenticated)
_ONE = errors(Unauthenticated, NotFound)


@router.get("/me", summary="Oneself", responses=_MINE)
async def me(person: Person, snapshot: Snap) -> Envelope[MeOut]:
    """The profile of whoever asks."""
    return ok(await _me(snapshot, person))


@router.patch(
    "/me",
    summary="Change one's profile",
    responses=errors(Unauthenticated, StepUpRequired, TooMany, ChallengeRequired),
)
async def change_me(
    changing: ChangingProfileIn, request: Request, person: Person, shop: TheShop
) -> Envelope[MeOut]:
    """Changes what is sent and nothing else. A new phone or e-mail address needs a fresh proof of
    who asks; it is sent a code and is `pending` until that is typed."""
    contacts = changing.contacts()
    for _ in contacts:
        await spend_for(request, OTP_SEND)
    async with shop.database.transaction() as tx:
        await identity.change_profile(tx, person, changing.changing())
        for contact in contacts:
            await identity.change_contact(
                tx, shop.keys, person, contact, binding=None, policy=shop.policy
            )
        return ok(await _me(tx, person))


@router.post(
    "/me/verify",
    summary="Prove a new phone or e-mail address",
    responses=errors(
        identity.InvalidIdentifier,
        Unauthenticated,
        identity.WrongCode,
        identity.IdentityInUse,
        TooMany,
        ChallengeRequired,
        identity.CodesUnavailable,
    ),
    dependencies=[limited(OTP_VERIFY)],
)
async def verify_contact(
    typed: ConfirmingContactIn, request: Request, person: Person, shop: TheShop
) -> Envelope[MeOut]:
    """The code's phone or address takes the place of the one before, which is told so. Every other
    session ends; an access token is exchanged by `/auth/refresh`."""
    asked = identity.ConfirmingContact(typed.identifier, typed.otp, challenge_id=typed.challenge_id)
    changed = await identity.confirm_contact(
        shop.database, shop.keys, person, asked, policy=shop.policy
    )
    keep_secret(request, changed.secret)
    async with shop.database.snapshot() as snapshot:
        return ok(await _me(snapshot, person))


@router.delete(
    "/me/contacts/{kind}",
    summary="Give up one's phone or e-mail address",
    responses=errors(Unauthenticated, StepUpRequired, NotFound, identity.LastIdentity),
)
async def remove_contact(
    kind: identity.ContactKind, request: Request, person: Person, tx: Tx
) -> Envelope[MeOut]:
    """The last one stays: nothing else reaches the account. Every other session ends."""
    changed = await identity.remove_contact(tx, person, kind)
    keep_secret(request, changed.secret)
    return ok(await _me(tx, person))


@router.get("/{user_id}", summary="Somebody's public profile", responses=errors(NotFound))
async def public_profile(user_id: UUID, snapshot: Snap) -> Envelope[PublicProfileOut]:
    """What is signed under a review: a first name, an initial, and since when. Not for caches to
    keep: whoever closes their account is gone at once."""
    return ok(PublicProfileOut.model_validate(await identity.public_profile(snapshot, user_id)))


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


async def _me(snapshot: Snapshot, actor: Actor) -> MeOut:
    found = await identity.person(snapshot, actor)
    pending = await identity.pending_contacts(snapshot, actor)
    known = UserOut.model_validate(found).model_dump()
    return MeOut(
        **known, date_of_birth=found.date_of_birth, pending=[each.kind for each in pending]
    )
