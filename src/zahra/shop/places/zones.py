"""What the digits of a PIN code say by themselves (India Post)."""


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
