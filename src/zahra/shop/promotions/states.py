"""The life of a promotion, and that of what an order takes of one."""

from enum import StrEnum

from zahra.base.lifecycle import Lifecycle


class PromotionStatus(StrEnum):
    """Only an active one counts; an archived one stays to be read."""

    ACTIVE = "active"
    PAUSED = "paused"
    ARCHIVED = "archived"


class PromotionEvent(StrEnum):
    PAUSE = "pause"
    RESUME = "resume"
    ARCHIVE = "archive"


PROMOTION_LIFE = Lifecycle(
    PromotionStatus.ACTIVE,
    {
        PromotionStatus.ACTIVE: {
            PromotionEvent.PAUSE: PromotionStatus.PAUSED,
            PromotionEvent.ARCHIVE: PromotionStatus.ARCHIVED,
        },
        PromotionStatus.PAUSED: {
            PromotionEvent.RESUME: PromotionStatus.ACTIVE,
            PromotionEvent.ARCHIVE: PromotionStatus.ARCHIVED,
        },
        PromotionStatus.ARCHIVED: {},
    },
)


class RedemptionState(StrEnum):
    """Applied is on a cart, where it counts nothing and has no row; reserved and redeemed count."""

    APPLIED = "applied"
    RESERVED = "reserved"
    REDEEMED = "redeemed"
    RELEASED = "released"


class RedemptionEvent(StrEnum):
    RESERVE = "reserve"
    REDEEM = "redeem"
    RELEASE = "release"


# Released is taken again when late money revives the order.
REDEMPTION_LIFE = Lifecycle(
    RedemptionState.APPLIED,
    {
        RedemptionState.APPLIED: {RedemptionEvent.RESERVE: RedemptionState.RESERVED},
        RedemptionState.RESERVED: {
            RedemptionEvent.REDEEM: RedemptionState.REDEEMED,
            RedemptionEvent.RELEASE: RedemptionState.RELEASED,
        },
        RedemptionState.REDEEMED: {RedemptionEvent.RELEASE: RedemptionState.RELEASED},
        RedemptionState.RELEASED: {RedemptionEvent.REDEEM: RedemptionState.REDEEMED},
    },
)
