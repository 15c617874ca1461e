"""Those who work here: invited by link, given roles, kept on record."""

from zahra.shop.identity.staff.enrolling import begin_enrolment_passkey, enrol, enrolling
from zahra.shop.identity.staff.errors import (
    AccountClosed,
    AlreadyStaff,
    EnrolmentOver,
    LastOwner,
    OwnAccount,
)
from zahra.shop.identity.staff.inviting import (
    invite_again,
    invite_staff,
    make_owner,
    withdraw_invitation,
)
from zahra.shop.identity.staff.jobs import send_enrolment
from zahra.shop.identity.staff.looking_up import audit_log, people_list, person_at_hand
from zahra.shop.identity.staff.managing import (
    change_roles,
    disable_person,
    enable_person,
    staff_list,
)
from zahra.shop.identity.staff.model import (
    Enrolled,
    Enrolling,
    Enrolment,
    KnownPerson,
    PeoplePage,
    PersonAtHand,
    StaffMember,
)

__all__ = [
    "AccountClosed",
    "AlreadyStaff",
    "Enrolled",
    "Enrolling",
    "Enrolment",
    "EnrolmentOver",
    "KnownPerson",
    "LastOwner",
    "OwnAccount",
    "PeoplePage",
    "PersonAtHand",
    "StaffMember",
    "audit_log",
    "begin_enrolment_passkey",
    "change_roles",
    "disable_person",
    "enable_person",
    "enrol",
    "enrolling",
    "invite_again",
    "invite_staff",
    "make_owner",
    "people_list",
    "person_at_hand",
    "send_enrolment",
    "staff_list",
    "withdraw_invitation",
]
