"""Who we are at Shiprocket, where it is, and how long we wait for it."""

from dataclasses import dataclass, field

LIVE_API = "https://apiv2.shiprocket.in"
LIVE_TRACKING = "https://shiprocket.co/tracking/{awb}"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait and how often to ask again. Seconds."""

    connect: float = 3.0
    answer: float = 15.0  # for the whole answer
    tries: int = 3  # of calls that may be repeated
    pause: float = 0.25  # before the second try; doubles, with jitter
    failures: int = 5  # in a row, before we stop asking
    rest: float = 20.0  # how long we then stop
    token: float = 230 * 3600.0  # they say 240 hours


@dataclass(frozen=True, slots=True)
class ShiprocketAccount:
    """One account: an API user, the tokens its webhook may show (current, then previous), and the
    name under which our own address is known there. `api_base` has no path."""

    email: str
    password: str = field(repr=False)
    webhook_tokens: tuple[str, ...] = field(default=(), repr=False)
    pickup_location: str = "Primary"
    pickup_pincode: str = "302001"
    api_base: str = LIVE_API
    tracking_page: str = LIVE_TRACKING
    patience: Patience = Patience()

    def __post_init__(self) -> None:
        if not self.email or not self.password:
            raise ValueError("a Shiprocket account needs the e-mail and password of an API user")
        if not all(self.webhook_tokens):
            raise ValueError("an empty webhook token would let anybody tell of parcels")
