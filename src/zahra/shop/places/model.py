"""What a state and a PIN code are."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class State:
    """A state or union territory. `code` is its two-digit GST code, a GSTIN's first two digits."""

    code: str
    name: str
    is_union_territory: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """What the directory knows of a PIN code. 52 codes lie in more than one state, 82 in none."""

    pincode: str
    districts: tuple[str, ...]
    state_codes: tuple[str, ...]

    def allows(self, state_code: str) -> bool:
        """Whether an address here may be in this state; yes where no state is known."""
        return not self.state_codes or state_code in self.state_codes
