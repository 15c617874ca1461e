"""What a password must be like. Pure.

Long, and nothing that is tried first: no demand for digits or signs, no expiry (NIST SP 800-63B-4,
3.1.1.2). What is tried first are the passwords everybody uses, what others know of the owner, and
what the fingers do by themselves on a keyboard. Case, digits and signs around it change nothing.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from zahra.shop.identity.passwords.errors import PasswordRejected

LONGEST = 128  # in characters
_MOST_BYTES = 1024  # as typed, so that normalising is never much work
_SHORTEST_WORD = 3
_LONGEST_PIECE = 8
_ROWS = ("1234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "1qaz2wsx3edc")


def check_password(password: str, *, shortest: int, about: Sequence[str] = ()) -> None:
    """Raise PasswordRejected for a password that is too short, too long or too easy to guess.

    `about` is what others know of its owner: names, phone, e-mail address.

    >>> check_password("four lamps under the banyan", shortest=15)
    >>> check_password("Zahra@1234567890", shortest=15)
    Traceback (most recent call last):
    zahra.shop.identity.passwords.errors.PasswordRejected: Choose another password.
    """
    if said := _wrong(normal(password), shortest, about):
        reason, sentence = said
        raise PasswordRejected({"password": sentence}, reason=reason)


def normal(password: str) -> str | None:
    """The same password however a keyboard composed its characters (NFC); None for what is too
    long ever to be one. Blanks count.

    >>> normal("ne\\u0301e") == normal("n\\u00e9e"), normal(" x "), normal("x" * 2000)
    (True, ' x ', None)
    """
    if len(password.encode(errors="replace")) > _MOST_BYTES:
        return None
    return unicodedata.normalize("NFC", password)


def _wrong(password: str | None, shortest: int, about: Sequence[str]) -> tuple[str, str] | None:
    if password is None or len(password) > LONGEST:
        return "too_long", f"Use at most {LONGEST} characters."
    if len(password) < shortest:
        return "too_short", f"Use at least {shortest} characters: a few words will do."
    if any(unicodedata.category(char) in ("Cc", "Cs") for char in password):
        return "not_typed", "Use only characters that can be typed."
    folded = password.casefold()
    if folded in common_passwords() or is_a_pattern(folded):
        return "too_common", "Many people use this one, so it is tried first. Choose another."
    if is_made_of(folded, {*easy_words(), *words_about(about)}):
        return "too_easy", "This is easy to guess for somebody who knows you or this shop."
    return None


@cache
def common_passwords() -> frozenset[str]:
    """Those that everybody uses and that are long enough to be chosen here."""
    return _lines_of("common_passwords.txt")


@cache
def easy_words() -> frozenset[str]:
    """What comes to mind at this shop's door."""
    return _lines_of("easy_words.txt")


def is_a_pattern(folded: str) -> bool:
    """Whether it is one short piece again and again, or a walk along a row of keys.

    >>> is_a_pattern("abcabcabcabcabc"), is_a_pattern("0987654321098765")
    (True, True)
    >>> is_a_pattern("correct horse battery")
    False
    """
    pieces = (folded[:length] for length in range(1, _LONGEST_PIECE + 1))
    if any((piece * len(folded)).startswith(folded) for piece in pieces):
        return True
    rows = (row * (len(folded) // len(row) + 2) for row in (*_ROWS, *(r[::-1] for r in _ROWS)))
    return any(folded in row for row in rows)


def is_made_of(folded: str, words: Iterable[str]) -> bool:
    """Whether nothing remains but these words, at least one, with digits and signs between them.

    >>> is_made_of("asha.rao@1990!1990", {"asha", "rao"}), is_made_of("asha's lamp", {"asha"})
    (True, False)
    """
    known = [word for word in words if word]
    reached = {(0, False)}
    for at in range(len(folded)):
        for has_word in (False, True):
            if (at, has_word) not in reached:
                continue
            if not folded[at].isalpha():
                reached.add((at + 1, has_word))
            reached |= {(at + len(w), True) for w in known if folded.startswith(w, at)}
    return (len(folded), True) in reached


def words_about(about: Sequence[str]) -> Iterator[str]:
    """Somebody's names and addresses, the words in them, and a phone number as people write it.

    >>> list(words_about(["Asha R", "a.rao@example.com"]))
    ['asha r', 'asha', 'a.rao@example.com', 'rao', 'example', 'com']
    >>> list(words_about(["+919876543210"]))
    ['+919876543210', '919876543210', '9876543210']
    """
    for told in about:
        yield told.casefold()
        letters = "".join(char if char.isalnum() else " " for char in told.casefold())
        for word in letters.split():
            if len(word) >= _SHORTEST_WORD:
                yield word
            if word.isdigit() and len(word) > 10:
                yield word[-10:]


def _lines_of(name: str) -> frozenset[str]:
    lines = Path(__file__).with_name(name).read_text("utf-8").splitlines()
    return frozenset(line.casefold() for line in lines if line and not line.startswith("#"))
