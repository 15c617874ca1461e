"""What the endpoints about people and their addresses take and tell."""

from dataclasses import replace
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StrictBool

from zahra.base.errors import Invalid
from zahra.shop import identity, places
from zahra.shop.identity import AddressDraft, AddressKind
from zahra.web.http.schemas import Input, Output

Line = Annotated[str, Field(max_length=200, examples=["12, 3rd Cross, Indiranagar"])]
Name = Annotated[str, Field(max_length=100, examples=["Asha Rao"])]
Phone = Annotated[str, Field(max_length=20, examples=["+919876543210"])]
City = Annotated[str, Field(max_length=100, examples=["Bengaluru"])]
Pincode = Annotated[str, Field(max_length=10, examples=["560038"])]
StateName = Annotated[
    str, Field(max_length=100, description="Any usual spelling", examples=["Karnataka"])
]
StateCode = Annotated[str, Field(max_length=2, description="Two-digit GST code", examples=["29"])]


def _without_defaults(schema: dict[str, Any]) -> None:
    for told in schema["properties"].values():
        told.pop("default", None)


class Changing(Input):
    """Part of something: what is left out stays as it is, so no field has a default to tell of."""

    model_config = ConfigDict(json_schema_extra=_without_defaults)


class ChangingProfileIn(Changing):
    """What to change of a profile. An empty name takes it away."""

    name: Name = ""
    marketing_consent: StrictBool = False

    def changing(self) -> identity.ChangingProfile:
        """What was sent, and nothing else."""
        return identity.ChangingProfile(**self.model_dump(exclude_unset=True))


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
