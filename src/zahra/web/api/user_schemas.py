"""What the endpoints about people and their addresses take and tell."""

from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StrictBool

from zahra.base.errors import Invalid
from zahra.shop import identity, places
from zahra.shop.identity import AddressDraft, AddressKind
from zahra.web.api.auth_schemas import Code, Identifier, UserOut
from zahra.web.http.schemas import Input, Moment, Output

Line = Annotated[str, Field(max_length=200, examples=["12, 3rd Cross, Indiranagar"])]
Name = Annotated[str, Field(max_length=100, examples=["Asha Rao"])]
Phone = Annotated[str, Field(max_length=20, examples=["+919876543210"])]
City = Annotated[str, Field(max_length=100, examples=["Bengaluru"])]
Email = Annotated[str, Field(max_length=254, examples=["asha@example.com"])]
Birthday = Annotated[str, Field(max_length=10, examples=["1992-04-30"])]
Pincode = Annotated[str, Field(max_length=10, examples=["560038"])]
StateName = Annotated[
    str, Field(max_length=100, description="Any usual spelling", examples=["Karnataka"])
]
StateCode = Annotated[str, Field(max_length=2, description="Two-digit GST code", examples=["29"])]
_NO_CONTACT = {
    "email": "Enter an e-mail address.",
    "phone": "Enter a 10-digit Indian mobile number.",
}


def _without_defaults(schema: dict[str, Any]) -> None:
    for told in schema["properties"].values():
        told.pop("default", None)


class Changing(Input):
    """Part of something: what is left out stays as it is, so no field has a default to tell of."""

    model_config = ConfigDict(json_schema_extra=_without_defaults)


class ChangingProfileIn(Changing):
    """What to change of oneself. An empty name or date takes it away; a new phone or e-mail address
    counts once its code is typed (`POST /users/me/verify`)."""

    name: Name = ""
    email: Email = ""
    phone: Phone = ""
    date_of_birth: Birthday = ""
    marketing_consent: StrictBool = False

    def changing(self) -> identity.ChangingProfile:
        """What was sent of the profile, and nothing else."""
        sent = self.model_dump(exclude_unset=True, exclude={"email", "phone"})
        return identity.ChangingProfile(**sent)

    def contacts(self) -> list[str]:
        """The phone and the address that were sent, as they are stored. Raises Invalid."""
        read = {"email": identity.email_of, "phone": identity.phone_of}
        sent = self.model_dump(exclude_unset=True, include=set(read))
        found = {name: read[name](typed) for name, typed in sent.items()}
        if wrong := {name: _NO_CONTACT[name] for name, value in found.items() if value is None}:
            raise Invalid(wrong)
        return [value for value in found.values() if value is not None]


class ConfirmingContactIn(Input):
    """The code that came to a new phone or e-mail address."""

    identifier: Identifier
    otp: Code
    challenge_id: UUID | None = None


class MeOut(UserOut):
    """Somebody, as they see themselves. `pending` was asked for and waits for its code."""

    date_of_birth: date | None
    pending: list[identity.ContactKind]


class PublicProfileOut(Output):
    """Somebody, as strangers see them."""

    id: UUID
    display_name: str
    member_since: date


class ExportOut(Output):
    """A copy of what the shop knows of somebody: being made until `readyAt`, kept until
    `expiresAt`."""

    id: UUID
    asked_at: Moment
    ready_at: Moment | None
    expires_at: Moment


class WholeExportOut(ExportOut):
    """The copy itself, once it is ready."""

    document: dict[str, Any] | None


class StartingAfreshIn(Input):
    """The `claim` of 403 `second_proof_required`."""

    claim: Annotated[str, Field(max_length=100, examples=["Vn3i…"])]


class AddressIn(Input):
    """A new address: `state` by name, by `stateCode`, or both alike."""

    name: Name
    phone: Phone
    line1: Line
    line2: Line | None = None
    landmark: Line | None = None
    city: City
    state: StateName | None = None
    state_code: StateCode | None = None
    pincode: Pincode
    country: Literal["IN"] = "IN"
    kind: AddressKind = AddressKind.HOME

    def draft(self) -> AddressDraft:
        """The address as typed. Raises Invalid where two things said of the state differ."""
        return AddressDraft(
            name=self.name,
            phone=self.phone,
            line1=self.line1,
            line2=self.line2,
            landmark=self.landmark,
            city=self.city,
            state=_one_state(self.state, self.state_code) or "",
            pincode=self.pincode,
            kind=self.kind,
        )


class ChangingAddressIn(Changing):
    """What to change of an address."""

    name: Name = ""
    phone: Phone = ""
    line1: Line = ""
    line2: Line | None = None
    landmark: Line | None = None
    city: City = ""
    state: StateName | None = None
    state_code: StateCode | None = None
    pincode: Pincode = ""
    country: Literal["IN"] = "IN"
    kind: AddressKind = AddressKind.HOME

    def changed(self, draft: AddressDraft) -> AddressDraft:
        """The draft with what was sent in its place."""
        sent: dict[str, Any] = self.model_dump(exclude_unset=True)
        code, _ = sent.pop("state_code", None), sent.pop("country", None)
        if "state" in sent or code is not None:
            sent["state"] = _one_state(sent.get("state"), code) or ""
        return replace(draft, **sent)


class AddressOut(Output):
    """An address in its stored form. `stateCode` is the state's GST code."""

    id: UUID
    name: str
    phone: str
    line1: str
    line2: str | None
    landmark: str | None
    city: str
    state: str
    state_code: str
    pincode: str
    country: str
    kind: AddressKind
    is_default: bool


class RemovedOut(Output):
    """What is gone."""

    id: UUID
    removed: bool = True


def _one_state(name: str | None, code: str | None) -> str | None:
    if name is not None and code is not None:
        named = places.state_named(name)
        if named is not None and named.code != code:
            raise Invalid({"stateCode": f"{named.name} has the code {named.code}."})
    return name if name is not None else code
