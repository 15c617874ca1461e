"""SQL of the PIN table."""

from collections.abc import Sequence

from zahra.base.db import Snapshot, Transaction
from zahra.shop.places.model import Place


async def place_of(snapshot: Snapshot, pincode: str) -> Place | None:
    """What is known of a PIN code; None for one that the directory does not have."""
    return await snapshot.row(
        Place,
        """
        SELECT pincode, districts, state_codes, zone, is_serviceable, takes_cash, cash_max,
            min_days, max_days, parcels, parcels_back, days_p50, days_p90
        FROM pincodes WHERE pincode = %(pincode)s
        """,
        pincode=pincode,
    )


async def keep_loaders_out(tx: Transaction) -> None:
    await tx.run("LOCK TABLE pincodes IN SHARE ROW EXCLUSIVE MODE")


async def has_places(snapshot: Snapshot) -> bool:
    return await snapshot.value("SELECT EXISTS (SELECT 1 FROM pincodes)")


async def add_places(tx: Transaction, places: Sequence[Place]) -> None:
    """COPY, because one INSERT each would take seconds."""
    await tx.copy_in(
        "COPY pincodes (pincode, districts, state_codes) FROM STDIN",
        [(place.pincode, list(place.districts), list(place.state_codes)) for place in places],
    )
