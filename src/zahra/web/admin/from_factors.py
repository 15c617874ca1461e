"""From identity's factors to what pages show of them."""

from zahra.shop import identity
from zahra.web.admin.enrol_view import AppSetup


def app_setup(setup: identity.TotpSetup) -> AppSetup:
    """The secret as a picture to scan and as groups of four to type.

    >>> app_setup(identity.TotpSetup("ABCDEFGH", "otpauth://", "<svg/>", "x")).secret
    'ABCD EFGH'
    """
    groups = (setup.secret[at : at + 4] for at in range(0, len(setup.secret), 4))
    return AppSetup(" ".join(groups), setup.uri, setup.picture, setup.sealed)
