"""What somebody who is to work here is sent."""

from zahra.shop.messaging import Letter, Letterhead, plain_letter

TEMPLATE = "staff_invitation"


def invitation_letter(link: str, brand: Letterhead) -> Letter:
    """Their link, and how long it is good."""
    return plain_letter(
        brand,
        f"Join {brand.name}",
        [
            f"You are invited to work on {brand.name}. Set up your login here:",
            link,
            "The link is good for 24 hours, once, and for you alone: do not pass it on.",
            "You will need a phone with an authenticator app, or a passkey.",
            "If you did not expect this, you can ignore this letter.",
        ],
    )
