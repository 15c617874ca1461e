"""Where things are sent: Indian states with their GST codes, PIN codes and GST numbers.

A PIN suggests a district and a state; what the shopper says is the fact that tax is reckoned from.

Which PIN lies where comes from the `indian-pincode` package (MIT), whose data is derived from
"All India Pincode Directory", India Post, Department of Posts, published on data.gov.in under the
Government Open Data License – India (GODL-India).
"""

from zahra.shop.places.gstin import is_gstin
from zahra.shop.places.importing import (
    Change,
    Editing,
    ImportPlan,
    edit_pincode,
    import_pincodes,
    pincodes_list,
    plan_import,
)
from zahra.shop.places.loading import load_pincodes
from zahra.shop.places.model import Lesson, Place, State, Zone
from zahra.shop.places.naming import state_named
from zahra.shop.places.sheets import RowError
from zahra.shop.places.states import STATES
from zahra.shop.places.store import keep_lessons, place_of, places_of
from zahra.shop.places.zones import is_army, zone, zone_between

__all__ = [
    "STATES",
    "Change",
    "Editing",
    "ImportPlan",
    "Lesson",
    "Place",
    "RowError",
    "State",
    "Zone",
    "edit_pincode",
    "import_pincodes",
    "is_army",
    "is_gstin",
    "keep_lessons",
    "load_pincodes",
    "pincodes_list",
    "place_of",
    "places_of",
    "plan_import",
    "state_named",
    "zone",
    "zone_between",
]
