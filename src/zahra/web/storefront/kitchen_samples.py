"""Made-up facts for the component kitchen: states that a real shop is rarely in all at once."""

from datetime import datetime, timedelta

from zahra.web.storefront.bag_view import FreeDelivery, Totals
from zahra.web.storefront.cards_view import ProductCard
from zahra.web.storefront.checkout_view import Step
from zahra.web.storefront.dev_view import KitchenPage
from zahra.web.storefront.order_view import Moment
from zahra.web.storefront.paging import pager_of
from zahra.web.storefront.product_view import ProductPage, SizeGuide
from zahra.web.ui import FormState, NavLink


def kitchen_page(cards: tuple[ProductCard, ...], goods: ProductPage, now: datetime) -> KitchenPage:
    """Samples for every component, around real goods."""
    return KitchenPage(
        trail=(NavLink("Home", "/"), NavLink("Kitchen", "/__dev/kitchen")),
        form=FormState({"name": "Asha Verma", "pincode": "30200"}, {"pincode": [_PINCODE]}),
        cards=cards,
        colours=goods.colours,
        sizes=goods.sizes,
        size_guide=goods.size_guide or SizeGuide(()),
        steps=(Step("Contact", "done"), Step("Address", "current"), Step("Payment", "waiting")),
        timeline=(
            Moment("Placed", "done", now - timedelta(hours=20)),
            Moment("Packed", "current", now, "In our Jaipur workshop"),
            Moment("Shipped", "waiting"),
        ),
        totals=Totals(269900, 54000, 220800, shipping=0, cod_fee=4900),
        facts=goods.compliance,
        free_delivery=FreeDelivery(99900, 30000),
        pager=pager_of("/__dev/kitchen", {}, page=2, limit=24, total=312),
    )


_PINCODE = "Enter the 6 digits of the PIN code."
