"""Money taken at the door, paid out to the merchant: one row a parcel, days after delivery."""

import csv
import io
from datetime import timedelta

from starlette.responses import Response

from zahra.simulator.books import Thing
from zahra.simulator.desk import Desk
from zahra.simulator.shiprocket.calling import PARCEL, indian

_AFTER = timedelta(days=8)
_COLUMNS = ("AWB", "Order ID", "Amount", "UTR", "Remittance Date")


def remittances(desk: Desk) -> Response:
    """Every cash parcel that was delivered eight days ago or earlier, as their CSV. One payout a
    day has one UTR; `short` in the order's control takes from a row."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(_COLUMNS)
    for parcel in reversed(desk.books.all_of(PARCEL)):
        if (paid := _paid_out(desk, parcel)) is not None:
            day, amount = paid
            shown = parcel.shown
            utr = f"UTIB{day.replace('-', '')}0001"
            rows.writerow((shown["awb"], shown["channel_order_id"], f"{amount:.2f}", utr, day))
    return Response(text.getvalue(), media_type="text/csv; charset=utf-8")


def _paid_out(desk: Desk, parcel: Thing) -> tuple[str, float] | None:
    """The day and the amount of a payout; None for a prepaid parcel and before its day."""
    delivered = parcel.kept.get("delivered_at")
    if not parcel.shown["collectable"] or delivered is None:
        return None
    at = delivered + _AFTER.total_seconds()
    if at > desk.clock.now():
        return None
    amount = parcel.shown["collectable"] - float(parcel.kept.get("short", 0))
    return indian(desk, scan=True, at=at)[:10], amount
