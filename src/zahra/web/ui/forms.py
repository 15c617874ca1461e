"""A form as it is shown again: what was typed, and what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class FormState:
    """An untouched form has neither values nor errors.

    >>> form = FormState({"pincode": "30200"}, {"pincode": ["PIN code has 6 digits; you typed 5."]})
    >>> form.value("pincode"), form.error("pincode"), form.error("city")
    ('30200', 'PIN code has 6 digits; you typed 5.', None)
    """

    values: Mapping[str, str] = field(default_factory=dict[str, str])
    errors: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    refusal: str | None = None  # a sentence about the whole form, not one field
    idempotency_key: str = ""

    def value(self, name: str, default: str = "") -> str:
        """What stood in the field."""
        return self.values.get(name, default)

    def error(self, name: str) -> str | None:
        """The first thing wrong with the field."""
        said = self.errors.get(name)
        return said[0] if said else None

    @property
    def is_refused(self) -> bool:
        """Whether there is anything to put right."""
        return bool(self.errors or self.refusal)


UNTOUCHED = FormState()
