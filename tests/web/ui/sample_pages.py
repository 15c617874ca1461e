"""Every page and state by name: its template, its view and its frame."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from tests.web.ui import sample_orders, sample_parcels, sample_returns, samples
from tests.web.ui.sample_account import LOGINS, MINE
from tests.web.ui.sample_cash import CASH
from tests.web.ui.sample_deliveries import DELIVERIES
from tests.web.ui.sample_orders import HOME_ADDRESS, TOTALS
from tests.web.ui.samples import CARDS, CHROME, NOW, picture
from tests.world.papers import BINA, a_billing, a_paper
from zahra.shop.invoices import sheet_of
from zahra.web.storefront import (
    account_view,
    bag_view,
    cards_view,
    dev_view,
    error_view,
    order_view,
    payment_view,
)
from zahra.web.storefront.invoice_view import InvoicePage
from zahra.web.ui import Chrome, Flash, FormState, NavLink


@dataclass(frozen=True, slots=True)
class Sample:
    """One page to render."""

    template: str
    view: Any
    chrome: Chrome


GATEWAY = payment_view.GatewayForm(
    "https://gateway.example/v1/checkout.js",
    "https://gateway.example/v1/checkout/embedded",
    (
        ("key_id", "rzp_test_1"),
        ("order_id", "order_1"),
        ("amount", "803700"),
        ("currency", "INR"),
        ("name", "Zahra"),
        ("prefill[contact]", "+919876543210"),
        ("callback_url", "https://zahra.example/checkout/pay/ZH-7K3M9Q2X/return"),
    ),
)
PAY = payment_view.PayPage(
    "ZH-7K3M9Q2X", 803700, GATEWAY, NOW + timedelta(minutes=10), "/checkout?step=payment"
)
PENDING = payment_view.PaymentPendingPage(
    "ZH-7K3M9Q2X",
    803700,
    status_url="/checkout/pay/ZH-7K3M9Q2X/status",
    order_url="/orders/ZH-7K3M9Q2X",
)
FAILED = payment_view.PaymentFailedPage(
    "ZH-7K3M9Q2X",
    803700,
    "The bank did not approve it. Nothing was charged.",
    "/checkout/pay/ZH-7K3M9Q2X",
    (payment_view.OtherMethod("cod", "Pay on delivery", "₹49 fee", 808600),),
)
TIMELINE = (
    order_view.Moment("Placed", "done", NOW),
    order_view.Moment("Packed", "current", NOW + timedelta(hours=20), "In our Jaipur workshop"),
    order_view.Moment("Shipped", "waiting"),
    order_view.Moment("Delivered", "waiting", note="Expected Thu, 26 Nov"),
)
ORDER = order_view.OrderPage(
    number="ZH-7K3M9Q2X",
    created_at=NOW,
    status=cards_view.Badge("Packed", "info"),
    timeline=TIMELINE,
    returns=(
        order_view.ReturnLink(
            "RT-7K3M9Q2X",
            "/account/returns/RT-7K3M9Q2X",
            cards_view.Badge("Asked for", "attention"),
        ),
    ),
    lines=tuple(
        order_view.OrderLine(
            line.title, line.colour, line.size, line.qty, line.line_total, line.picture, line.url
        )
        for line in sample_orders.LINES
    ),
    totals=TOTALS,
    address_name=HOME_ADDRESS.name,
    address_lines=HOME_ADDRESS.lines,
    phone=HOME_ADDRESS.phone,
    payments=(order_view.PaymentLine("UPI", 803700, cards_view.Badge("Paid", "good"), NOW),),
    refunds=sample_returns.REFUNDS,
    actions=(
        order_view.OrderAction(
            "Cancel order", "/orders/ZH-7K3M9Q2X/cancel", "post", consequence="₹8,037 goes back."
        ),
    ),
    arrives_by=date(2026, 11, 26),
    headline="Arriving Thu, 26 Nov",
)
ORDER_CANCELLED = replace(
    ORDER,
    status=cards_view.Badge("Cancelled", "bad"),
    headline="Cancelled",
    timeline=(TIMELINE[0], order_view.Moment("Cancelled", "failed", NOW, "You asked us to.")),
    actions=(),
)
INVOICE = InvoicePage(
    sheet_of(a_paper(replace(a_billing(), ship_to=BINA))),
    order_url="/orders/ZH-7K3M9Q2X",
    pdf_url="/orders/ZH-7K3M9Q2X/invoice/1/pdf",
)
CONFIRMATION = order_view.ConfirmationPage(
    ORDER,
    "+91 ••••• 43210",
    (cards_view.Entry("Changed your mind?", "You can cancel until we start to pick."),),
)
CARD = account_view.OrderCard(
    "ZH-7K3M9Q2X",
    "/orders/ZH-7K3M9Q2X",
    NOW,
    cards_view.Badge("Packed", "info"),
    "Arriving Thu, 26 Nov",
    803700,
    3,
    (picture("anarkali-indigo"), picture("anarkali-ivory")),
    more_pictures=1,
)
ORDERS = account_view.OrdersPage(
    (CARD, replace(CARD, number="ZH-2B8N4T6W", headline="Delivered Mon, 2 Nov")),
    cards_view.Pager(1, 2, 2),
    (NavLink("All", "/account/orders"), NavLink("Open", "/account/orders?status=open")),
    "All",
)
ADDRESSES = account_view.AddressesPage((HOME_ADDRESS, sample_orders.WORK_ADDRESS))
KITCHEN = dev_view.KitchenPage(
    trail=(NavLink("Home", "/"), NavLink("Kitchen", "/__dev/kitchen")),
    form=FormState({"name": "Asha Sharma", "pincode": "30200"}, {"pincode": ["PIN has 6 digits."]}),
    cards=CARDS[:5],
    colours=samples.COLOURS,
    sizes=samples.SIZES,
    size_guide=samples.SIZE_GUIDE,
    steps=sample_orders.CHECKOUT_ADDRESS.steps,
    timeline=TIMELINE,
    totals=replace(TOTALS, cod_fee=4900),
    facts=samples.PRODUCT.compliance,
    free_delivery=sample_orders.BAG_BLOCKED.free_delivery or bag_view.FreeDelivery(99900, 0),
    pager=samples.LISTING.pager,
)
OUTBOX = dev_view.OutboxPage(
    (
        dev_view.OutboxMessage(
            "sms", "+919876543210", "login_code", "", "123456 is your Zahra code.", NOW
        ),
        dev_view.OutboxMessage(
            "email", "asha@example.com", "order_placed", "Order ZH-7K3M9Q2X", "Thank you!", NOW
        ),
    )
)


def _page(template: str, view: Any, path: str, **frame: Any) -> Sample:
    return Sample(template, view, replace(CHROME, path=path, **frame))


def _error(status: int, title: str, text: str, **more: Any) -> Sample:
    view = error_view.ErrorPage(status, title, text, (NavLink("Home page", "/"),), **more)
    return _page("error.html", view, "/nowhere")


def _mine(template: str, view: Any, path: str) -> Sample:
    return _page(template, view, path, signed_in_name="Asha")


PAGES: dict[str, Sample] = {
    "home": _page("home.html", samples.HOME, "/"),
    "listing": _page("listing.html", samples.LISTING, "/c/kurtas"),
    "search-empty": _page(
        "listing.html", samples.SEARCH_EMPTY, "/search", search_text="kurtaa silk"
    ),
    "listing-nothing-fits": _page(
        "listing.html",
        replace(samples.LISTING, cards=(), pager=cards_view.Pager(0, 0, 0)),
        "/c/kurtas",
    ),
    "product": _page("product.html", samples.PRODUCT, samples.PRODUCT.url),
    "product-refused": _page("product.html", samples.PRODUCT_REFUSED, samples.PRODUCT.url),
    "product-sold-out": _page("product.html", samples.PRODUCT_SOLD_OUT, samples.PRODUCT.url),
    "bag": _page("bag.html", sample_orders.BAG, "/cart"),
    "bag-blocked": _page("bag.html", sample_orders.BAG_BLOCKED, "/cart"),
    "bag-coupon": _page("bag.html", sample_orders.BAG_WITH_COUPON, "/cart"),
    "bag-empty": _page("bag.html", sample_orders.BAG_EMPTY, "/cart", bag_count=0),
    "checkout-contact": _page("checkout.html", sample_orders.CHECKOUT_CONTACT, "/checkout"),
    "checkout-code": _page("checkout.html", sample_orders.CHECKOUT_CODE, "/checkout"),
    "checkout-address": _page("checkout.html", sample_orders.CHECKOUT_ADDRESS, "/checkout"),
    "checkout-saved": _page("checkout.html", sample_orders.CHECKOUT_SAVED, "/checkout"),
    "checkout-payment": _page("checkout.html", sample_orders.CHECKOUT_PAYMENT, "/checkout"),
    "pay": _page("pay.html", PAY, "/checkout/pay/ZH-7K3M9Q2X"),
    "payment-pending": _page("payment_pending.html", PENDING, "/checkout/pay/ZH-7K3M9Q2X"),
    "payment-failed": _page("payment_failed.html", FAILED, "/checkout/pay/ZH-7K3M9Q2X"),
    "payment-untried": _page(
        "payment_failed.html", replace(FAILED, is_untried=True), "/checkout/pay/ZH-7K3M9Q2X"
    ),
    **{name: _page(*each) for name, each in (*CASH.items(), *DELIVERIES.items())},
    "confirmation": _page("confirmation.html", CONFIRMATION, "/orders/ZH-7K3M9Q2X"),
    "order": _mine("order.html", ORDER, "/orders/ZH-7K3M9Q2X"),
    "order-on-its-way": _mine(
        "order.html", sample_parcels.on_its_way(ORDER), "/orders/ZH-7K3M9Q2X"
    ),
    "cancel": _mine("cancel.html", sample_parcels.CHOOSING, "/orders/ZH-7K3M9Q2X/cancel"),
    "cancel-refused": _mine("cancel.html", sample_parcels.REFUSED, "/orders/ZH-7K3M9Q2X/cancel"),
    "cancel-last-word": _mine(
        "cancel.html", sample_parcels.LAST_WORD, "/orders/ZH-7K3M9Q2X/cancel"
    ),
    "order-cancelled": _mine("order.html", ORDER_CANCELLED, "/orders/ZH-7K3M9Q2X"),
    "invoice": _mine("invoice.html", INVOICE, "/orders/ZH-7K3M9Q2X/invoice/1"),
    **{name: _page(f"login/{file}.html", view, "/login") for name, (file, view) in LOGINS.items()},
    **{
        name: _mine(f"account/{file}.html", view, "/account/security")
        for name, (file, view) in MINE.items()
    },
    **{
        name: _mine("return.html", view, "/orders/ZH-7K3M9Q2X/return")
        for name, view in sample_returns.ASKING.items()
    },
    **{
        name: _mine(f"account/{file}.html", view, "/account/returns")
        for name, (file, view) in sample_returns.COMING_BACK.items()
    },
    "account": _mine(
        "account/home.html",
        account_view.AccountPage("Asha", "+91 ••••• 43210", CARD, 2),
        "/account",
    ),
    "account-new": _mine(
        "account/home.html", account_view.AccountPage(None, "+91 ••••• 43210"), "/account"
    ),
    "orders": _mine("account/orders.html", ORDERS, "/account/orders"),
    "orders-none": _mine(
        "account/orders.html",
        account_view.OrdersPage((), cards_view.Pager(0, 0, 0)),
        "/account/orders",
    ),
    "addresses": _mine("account/addresses.html", ADDRESSES, "/account/addresses"),
    "addresses-none": _mine(
        "account/addresses.html", account_view.AddressesPage(), "/account/addresses"
    ),
    "address-edit": _mine(
        "account/addresses.html",
        account_view.AddressesPage(
            editing="new",
            form=sample_orders.CHECKOUT_ADDRESS.address.form,
            states=sample_orders.STATES,
        ),
        "/account/addresses",
    ),
    "not-found": _error(404, "We could not find that", "The page may have moved.", has_search=True),
    "forbidden": _error(403, "That is not yours to see", "Log in as somebody who may."),
    "too-many": _error(429, "A little slower, please", "Too many tries.", retry_after=42),
    "broken": _error(500, "Something broke on our side", "We know.", incident="7K3M-9Q2X"),
    "flashes": _page(
        "bag.html",
        sample_orders.BAG,
        "/cart",
        flashes=(
            Flash("You are logged in.", "success"),
            Flash("Prices changed since you were here.", "warning", NavLink("See how", "/cart")),
        ),
    ),
    "outbox": _page("dev/outbox.html", OUTBOX, "/__dev/outbox"),
    "outbox-empty": _page("dev/outbox.html", dev_view.OutboxPage(()), "/__dev/outbox"),
    "kitchen": _page("dev/kitchen.html", KITCHEN, "/__dev/kitchen"),
}
