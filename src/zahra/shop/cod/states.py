"""The lives of a link to pay a cash order online, and of the reward for using it."""

from enum import StrEnum

from zahra.base.lifecycle import Lifecycle


class LinkState(StrEnum):
    SENT = "sent"
    OPENED = "opened"
    CONVERTED = "converted"
    EXPIRED_AUTO = "expired_auto"
    EXPIRED_MANUAL = "expired_manual"
    UNDELIVERABLE = "undeliverable"


class LinkEvent(StrEnum):
    OPEN = "open"
    CONVERT = "convert"
    RUN_OUT = "run_out"
    CLOSE = "close"
    FAIL_TO_ARRIVE = "fail_to_arrive"


_L, _ON = LinkState, LinkEvent

# Money that was on its way when a link ended is still taken, while the order is not packed.
LINK_LIFE: Lifecycle[LinkState, LinkEvent] = Lifecycle(
    _L.SENT,
    {
        _L.SENT: {
            _ON.OPEN: _L.OPENED,
            _ON.CONVERT: _L.CONVERTED,
            _ON.RUN_OUT: _L.EXPIRED_AUTO,
            _ON.CLOSE: _L.EXPIRED_MANUAL,
            _ON.FAIL_TO_ARRIVE: _L.UNDELIVERABLE,
        },
        _L.OPENED: {
            _ON.OPEN: _L.OPENED,
            _ON.CONVERT: _L.CONVERTED,
            _ON.RUN_OUT: _L.EXPIRED_AUTO,
            _ON.CLOSE: _L.EXPIRED_MANUAL,
        },
        _L.EXPIRED_AUTO: {_ON.CONVERT: _L.CONVERTED},
        _L.EXPIRED_MANUAL: {_ON.CONVERT: _L.CONVERTED},
        _L.UNDELIVERABLE: {_ON.OPEN: _L.OPENED, _ON.CONVERT: _L.CONVERTED},
        _L.CONVERTED: {},
    },
)


class RewardState(StrEnum):
    PROMISED = "promised"
    GIVEN = "given"
    FORFEITED = "forfeited"


class RewardEvent(StrEnum):
    GIVE = "give"
    FORFEIT = "forfeit"


REWARD_LIFE: Lifecycle[RewardState, RewardEvent] = Lifecycle(
    RewardState.PROMISED,
    {
        RewardState.PROMISED: {
            RewardEvent.GIVE: RewardState.GIVEN,
            RewardEvent.FORFEIT: RewardState.FORFEITED,
        },
        RewardState.GIVEN: {},
        RewardState.FORFEITED: {},
    },
)
