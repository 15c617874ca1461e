"""What an address and a profile must be like. Pure: what the PIN table knows is handed in."""

import re
from dataclasses import replace
from datetime import date

from zahra.base.errors import Invalid
from zahra.shop.identity.identifiers import phone_of
from zahra.shop.identity.people.address_book import AddressDraft
from zahra.shop.places import Place, State, state_named

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_OF_AGE, _OLDEST = 18, 120
_PINCODE = re.compile(r"[1-9][0-9]{5}")
_LONGEST = {"name": 100, "line1": 200, "line2": 200, "landmark": 200, "city": 100}
_OPTIONAL = ("line2", "landmark")


def is_line(text: str, *, longest: int) -> bool:
    """Whether this is one line of text that can be printed on a label.

    >>> is_line("Asha Rao", longest=100), is_line("Asha\\nRao", longest=100)
    (True, False)
    """
    return 0 < len(text) <= longest and text.isprintable()


def display_name(name: str | None) -> str:
    """How strangers see somebody: the first word of the name, and the initial of the last.

    >>> display_name("Asha Devi Rao"), display_name("Asha"), display_name(None)
    ('Asha R.', 'Asha', 'A shopper')
    """
    words = (name or "").split()
    if len(words) < 2:
        return "".join(words) or "A shopper"
    return f"{words[0]} {words[-1][0]}."


def day_of(text: str) -> date | None:
    """A day written as `1992-04-30`; None for anything else.

    >>> day_of("1992-04-30"), day_of("1992-02-30"), day_of("30/04/1992"), day_of("19920430")
    (datetime.date(1992, 4, 30), None, None, None)
    """
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def wrong_birthday(born: date | None, *, today: date) -> str | None:
    """What is wrong with a date of birth: none, not yet or not any more alive, or a child's.

    >>> wrong_birthday(date(2008, 11, 22), today=date(2026, 11, 22)) is None
    True
    >>> wrong_birthday(date(2008, 11, 23), today=date(2026, 11, 22))
    'An account is for people of 18 years and over.'
    """
    if born is None or born > today or today.year - born.year > _OLDEST:
        return "Write the day you were born as year-month-day, such as 1992-04-30."
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return "An account is for people of 18 years and over." if years < _OF_AGE else None


def is_pincode(text: str) -> bool:
    """Six ASCII digits, the first no zero. Whether it exists is another question.

    >>> is_pincode("560001"), is_pincode("060001"), is_pincode("५६०००१")
    (True, False, False)
    """
    return _PINCODE.fullmatch(text) is not None


def checked_address(tidy: AddressDraft, place: Place | None) -> tuple[AddressDraft, State]:
    """A tidied address in its stored form, and its state. Raises Invalid with every field's
    sentence.

    A PIN that is known refuses a state it does not lie in; an unknown one passes, because new
    codes are opened every year and the order is looked at by a person.
    """
    wrong = {name: said for name in _LONGEST if (said := _wrong_line(tidy, name))}
    if (phone := phone_of(tidy.phone)) is None:
        wrong["phone"] = "Enter a 10-digit Indian mobile number."
    if not is_pincode(tidy.pincode):
        wrong["pincode"] = "Enter the 6 digits of the PIN code."
    if (state := state_named(tidy.state)) is None:
        wrong["state"] = "Choose a state or union territory."
    elif place is not None and not place.allows(state.code):
        wrong["state"] = f"PIN code {tidy.pincode} is not in {state.name}."
    if wrong or phone is None or state is None:
        raise Invalid(wrong)
    return replace(tidy, phone=phone, state=state.name), state


def _wrong_line(draft: AddressDraft, name: str) -> str | None:
    value, longest = getattr(draft, name), _LONGEST[name]
    if value is None and name in _OPTIONAL:
        return None
    if not value:
        return "This is required."
    return None if is_line(value, longest=longest) else f"Use up to {longest} letters, on one line."


def tidied(draft: AddressDraft) -> AddressDraft:
    """Blanks at the ends dropped; an optional line left empty is none."""
    return replace(
        draft,
        name=draft.name.strip(),
        line1=draft.line1.strip(),
        line2=(draft.line2 or "").strip() or None,
        landmark=(draft.landmark or "").strip() or None,
        city=draft.city.strip(),
        pincode=draft.pincode.replace(" ", ""),
    )
