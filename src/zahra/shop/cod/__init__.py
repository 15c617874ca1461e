"""Who may pay at the door and why, links to pay online after all, and the cash couriers owe.

The ladder climbs from allow over a code and an advance to prepaid only; every answer is made of
reasons with points, by rules that staff can change and hold against the past.
"""

from zahra.shop.cod.addresses import Door
from zahra.shop.cod.backtesting import Backtest, backtest
from zahra.shop.cod.collecting import (
    RemittancePage,
    keep_remittance,
    note_collected,
    order_of_awb,
    owes_nothing,
    remittances,
    unremitted,
)
from zahra.shop.cod.deciding import (
    decision_of,
    decisions,
    note_decision,
    note_outcome,
    override_decision,
    standing_of,
)
from zahra.shop.cod.errors import RemittanceUnreadable, RulesDoNotClimb
from zahra.shop.cod.linking import (
    end_links_run_out,
    link,
    link_of_order,
    links,
    move_link,
    open_link,
)
from zahra.shop.cod.links import (
    LEAST_LEFT,
    LinkOffer,
    LinkSeen,
    LinkTerms,
    PrepaidLink,
    Reward,
    link_id_in,
    token_of,
)
from zahra.shop.cod.listing import ListingWish, list_person, listings, person_key, unlist_person
from zahra.shop.cod.model import (
    CodAnswer,
    CodFacts,
    CodRules,
    Decision,
    Judged,
    Limits,
    Listing,
    ListingKind,
    ListingVerdict,
    Outcome,
    PinCode,
    Quality,
    Reason,
    ReasonCode,
    Standing,
    Step,
)
from zahra.shop.cod.reading_remittances import lines_in
from zahra.shop.cod.remittances import (
    Collection,
    Remark,
    Remittance,
    RemittanceLine,
    RemittanceVerdict,
    remark_on,
)
from zahra.shop.cod.rewarding import move_reward, promise_reward, reward_of_order
from zahra.shop.cod.rules import facts_of, judge, judged, pin_code_of
from zahra.shop.cod.ruling import RulesChange, change_rules, rules_now
from zahra.shop.cod.states import LINK_LIFE, LinkEvent, LinkState, RewardEvent, RewardState
from zahra.shop.cod.words import STAFF_WORDS, asking_of, refusal_of

__all__ = [
    "LEAST_LEFT",
    "LINK_LIFE",
    "STAFF_WORDS",
    "Backtest",
    "CodAnswer",
    "CodFacts",
    "CodRules",
    "Collection",
    "Decision",
    "Door",
    "Judged",
    "Limits",
    "LinkEvent",
    "LinkOffer",
    "LinkSeen",
    "LinkState",
    "LinkTerms",
    "Listing",
    "ListingKind",
    "ListingVerdict",
    "ListingWish",
    "Outcome",
    "PinCode",
    "PrepaidLink",
    "Quality",
    "Reason",
    "ReasonCode",
    "Remark",
    "Remittance",
    "RemittanceLine",
    "RemittancePage",
    "RemittanceUnreadable",
    "RemittanceVerdict",
    "Reward",
    "RewardEvent",
    "RewardState",
    "RulesChange",
    "RulesDoNotClimb",
    "Standing",
    "Step",
    "asking_of",
    "backtest",
    "change_rules",
    "decision_of",
    "decisions",
    "end_links_run_out",
    "facts_of",
    "judge",
    "judged",
    "keep_remittance",
    "lines_in",
    "link",
    "link_id_in",
    "link_of_order",
    "links",
    "list_person",
    "listings",
    "move_link",
    "move_reward",
    "note_collected",
    "note_decision",
    "note_outcome",
    "open_link",
    "order_of_awb",
    "override_decision",
    "owes_nothing",
    "person_key",
    "pin_code_of",
    "promise_reward",
    "refusal_of",
    "remark_on",
    "remittances",
    "reward_of_order",
    "rules_now",
    "standing_of",
    "token_of",
    "unlist_person",
    "unremitted",
]
