"""Where somebody wanted to go before they were asked who they are."""


def own_address(address: str, *, otherwise: str = "/account") -> str:
    """An address of our own to go to, `otherwise` for anything else.

    >>> own_address("/cart?x=1"), own_address("//evil.example"), own_address("https://x")
    ('/cart?x=1', '/account', '/account')
    """
    is_path = address.startswith("/") and not address.startswith(("//", "/\\"))
    is_clean = all(char.isprintable() and char not in "\\ " for char in address)
    return address if is_path and is_clean else otherwise
