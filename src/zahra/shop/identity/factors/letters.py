"""What people are told when their factors change."""

from zahra.shop.identity.factors.model import Change
from zahra.shop.messaging import Letter, Letterhead, plain_letter

TEMPLATE = "factor_changed"
_SAID = {
    Change.TOTP_ADDED: "An authenticator app was set up for your account.",
    Change.TOTP_REMOVED: "The authenticator app was removed from your account.",
    Change.PASSKEY_ADDED: "A passkey was added to your account.",
    Change.PASSKEY_REMOVED: "A passkey was removed from your account.",
    Change.RECOVERY_CODES_MADE: "New recovery codes were made for your account.",
    Change.RECOVERY_CODE_USED: "A recovery code of your account was used.",
}


def change_letter(change: Change, brand: Letterhead) -> Letter:
    """That it happened, and what to do if it was somebody else."""
    said = _SAID[change]
    return plain_letter(
        brand,
        said.removesuffix("."),
        [
            said,
            "If it was you, there is nothing to do.",
            "If it was not, log in, end all other sessions under Security, and write to us.",
        ],
    )
