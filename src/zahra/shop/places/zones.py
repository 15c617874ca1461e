"""What the digits of a PIN code say by themselves, and how far one is from another.

The zones are those that courier aggregators have in common; each draws its own borders a little
differently, so a place may be told its zone (`Place.zone`) and then that one counts.
"""

import re

from zahra.shop.places.model import Place, Zone

# A big city is what its people call it, whatever the state: Delhi is also Gurugram and Noida.
_METROS = {
    "Delhi": ("110", "121", "122", "201"),
    "Mumbai": ("400", "401", "410", "421"),
    "Kolkata": ("700", "711"),
    "Chennai": ("600",),
    "Bengaluru": ("560",),
    "Hyderabad": ("500",),
}
_METRO_OF = {prefix: city for city, prefixes in _METROS.items() for prefix in prefixes}
# Jammu and Kashmir, Ladakh, Sikkim, the Andamans, the North-East, Lakshadweep.
_REMOTE = re.compile(r"18|19|737|744|78|79|68255[1-9]")


def zone(pincode: str) -> int:
    """The postal zone, 1 to 9: the first digit.

    >>> zone("560001")
    5
    """
    return int(pincode[0])


def is_army(pincode: str) -> bool:
    """Whether the Army Postal Service delivers here, and so no ordinary courier.

    >>> is_army("900056"), is_army("110001")
    (True, False)
    """
    return zone(pincode) == 9


def zone_between(origin: str, pincode: str, *, state_code: str, place: Place | None) -> Zone:
    """How far it is from our PIN code, in the state `state_code`, to another. An unknown place is
    never in our state: only its digits speak.

    >>> from zahra.shop.places.model import Place
    >>> def from_jaipur(pin, *states):
    ...     place = Place(pin, (), states) if states else None
    ...     return zone_between("302001", pin, state_code="08", place=place).value
    >>> from_jaipur("302017", "08"), from_jaipur("342001", "08"), from_jaipur("400001", "27")
    ('A', 'B', 'D')
    >>> from_jaipur("781001"), zone_between("110001", "400001", state_code="07", place=None).value
    ('E', 'C')
    """
    if place is not None and place.zone is not None:
        return place.zone
    if _city_of(origin) == _city_of(pincode):
        return Zone.CITY
    if place is not None and state_code in place.state_codes:
        return Zone.STATE
    if origin[:3] in _METRO_OF and pincode[:3] in _METRO_OF:
        return Zone.METRO
    return Zone.REMOTE if _is_remote(origin) or _is_remote(pincode) else Zone.REST


def _city_of(pincode: str) -> str:
    """The big city, else the sorting district: the first three digits."""
    return _METRO_OF.get(pincode[:3], pincode[:3])


def _is_remote(pincode: str) -> bool:
    return _REMOTE.match(pincode) is not None
