"""Reading a page's form: every error at once, each in its field's own place.

A form that does not hold is raised, not returned: returning would commit.
"""

from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.datastructures import UploadFile
from starlette.requests import Request

from zahra.base.errors import Invalid, ShopError, TooMany
from zahra.web.http.csrf import check_form_token
from zahra.web.http.problems import sentence_of
from zahra.web.http.sessions import settle_identity
from zahra.web.ui import FormState

F = TypeVar("F", bound="Form")
CSRF_FIELD = "csrf_token"


class Form(BaseModel):
    """A page's form. Blank fields count as not filled in."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True, hide_input_in_errors=True)


class FormInvalid(Invalid):
    """The form as typed, with what is wrong: the page shows it again, nothing lost."""

    code = "form_invalid"
    typed: dict[str, str]


async def typed_in(request: Request) -> dict[str, str]:
    """What was typed, by field, the form's token checked; a NUL is nothing. Raises CrossSite."""
    form = await request.form()
    await settle_identity(request)
    typed = {
        name: value.replace("\0", "")
        for name, value in form.items()
        if not isinstance(value, UploadFile)
    }
    check_form_token(request, typed.pop(CSRF_FIELD, ""))
    return typed


async def files_in(request: Request) -> dict[str, list[UploadFile]]:
    """The files that were chosen, by field, in their order; a field left empty has none."""
    found: dict[str, list[UploadFile]] = {}
    for name, value in (await request.form()).multi_items():
        if isinstance(value, UploadFile) and value.filename:
            found.setdefault(name, []).append(value)
    return found


def read_form(model: type[F], typed: dict[str, str]) -> F:
    """The form as its model. Raises FormInvalid with every field's errors."""
    filled = {name: value for name, value in typed.items() if value.strip()}
    try:
        return model.model_validate(filled)
    except ValidationError as why:
        raise form_invalid(typed, _fields(why)) from why


def form_invalid(typed: dict[str, str], fields: dict[str, list[str]]) -> FormInvalid:
    """A refusal that carries what was typed."""
    problem = FormInvalid(fields)
    problem.typed = typed
    return problem


def refused_form(typed: dict[str, str], why: ShopError, *, at: str = "") -> FormState:
    """The form as typed, with what is wrong in its place: `at` names the field that a refusal
    without fields of its own is about."""
    if isinstance(why, Invalid) and why.fields:
        return FormState(typed, why.fields)
    said = why.sentence
    if isinstance(why, TooMany):
        said = f"{said} Try again {in_words(why.retry_after)}."
    return FormState(typed, {at: [said]}) if at else FormState(typed, refusal=said)


def in_words(seconds: int) -> str:
    """How long that is, rounded up, as people say it.

    >>> in_words(45), in_words(61), in_words(3600), in_words(80_000)
    ('in 45 seconds', 'in 2 minutes', 'in 60 minutes', 'in 23 hours')
    """
    for size, unit in ((5400, 3600), (60, 60)):
        if seconds > size:
            return f"in {-(-seconds // unit)} {'hours' if unit == 3600 else 'minutes'}"
    return f"in {seconds} seconds"


def _fields(why: ValidationError) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for error in why.errors():
        path = ".".join(str(part) for part in error["loc"])
        fields.setdefault(path, []).append(sentence_of(error))
    return fields
