"""What TRAI's DLT knows of us: who we are, the sender name people see, and our texts.

https://www.trai.gov.in (TCCCPR 2018): every SMS to an Indian number must come from a registered
header and be a registered text, or the operators drop it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from zahra.shop.messaging import variables_in
from zahra.shop.messaging.provider import MessageRefused, Sms

_ENTITY = re.compile(r"\d{19}")
_HEADER = re.compile(r"[A-Za-z0-9]{3,6}")


@dataclass(frozen=True, slots=True)
class Dlt:
    """The registration. `texts` and `template_ids` are by our names of templates."""

    entity_id: str
    header: str
    template_ids: Mapping[str, str]
    texts: Mapping[str, str]

    def __post_init__(self) -> None:
        if not _ENTITY.fullmatch(self.entity_id) or not _HEADER.fullmatch(self.header):
            raise ValueError("a DLT entity id has 19 digits, a header 3 to 6 letters or digits")

    def variables(self, sms: Sms) -> tuple[str, ...]:
        """What stands at the marks of its registered text. Raises MessageRefused."""
        registered = self.texts.get(sms.template)
        found = None if registered is None else variables_in(sms.text, registered)
        if found is None or sms.template not in self.template_ids:
            raise MessageRefused("not_registered")
        return found
