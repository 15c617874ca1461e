"""Who we are at PayU, and where it is."""

from dataclasses import dataclass, field

from zahra.providers.patience import Patience

LIVE_PAGE, LIVE_SERVICE = "https://secure.payu.in", "https://info.payu.in"
TEST_PAGE = TEST_SERVICE = "https://test.payu.in"


@dataclass(frozen=True, slots=True)
class PayuAccount:
    """One account: its key and salts, its addresses.

    `pages` are the hosts its payment page may lead through. It wants an e-mail address of every
    payer: of one who gave none it gets `care_email`.
    """

    key: str
    salts: tuple[str, ...] = field(repr=False)  # current, then previous
    care_email: str
    page_base: str = LIVE_PAGE
    service_base: str = LIVE_SERVICE
    pages: tuple[str, ...] = ("https://api.payu.in",)
    patience: Patience = field(default_factory=Patience)

    def __post_init__(self) -> None:
        if not self.key or not self.salts or not all(self.salts):
            raise ValueError("a PayU account needs a key and a salt")
        if "|" in self.key or not self.care_email:
            raise ValueError("a PayU account needs a key without |, and an e-mail address")

    @property
    def salt(self) -> str:
        """What we sign with."""
        return self.salts[0]
