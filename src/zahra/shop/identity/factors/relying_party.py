"""For whom passkeys are good: the shop's host name, and the origin its pages come from."""

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """The shop as passkeys know it. `id` is a host name (Web Authentication, level 3, 5.1.3)."""

    id: str
    name: str
    origin: str

    @property
    def is_possible(self) -> bool:
        """Whether browsers make passkeys for it: for a name, never for a bare address.

        >>> relying_party("Zahra", "http://127.0.0.1:8000").is_possible
        False
        """
        try:
            ip_address(self.id)
        except ValueError:
            return bool(self.id)
        return False


def relying_party(name: str, url: str) -> RelyingParty:
    """The relying party of a shop whose pages live at this address.

    >>> relying_party("Zahra", "https://zahra.example/")
    RelyingParty(id='zahra.example', name='Zahra', origin='https://zahra.example')
    """
    told = urlsplit(url)
    return RelyingParty(told.hostname or "", name, f"{told.scheme}://{told.netloc}")
