"""Whether e-mail from this shop will be believed: what DNS says about it, judged. Pure.

Sources: RFC 7208 (SPF), RFC 6376 and 8301 (DKIM), RFC 7489 (DMARC), and what the large mailbox
providers ask of senders since 2024: SPF, DKIM and DMARC, with the From domain aligned.
"""

import base64
import re
from binascii import Error as NotBase64
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

Records = tuple[str, ...] | None
"""The TXT records of a name; None where DNS could not be asked, empty where there are none."""

_MOST_LOOKUPS = 10
_ASKING_DNS = ("include", "redirect", "exists", "a", "mx", "ptr")
_SHORTEST_KEY = 150  # bytes of a 1,024-bit RSA key in DER; an Ed25519 key says k=ed25519


class Verdict(StrEnum):
    """Unknown: DNS could not be asked, so nothing is claimed."""

    GOOD = "good"
    BAD = "bad"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, and what to do where it is bad."""

    name: str
    verdict: Verdict
    sentence: str


@dataclass(frozen=True, slots=True)
class MailNames:
    """Where mail says it comes from: the From domain, the bounce address's, the DKIM key's."""

    from_domain: str
    bounce_domain: str
    dkim_selector: str
    dkim_domain: str

    @property
    def dkim_name(self) -> str:
        return f"{self.dkim_selector}._domainkey.{self.dkim_domain}"

    @property
    def dmarc_name(self) -> str:
        return f"_dmarc.{self.from_domain}"


@dataclass(frozen=True, slots=True)
class MailAnswers:
    """What DNS said: TXT records by name, and whether the bounce domain takes mail."""

    txt: Mapping[str, Records]
    takes_bounces: bool | None


def findings(names: MailNames, answers: MailAnswers) -> tuple[Finding, ...]:
    """Everything that decides whether mail is believed."""
    return (
        _spf(names.bounce_domain, answers.txt.get(names.bounce_domain)),
        _dkim(names, answers.txt.get(names.dkim_name)),
        _dmarc(names, answers.txt.get(names.dmarc_name)),
        _alignment(names),
        _bounces(names, answers.takes_bounces),
    )


def verdict_of(found: Iterable[Finding]) -> Verdict:
    """Bad where anything is; good only where everything is.

    >>> verdict_of([Finding("spf", Verdict.GOOD, ""), Finding("dkim", Verdict.UNKNOWN, "")]).value
    'unknown'
    """
    verdicts = {each.verdict for each in found}
    if Verdict.BAD in verdicts:
        return Verdict.BAD
    return Verdict.UNKNOWN if Verdict.UNKNOWN in verdicts else Verdict.GOOD


def is_aligned(domain: str, with_: str) -> bool:
    """Whether two domains are of one owner in DMARC's relaxed sense: the same, or one below the
    other. Without the list of public suffixes, siblings are not thought aligned.

    >>> is_aligned("mail.zahra.example", "zahra.example"), is_aligned("zahra.in", "other.in")
    (True, False)
    """
    one, other = domain.lower().rstrip("."), with_.lower().rstrip(".")
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def _spf(domain: str, records: Records) -> Finding:
    if records is None:
        return _unknown("SPF", domain)
    policies = [each.lower() for each in records if each.lower().split(" ")[0] == "v=spf1"]
    said = next(_spf_faults(domain, policies), None)
    if said is not None:
        return Finding("SPF", Verdict.BAD, said)
    return Finding("SPF", Verdict.GOOD, f"{domain} names who may send for it.")


def _spf_faults(domain: str, policies: list[str]) -> Iterator[str]:
    if len(policies) != 1:
        yield f"{domain} needs one TXT record that begins with v=spf1; it has {len(policies)}."
        return
    terms = policies[0].split()[1:]
    last = terms[-1] if terms else ""
    if last not in ("-all", "~all") and not last.startswith("redirect="):
        yield f"The SPF record of {domain} must end with ~all or -all."
    lookups = sum(_asks_dns(term) for term in terms)
    if lookups > _MOST_LOOKUPS:
        yield f"The SPF record of {domain} needs {lookups} lookups; {_MOST_LOOKUPS} are allowed."


def _asks_dns(term: str) -> bool:
    """Whether a term of an SPF record counts as a lookup.

    >>> [_asks_dns(term) for term in ("include:x.example", "ip4:192.0.2.1", "~all", "mx")]
    [True, False, False, True]
    """
    return re.split("[:=/]", term.lstrip("+-~?"))[0] in _ASKING_DNS


def _dkim(names: MailNames, records: Records) -> Finding:
    if records is None:
        return _unknown("DKIM", names.dkim_name)
    keys = [tags for each in records if "p" in (tags := _tags(each))]
    if len(keys) != 1:
        said = f"{names.dkim_name} needs one TXT record with a public key (v=DKIM1; p=…)."
        return Finding("DKIM", Verdict.BAD, said)
    if not _is_long_enough(keys[0]):
        said = f"The key at {names.dkim_name} is revoked or shorter than 1,024 bits."
        return Finding("DKIM", Verdict.BAD, said)
    return Finding("DKIM", Verdict.GOOD, f"{names.dkim_name} holds the public key.")


def _is_long_enough(tags: Mapping[str, str]) -> bool:
    try:
        key = base64.b64decode(tags["p"].replace(" ", ""), validate=True)
    except (NotBase64, ValueError):
        return False
    return len(key) == 32 if tags.get("k") == "ed25519" else len(key) >= _SHORTEST_KEY


def _dmarc(names: MailNames, records: Records) -> Finding:
    if records is None:
        return _unknown("DMARC", names.dmarc_name)
    policies = [_tags(each) for each in records if each.replace(" ", "").startswith("v=DMARC1")]
    if len(policies) != 1 or policies[0].get("p") not in ("none", "quarantine", "reject"):
        said = f"{names.dmarc_name} needs one TXT record such as v=DMARC1; p=quarantine."
        return Finding("DMARC", Verdict.BAD, said)
    if policies[0]["p"] == "none":
        said = f"{names.dmarc_name} only watches (p=none): anybody's forgeries are still delivered."
        return Finding("DMARC", Verdict.GOOD, said)
    return Finding("DMARC", Verdict.GOOD, f"{names.dmarc_name} has forgeries turned away.")


def _alignment(names: MailNames) -> Finding:
    aligned = [
        domain
        for domain in (names.bounce_domain, names.dkim_domain)
        if is_aligned(domain, names.from_domain)
    ]
    if not aligned:
        said = f"Neither bounces nor the DKIM key stand under {names.from_domain}, the From domain."
        return Finding("From alignment", Verdict.BAD, said)
    said = f"{names.from_domain} is vouched for by {' and '.join(dict.fromkeys(aligned))}."
    return Finding("From alignment", Verdict.GOOD, said)


def _bounces(names: MailNames, takes_bounces: bool | None) -> Finding:
    if takes_bounces is None:
        return _unknown("Bounce address", names.bounce_domain)
    if not takes_bounces:
        said = f"{names.bounce_domain} takes no mail (no MX record): bounces are lost."
        return Finding("Bounce address", Verdict.BAD, said)
    return Finding("Bounce address", Verdict.GOOD, f"{names.bounce_domain} takes bounces.")


def _tags(record: str) -> dict[str, str]:
    """`k=v; k=v` as DKIM and DMARC have it."""
    pairs = (part.partition("=") for part in record.split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs if name.strip()}


def _unknown(name: str, asked: str) -> Finding:
    return Finding(name, Verdict.UNKNOWN, f"DNS could not be asked about {asked}; try elsewhere.")
