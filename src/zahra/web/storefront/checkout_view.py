"""What checkout shows: three steps on one document, and what the order comes to."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, TypeAlias

from zahra.base.money import Paise, format_inr
from zahra.web.storefront.bag_view import BagLine, Totals
from zahra.web.ui.forms import UNTOUCHED, FormState

StepState: TypeAlias = Literal["done", "current", "waiting"]


@dataclass(frozen=True, slots=True)
class Step:
    """A step's name in the progress list."""

    title: str
    state: StepState


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """A code is on its way. Seconds count from when the page was made."""

    sent_to: str  # masked: "+91 ••••• 43210"
    channel: Literal["sms", "email"]
    resend_after: int
    valid_minutes: int = 5


@dataclass(frozen=True, slots=True)
class ContactStep:
    """Who is buying: a phone or e-mail, proved by a code in place."""

    state: StepState
    form: FormState = UNTOUCHED
    code: CodeEntry | None = None
    proved: str = ""  # what stands in the summary once done


@dataclass(frozen=True, slots=True)
class SavedAddress:
    """An address already known, on one card."""

    id: str
    name: str
    lines: tuple[str, ...]
    phone: str
    kind: str  # "Home"
    is_default: bool = False
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class AddressStep:
    """Where it goes. `states`: code and name, for the list to choose from."""

    state: StepState
    form: FormState = UNTOUCHED
    states: tuple[tuple[str, str], ...] = ()
    saved: tuple[SavedAddress, ...] = ()
    is_adding: bool = True  # the form is open: there is nothing saved, or "another" was asked for
    chosen: SavedAddress | None = None
    arrives_by: date | None = None
    refusal: str = ""  # why nothing can be brought to the address that is chosen

    @property
    def billable(self) -> tuple[tuple[str, str], ...]:
        """Ids and names of the addresses a bill could be made out to."""
        return tuple((each.id, f"{each.name}, {', '.join(each.lines)}") for each in self.saved)


@dataclass(frozen=True, slots=True)
class PaymentMethod:
    """A way to pay, with what the whole order costs that way: its sums, and those of its lines,
    where they are known."""

    key: str  # "razorpay", "cod"
    title: str
    text: str
    total: Paise
    left: Paise = 0  # what is left of it to pay with store credit
    advance: Paise = 0  # what is paid online now of what is else paid at the door
    is_selected: bool = False
    refusal: str | None = None  # why it is not offered for this order
    totals: Totals | None = None
    totals_with_credit: Totals | None = None  # where store credit makes them others
    line_totals: tuple[Paise, ...] = ()

    @property
    def total_with_credit(self) -> Paise:
        """What the whole order costs where store credit is used."""
        return self.totals_with_credit.total if self.totals_with_credit else self.total

    @property
    def button(self) -> str:
        """What the button says that places the order."""
        if self.advance:
            return f"Place order and pay {format_inr(self.advance)} now"
        verb = "Place order," if self.key == "cod" else "Pay"
        return f"{verb} {format_inr(self.total)}"

    @property
    def button_with_credit(self) -> str:
        """The same where store credit is used."""
        if self.left == 0:
            return "Place order, nothing to pay"
        if self.key == "cod" and not self.advance:
            return f"Place order, {format_inr(self.left)} to pay"
        advance = min(self.advance, self.left)
        return replace(self, total=self.left, advance=advance).button


@dataclass(frozen=True, slots=True)
class PaymentStep:
    """How it is paid, and the last look."""

    state: StepState
    form: FormState = UNTOUCHED
    methods: tuple[PaymentMethod, ...] = ()
    credit: Paise = 0  # store credit that could be used


@dataclass(frozen=True, slots=True)
class CheckoutPage:
    """`cart_version` goes back with the order, so that nobody buys what they did not see."""

    contact: ContactStep
    address: AddressStep
    payment: PaymentStep
    lines: tuple[BagLine, ...]
    totals: Totals
    cart_version: int
    refused_code: str = ""  # why the code on the bag takes nothing off

    @property
    def steps(self) -> tuple[Step, ...]:
        """The progress list: one entry a step, no more."""
        return (
            Step("Contact", self.contact.state),
            Step("Address", self.address.state),
            Step("Payment", self.payment.state),
        )

    @property
    def is_refused(self) -> bool:
        """Whether some step has something to put right."""
        forms = (self.contact.form, self.address.form, self.payment.form)
        return any(form.is_refused for form in forms)
