"""From identity's factors to what pages show of them."""

from zahra.shop import identity
from zahra.web.admin.enrol_view import AppSetup


def app_setup(setup: identity.TotpSetup) -> AppSetup:
    """The secret as a picture to scan and as groups of four to type."""
    return AppSetup(setup.in_groups, setup.uri, setup.picture, setup.sealed)
