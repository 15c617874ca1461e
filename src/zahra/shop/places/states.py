"""The states and union territories as GST counts them since 26 January 2020.

25 (Daman and Diu) and 28 (Andhra Pradesh before division) are history. A union territory here is
one without a legislature, where UTGST is charged: Delhi, Puducherry and Jammu and Kashmir have
their own and charge SGST (UTGST Act 2017, section 1(2)).
"""

from collections.abc import Mapping
from types import MappingProxyType

from zahra.shop.places.model import State

_STATES = (
    State("01", "Jammu and Kashmir"),
    State("02", "Himachal Pradesh"),
    State("03", "Punjab"),
    State("04", "Chandigarh", is_union_territory=True),
    State("05", "Uttarakhand"),
    State("06", "Haryana"),
    State("07", "Delhi"),
    State("08", "Rajasthan"),
    State("09", "Uttar Pradesh"),
    State("10", "Bihar"),
    State("11", "Sikkim"),
    State("12", "Arunachal Pradesh"),
    State("13", "Nagaland"),
    State("14", "Manipur"),
    State("15", "Mizoram"),
    State("16", "Tripura"),
    State("17", "Meghalaya"),
    State("18", "Assam"),
    State("19", "West Bengal"),
    State("20", "Jharkhand"),
    State("21", "Odisha"),
    State("22", "Chhattisgarh"),
    State("23", "Madhya Pradesh"),
    State("24", "Gujarat"),
    State("26", "Dadra and Nagar Haveli and Daman and Diu", is_union_territory=True),
    State("27", "Maharashtra"),
    State("29", "Karnataka"),
    State("30", "Goa"),
    State("31", "Lakshadweep", is_union_territory=True),
    State("32", "Kerala"),
    State("33", "Tamil Nadu"),
    State("34", "Puducherry"),
    State("35", "Andaman and Nicobar Islands", is_union_territory=True),
    State("36", "Telangana"),
    State("37", "Andhra Pradesh"),
    State("38", "Ladakh", is_union_territory=True),
)

STATES: Mapping[str, State] = MappingProxyType({state.code: state for state in _STATES})
