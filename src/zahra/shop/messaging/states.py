"""The life of a delivery: one message in the hands of one carrier.

Carriers report late, twice and in any order: what the table does not allow changes nothing. A
delivery that failed for us (no answer in time) may still arrive.
"""

from enum import StrEnum

from zahra.base.lifecycle import Lifecycle


class DeliveryState(StrEnum):
    """Sent: given to the carrier, or about to be; nothing is known yet."""

    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    SUPPRESSED = "suppressed"


class DeliveryEvent(StrEnum):
    """Bounce: the address takes no mail, now or later. Suppress: not given to any carrier."""

    TRY_AGAIN = "try again"
    DELIVER = "deliver"
    FAIL = "fail"
    BOUNCE = "bounce"
    COMPLAIN = "complain"
    SUPPRESS = "suppress"


_S, _E = DeliveryState, DeliveryEvent

DELIVERY_LIFE = Lifecycle[DeliveryState, DeliveryEvent](
    _S.SENT,
    {
        _S.SENT: {
            _E.TRY_AGAIN: _S.SENT,
            _E.DELIVER: _S.DELIVERED,
            _E.FAIL: _S.FAILED,
            _E.BOUNCE: _S.BOUNCED,
            _E.COMPLAIN: _S.COMPLAINED,
            _E.SUPPRESS: _S.SUPPRESSED,
        },
        _S.FAILED: {
            _E.TRY_AGAIN: _S.SENT,
            _E.DELIVER: _S.DELIVERED,
            _E.BOUNCE: _S.BOUNCED,
            _E.COMPLAIN: _S.COMPLAINED,
        },
        _S.DELIVERED: {_E.BOUNCE: _S.BOUNCED, _E.COMPLAIN: _S.COMPLAINED},
        _S.BOUNCED: {},
        _S.COMPLAINED: {},
        _S.SUPPRESSED: {},
    },
)
