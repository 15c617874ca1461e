"""How shipping says no."""

from zahra.base.errors import Conflict


class BeingBooked(Conflict):
    """Somebody else is asking the courier for this parcel at this moment."""

    code = "being_booked"
    message = "This parcel is being booked right now. Please look again in a minute."


class NotBooked(Conflict):
    """The parcel has no number to travel under yet."""

    code = "not_booked"
    message = "Book the parcel with its courier first."


class AwbTaken(Conflict):
    """Another parcel of this courier travels under that number."""

    code = "awb_taken"
    message = "Another parcel travels under this number already. Please look again."


class AnswerClosed(Conflict):
    """The failed attempt was answered and the courier told, or the parcel has moved on."""

    code = "answer_closed"
    message = "This delivery has moved on, so nothing can be changed any more."
