"""Values that are written as lists."""


def listed(text: str) -> list[str]:
    """Comma-separated text as a list, blanks dropped.

    >>> listed("a, b,,")
    ['a', 'b']
    """
    return [part.strip() for part in text.split(",") if part.strip()]


def pairs(text: str) -> dict[str, str]:
    """`name=value, …` as a table.

    >>> pairs("login_code=1107, order_placed=1108,")
    {'login_code': '1107', 'order_placed': '1108'}
    """
    parts = (part.partition("=") for part in listed(text))
    return {name.strip(): value.strip() for name, _, value in parts if value.strip()}
