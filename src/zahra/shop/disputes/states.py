"""The life of a dispute, and how far it has been carried."""

from enum import StrEnum

from zahra.base.lifecycle import Lifecycle


class DisputeState(StrEnum):
    OPEN = "open"
    UNDER_REVIEW = "under_review"
    ACTION_REQUIRED = "action_required"
    WON = "won"
    LOST = "lost"
    CLOSED = "closed"


class DisputeEvent(StrEnum):
    REVIEW = "review"
    ASK_AGAIN = "ask_again"
    WIN = "win"
    LOSE = "lose"
    CLOSE = "close"


_D, _ON = DisputeState, DisputeEvent
_DECIDING = {_ON.WIN: _D.WON, _ON.LOSE: _D.LOST, _ON.CLOSE: _D.CLOSED}

# It only moves on: whatever was told once, older news changes nothing. So a bank that has asked for
# more papers goes on waiting for them by this table until it decides. Closed: it ended without
# anybody losing money, as a question does that was answered.
DISPUTE_LIFE: Lifecycle[DisputeState, DisputeEvent] = Lifecycle(
    _D.OPEN,
    {
        _D.OPEN: {_ON.REVIEW: _D.UNDER_REVIEW, _ON.ASK_AGAIN: _D.ACTION_REQUIRED, **_DECIDING},
        _D.UNDER_REVIEW: {_ON.ASK_AGAIN: _D.ACTION_REQUIRED, **_DECIDING},
        _D.ACTION_REQUIRED: _DECIDING,
        _D.WON: {},
        _D.LOST: {},
        _D.CLOSED: {},
    },
)


class DisputePhase(StrEnum):
    """How far a payer's bank has gone. A retrieval only asks for papers."""

    FRAUD = "fraud"
    RETRIEVAL = "retrieval"
    CHARGEBACK = "chargeback"
    PRE_ARBITRATION = "pre_arbitration"
    ARBITRATION = "arbitration"
