"""Sample returns and store credit, state by state."""

from dataclasses import replace
from datetime import date, timedelta

from tests.web.ui.samples import CARDS, NOW
from zahra.web.storefront import order_view, returns_view
from zahra.web.storefront.cards_view import Badge, Pager
from zahra.web.ui import FormState

LINE = returns_view.WizardLine(
    "0" * 32,
    CARDS[0].title,
    "Indigo, M",
    CARDS[0].picture,
    most=2,
    until=date(2026, 11, 30),
    reasons=(("too_small", "It is too small"), ("damaged", "It arrived damaged")),
    wishes=(("refund", "My money back"), ("1" * 32, "Exchange for size L")),
    price=159900,
)
PHOTO = returns_view.Photo("1f3a", "/media/1f3a-480.webp", "/media/1f3a-720.webp", 480, 640)
TOO_LATE = replace(
    LINE, id="2" * 32, most=0, why="It could be sent back until Fri, 20 Nov.", wishes=()
)
ACCOUNT = returns_view.Account("3" * 32, "as•••@okhdfc", NOW)
WIZARD = returns_view.WizardPage(
    "ZH-7K3M9Q2X",
    (LINE, TOO_LATE),
    (ACCOUNT,),
    has_cash=True,
    address_lines=("Asha Sharma", "12 Civil Lines", "Jaipur 302006, Rajasthan"),
    form=FormState(idempotency_key="once-9"),
    source_text="Your UPI account, within 7 days. What you paid at the door becomes store credit.",
)
WRONG = FormState(
    {f"qty_{LINE.id}": "1"},
    {f"reason_{LINE.id}": ["Say why it comes back."]},
    idempotency_key="once-9",
)
REVIEW = returns_view.ReviewLine("1 × Buta Kurta", "Indigo, M. It is too small. My money back.", 1)
ONE_PAGE = Pager(1, 1, 1)
GIVEN = returns_view.ReturnPage(
    "RT-7K3M9Q2X",
    "ZH-7K3M9Q2X",
    Badge("To be picked up", "info"),
    NOW,
    (
        order_view.Moment("Asked for", "done", NOW),
        order_view.Moment("To be picked up", "current", NOW + timedelta(days=1)),
    ),
    (
        returns_view.ReturnedLine(
            "1 × Buta Kurta",
            "Indigo, M",
            "It is too small",
            "Money back",
            note="Tight at the arm",
            photos=(PHOTO,),
        ),
    ),
    ("₹1,599 goes back to your UPI account, within 7 days.",),
    pickup=returns_view.Coming(
        "Delhivery Surface",
        date(2026, 11, 25),
        "59600000001",
        "https://courier.example/59600000001",
        note="Please have the pieces ready in their bag, with their tags.",
    ),
    may_cancel=True,
    is_exchange_held=True,
)
ENDED = replace(GIVEN, promises=(), pickup=None, may_cancel=False, is_exchange_held=False)
REFUNDS = (
    order_view.RefundLine(
        "To your UPI account",
        159900,
        Badge("Refunded", "good"),
        "Your bank has it since Tue, 24 Nov, and shows it by Mon, 30 Nov.",
        "074512345678",
    ),
    order_view.RefundLine(
        "For what you get instead",
        159900,
        Badge("Used", "good"),
        url="/orders/ZH-2B4C6D8F",
        link="ZH-2B4C6D8F",
    ),
)
IN_VAIN = returns_view.Coming(
    "Delhivery Surface",
    awb="59600000001",
    trouble="The courier came on Wed, 25 Nov and could not fetch it: “Customer not available”.",
)
CARD = returns_view.ReturnCard(
    "RT-7K3M9Q2X", "/account/returns/RT-7K3M9Q2X", "ZH-7K3M9Q2X", NOW, GIVEN.status, 1
)
CREDIT = returns_view.CreditPage(
    159900,
    (
        returns_view.CreditLine("Payment", -40100, 159900, NOW, "ZH-7K3M9Q2X"),
        returns_view.CreditLine("Refund", 200000, 200000, NOW),
    ),
    (ACCOUNT,),
    ONE_PAGE,
)
WAITING = returns_view.PayoutLine(
    "Order ZH-7K3M9Q2X",
    Badge("Needs an account", "attention"),
    159900,
    "The bank did not take it: account closed. Choose an account that it shall go to.",
    choose="/account/credit/payouts/x",
    field="account_x",
)
PAID = returns_view.PayoutLine(
    "Order ZH-2B4C6D8F", Badge("Paid out", "good"), 249900, "Paid to as•••@okhdfc on Sun, 22 Nov."
)
NO_CHOICE = FormState(errors={"account_x": ["Choose one of your accounts."]})
ASKING = {
    "return": WIZARD,
    "return-refused": replace(WIZARD, form=WRONG),
    "return-review": replace(
        WIZARD,
        review=(REVIEW,),
        promises=GIVEN.promises,
        lines=(replace(LINE, photos=(PHOTO,)), TOO_LATE),
    ),
    "return-nothing": replace(WIZARD, lines=(TOO_LATE,), accounts=()),
}
COMING_BACK = {
    "returns": ("returns", returns_view.ReturnsPage((CARD,), ONE_PAGE)),
    "returns-none": ("returns", returns_view.ReturnsPage((), Pager(0, 0, 0))),
    "one-return": ("return", GIVEN),
    "return-in-vain": ("return", replace(GIVEN, pickup=IN_VAIN, may_ask_again=True)),
    "return-by-hand": ("return", replace(GIVEN, pickup=returns_view.Coming("Ramesh", awb="R1"))),
    "return-exchange-unpaid": (
        "return",
        replace(GIVEN, is_exchange_held=False, sent=returns_view.SentInstead("ZH-2B4C6D8F", 20000)),
    ),
    "return-exchanged": ("return", replace(GIVEN, sent=returns_view.SentInstead("ZH-2B4C6D8F"))),
    "return-called-off": (
        "return",
        replace(
            ENDED, ending="You keep it, and nothing goes back.", again_url="/orders/ZH-1/return"
        ),
    ),
    "return-declined": (
        "return",
        replace(ENDED, ending="We do not take it back.", is_refused=True),
    ),
    "return-refunded": ("return", replace(ENDED, refunds=REFUNDS)),
    "credit": ("credit", CREDIT),
    "credit-payouts": ("credit", replace(CREDIT, payouts=(WAITING, PAID))),
    "credit-payouts-refused": ("credit", replace(CREDIT, payouts=(WAITING,), form=NO_CHOICE)),
    "credit-payouts-no-account": ("credit", replace(CREDIT, payouts=(WAITING,), accounts=())),
    "credit-none": ("credit", returns_view.CreditPage(0, ())),
    "payout-account": ("payout_account", returns_view.AccountPage()),
    "payout-account-bank": ("payout_account", returns_view.AccountPage(kind="bank")),
    "payout-account-refused": (
        "payout_account",
        returns_view.AccountPage(
            FormState({"holder": "Asha"}, {"ifsc": ["An IFSC looks like HDFC0001234."]}), "bank"
        ),
    ),
}
