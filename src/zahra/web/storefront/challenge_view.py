"""What the page with the plain question shows."""

from dataclasses import dataclass

from zahra.web.http.challenges import Question
from zahra.web.ui.forms import UNTOUCHED, FormState


@dataclass(frozen=True, slots=True)
class ChallengePage:
    """`next_url` is where to go on afterwards: an address of our own, checked by the handler."""

    question: Question
    next_url: str
    form: FormState = UNTOUCHED
