"""What is told of links to pay a cash order online."""

from uuid import UUID

from zahra.base.money import Paise
from zahra.shop import cod
from zahra.web.http.schemas import Moment, Output


class PrepaidLinkOut(Output):
    """Where an order can be paid online instead of at the door. `amount` is without the fee for
    paying there, which is `feeWaived`; `reward` becomes store credit once nothing of the order can
    be returned any more, if something of it is kept."""

    url: str
    amount: Paise
    fee_waived: Paise
    reward: Paise
    state: cod.LinkState
    expires_at: Moment

    @classmethod
    def of(cls, link: cod.PrepaidLink, url: str) -> "PrepaidLinkOut":
        return cls(
            url=url,
            amount=link.amount,
            fee_waived=link.fee_waived,
            reward=link.reward,
            state=link.state,
            expires_at=link.expires_at,
        )


class LinkSeenOut(Output):
    """A link to pay online as staff see it. `rewardState` is null where nothing was promised."""

    id: UUID
    order_id: UUID
    state: cod.LinkState
    amount: Paise
    fee_waived: Paise
    reward: Paise
    reward_state: cod.RewardState | None
    sent_by: str
    created_at: Moment
    expires_at: Moment
    state_at: Moment


class LinkEndedOut(Output):
    """A link that was ended by hand."""

    id: UUID
    state: cod.LinkState
