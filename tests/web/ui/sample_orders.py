"""Sample bags and checkouts, step by step."""

from dataclasses import replace
from datetime import date

from tests.web.ui.samples import CARDS, card
from zahra.web.storefront import bag_view, checkout_view, coupon_view
from zahra.web.ui import FormState

LINES = tuple(
    bag_view.BagLine(
        id=f"line-{at}",
        url=card(at).url,
        title=card(at).title,
        colour=card(at).subtitle.split(" · ")[0],
        size="M",
        picture=card(at).picture,
        qty=1 + at,
        max_qty=5,
        unit_price=card(at).price,
        mrp=card(at).mrp,
        discount_percent=card(at).discount_percent,
        line_total=card(at).price * (1 + at),
        notices=notices,
    )
    for at, notices in (
        (0, ()),
        (1, (bag_view.LineNotice("The price rose by ₹200 since you added it."),)),
    )
)
TOTALS = bag_view.Totals(mrp_total=1249700, discount=446000, total=803700, shipping=0)
BAG = bag_view.BagPage(
    LINES,
    TOTALS,
    version=7,
    idempotency_key="once-2",
    free_delivery=bag_view.FreeDelivery(threshold=99900, short_by=0),
)
BAG_BLOCKED = replace(
    BAG,
    lines=(
        replace(LINES[0], notices=(bag_view.LineNotice("Size M has just sold out.", True),)),
        LINES[1],
    ),
    notices=(bag_view.BagNotice("We put the bag from your phone and this one together."),),
    free_delivery=bag_view.FreeDelivery(threshold=99900, short_by=20000),
    refusal="Only 1 is left, so the quantity stayed as it was.",
)
BAG_WITH_COUPON = replace(
    BAG,
    totals=replace(
        TOTALS,
        savings=(coupon_view.Saving("Buy any two dupattas, get the third free", 30000),),
        delivery_note="Free delivery this week",
    ),
    coupon=coupon_view.CouponPart(
        coupon_view.AppliedCoupon("WELCOME10", "Ten per cent off your first order", 0, "Add ₹340."),
        (
            coupon_view.CouponChoice("FESTIVE500", "₹500 off", 50000),
            coupon_view.CouponChoice("PREPAID5", "5 % off", 0, "Counts when you pay online."),
        ),
        FormState({"code": "NOSUCH"}, {"code": ["This code cannot be used."]}),
    ),
)
BAG_EMPTY = replace(BAG, lines=(), suggestions=CARDS[:6])

STATES = (("08", "Rajasthan"), ("27", "Maharashtra"), ("29", "Karnataka"))
HOME_ADDRESS = checkout_view.SavedAddress(
    "address-1",
    "Asha Sharma",
    ("12 Civil Lines", "Near Central Park", "Jaipur, Rajasthan 302006"),
    "+91 98765 43210",
    "Home",
    is_default=True,
    is_chosen=True,
)
WORK_ADDRESS = replace(HOME_ADDRESS, id="address-2", kind="Work", is_default=False, is_chosen=False)
CODE = checkout_view.CodeEntry("+91 ••••• 43210", "sms", resend_after=30)
_PROVED = checkout_view.ContactStep("done", proved="+91 98765 43210")
_WAITING_ADDRESS = checkout_view.AddressStep("waiting")
_WAITING_PAYMENT = checkout_view.PaymentStep("waiting")
METHODS = (
    checkout_view.PaymentMethod(
        "razorpay",
        "UPI, cards, net banking",
        "Google Pay, PhonePe …",
        803700,
        is_selected=True,
        totals=TOTALS,
        line_totals=tuple(line.line_total for line in LINES),
    ),
    checkout_view.PaymentMethod(
        "cod",
        "Cash on delivery",
        "₹49 fee, paid to the courier",
        808600,
        totals=replace(TOTALS, cod_fee=4900, total=808600, savings=()),
        line_totals=tuple(line.line_total for line in LINES),
    ),
)
CHECKOUT_CONTACT = checkout_view.CheckoutPage(
    checkout_view.ContactStep("current"), _WAITING_ADDRESS, _WAITING_PAYMENT, LINES, TOTALS, 7
)
CHECKOUT_CODE = replace(
    CHECKOUT_CONTACT,
    contact=checkout_view.ContactStep(
        "current",
        FormState(errors={"code": ["That code is not right, or is no longer good."]}),
        CODE,
    ),
)
CHECKOUT_ADDRESS = replace(
    CHECKOUT_CONTACT,
    contact=_PROVED,
    address=checkout_view.AddressStep(
        "current",
        FormState(
            {"pincode": "30200", "name": "Asha Sharma", "state_code": "08"},
            {
                "pincode": ["PIN code has 6 digits; you typed 5."],
                "line1": ["Give the house or flat, so that the courier finds you."],
            },
        ),
        STATES,
        (HOME_ADDRESS,),
    ),
)
CHECKOUT_SAVED = replace(
    CHECKOUT_CONTACT,
    contact=_PROVED,
    address=checkout_view.AddressStep(
        "current", states=STATES, saved=(HOME_ADDRESS, WORK_ADDRESS), is_adding=False
    ),
)
CHECKOUT_PAYMENT = replace(
    CHECKOUT_CONTACT,
    contact=_PROVED,
    address=checkout_view.AddressStep("done", chosen=HOME_ADDRESS, arrives_by=date(2026, 11, 26)),
    payment=checkout_view.PaymentStep("current", FormState(idempotency_key="once-3"), METHODS),
)
