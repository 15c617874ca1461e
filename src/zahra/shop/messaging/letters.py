"""A letter by e-mail: its subject, and what it says with and without markup.

What letters say stands with those who write them; here is only the paper.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from zahra.shop.messaging.provider import Letterhead, Senders


@dataclass(frozen=True, slots=True)
class Letter:
    """One e-mail, with and without markup."""

    subject: str
    text: str
    html: str


def plain_letter(brand: Letterhead, subject: str, paragraphs: Sequence[str]) -> Letter:
    """A letter of plain paragraphs, signed with the brand; a paragraph may have several lines.

    Paragraphs are text: what somebody typed cannot become markup, and a subject stays one line.

    >>> from types import SimpleNamespace
    >>> brand = SimpleNamespace(name="Zahra", host="zahra.example")
    >>> letter = plain_letter(brand, "Your password has changed", ["If it was you, all is well."])
    >>> letter.text
    'If it was you, all is well.\\n\\nZahra\\n'
    >>> letter.html
    '<p>If it was you, all is well.</p><p>Zahra</p>'
    """
    signed = [*paragraphs, brand.name]
    html = "".join(f"<p>{_lines(paragraph)}</p>" for paragraph in signed)
    return Letter(" ".join(subject.split()), "\n\n".join(signed) + "\n", html)


async def send_letter(
    senders: Senders, to: str, letter: Letter, *, template: str, key: str
) -> None:
    """Send a letter to an e-mail address. Raises DeliveryFailed; `key` makes a repeat harmless."""
    await senders.email(
        to=to,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        template=template,
        key=key,
    )


def _lines(paragraph: str) -> str:
    return "<br>".join(escape(line) for line in paragraph.splitlines())
