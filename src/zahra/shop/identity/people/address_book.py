"""What an address is."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class AddressKind(StrEnum):
    """What its owner calls it."""

    HOME = "home"
    WORK = "work"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class AddressDraft:
    """An address as typed: any spelling of phone and state."""

    name: str
    phone: str
    line1: str
    city: str
    state: str
    pincode: str
    line2: str | None = None
    landmark: str | None = None
    kind: AddressKind = AddressKind.HOME


@dataclass(frozen=True, slots=True)
class Address:
    """An address in somebody's book. `state_code` is the state's GST code."""

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

    @property
    def draft(self) -> AddressDraft:
        """What its owner may change."""
        return AddressDraft(
            name=self.name,
            phone=self.phone,
            line1=self.line1,
            city=self.city,
            state=self.state,
            pincode=self.pincode,
            line2=self.line2,
            landmark=self.landmark,
            kind=self.kind,
        )
