"""Who we are at Razorpay, and where it is."""

from dataclasses import dataclass, field

from zahra.providers.patience import Patience

LIVE_API = "https://api.razorpay.com"
LIVE_CHECKOUT = "https://checkout.razorpay.com/v1/checkout.js"
LIVE_TELEMETRY = "https://lumberjack.razorpay.com"


@dataclass(frozen=True, slots=True)
class RazorpayAccount:
    """One account: its keys, its addresses, and what we ask of every order.

    `api_base` has no `/v1`. Authorised payments are captured by Razorpay itself for
    `automatic_minutes`, then by us until `manual_minutes`, then refunded by Razorpay.
    """

    key_id: str
    key_secret: str = field(repr=False)
    webhook_secrets: tuple[str, ...] = field(default=(), repr=False)  # current, then previous
    api_base: str = LIVE_API
    checkout_js_url: str = LIVE_CHECKOUT
    telemetry: tuple[str, ...] = (LIVE_TELEMETRY,)  # hosts its script reports to
    automatic_minutes: int = 30
    manual_minutes: int = 4320
    unique_receipts: bool = True  # the account knows `unique_receipt`
    patience: Patience = field(default_factory=Patience)

    def __post_init__(self) -> None:
        if not self.key_id or not self.key_secret:
            raise ValueError("a Razorpay account needs a key id and a key secret")
        if not all(self.webhook_secrets):
            raise ValueError("an empty webhook secret would let anybody sign")
        if not 12 <= self.automatic_minutes <= self.manual_minutes <= 7200:
            raise ValueError("capture windows: 12 <= automatic <= manual <= 7200 minutes")
