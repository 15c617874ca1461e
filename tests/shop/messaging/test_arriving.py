"""Whether mail will be believed, judged from what DNS says."""

import base64

import pytest

from zahra.shop.messaging.arriving import (
    MailAnswers,
    MailNames,
    Records,
    Verdict,
    findings,
    verdict_of,
)

NAMES = MailNames("zahra.example", "bounce.zahra.example", "z1", "zahra.example")
KEY = base64.b64encode(b"k" * 162).decode()
GOOD: dict[str, Records] = {
    "bounce.zahra.example": ("v=spf1 include:_spf.carrier.example -all",),
    "z1._domainkey.zahra.example": (f"v=DKIM1; k=rsa; p={KEY}",),
    "_dmarc.zahra.example": ("v=DMARC1; p=quarantine",),
}


def found(names: MailNames = NAMES, **changed: Records) -> dict[str, Verdict]:
    txt = {**GOOD, **{_NAMED[name]: records for name, records in changed.items()}}
    return {each.name: each.verdict for each in findings(names, MailAnswers(txt, True))}


_NAMED: dict[str, str] = dict(zip(("spf", "dkim", "dmarc"), GOOD, strict=True))


def test_mail_that_everything_vouches_for_is_good():
    assert set(found().values()) == {Verdict.GOOD}


@pytest.mark.parametrize(
    "records",
    [
        (),
        ("v=spf1 -all", "v=spf1 ~all"),
        ("v=spf1 include:x.example ?all",),
        ("v=spf1 +all",),
        ("v=spf1 " + "include:x.example " * 11 + "-all",),
        ("v=spf10 -all",),
    ],
)
def test_a_missing_doubled_open_or_endless_spf_record_is_bad(records: Records):
    assert found(spf=records)["SPF"] is Verdict.BAD


@pytest.mark.parametrize(
    "records",
    [(), ("v=DKIM1; p=",), ("v=DKIM1; p=c2hvcnQ=",), ("v=DKIM1; p=!!",), ("v=DKIM1",)],
)
def test_a_missing_revoked_or_short_dkim_key_is_bad(records: Records):
    assert found(dkim=records)["DKIM"] is Verdict.BAD


def test_a_short_key_is_long_enough_for_ed25519():
    key = base64.b64encode(b"k" * 32).decode()
    assert found(dkim=(f"v=DKIM1; k=ed25519; p={key}",))["DKIM"] is Verdict.GOOD


@pytest.mark.parametrize("records", [(), ("v=DMARC1",), ("v=DMARC1; p=maybe",)])
def test_a_domain_without_a_dmarc_policy_is_bad(records: Records):
    assert found(dmarc=records)["DMARC"] is Verdict.BAD


def test_a_from_domain_that_nothing_stands_under_is_bad():
    strange = MailNames("zahra.example", "bounces.carrier.example", "z1", "carrier.example")
    every = findings(strange, MailAnswers({}, True))
    assert {each.name: each.verdict for each in every}["From alignment"] is Verdict.BAD


def test_a_domain_that_takes_no_mail_loses_its_bounces():
    every = findings(NAMES, MailAnswers(GOOD, False))
    assert {each.name: each.verdict for each in every}["Bounce address"] is Verdict.BAD


def test_where_dns_cannot_be_asked_nothing_is_claimed():
    every = findings(NAMES, MailAnswers({}, None))
    verdicts = {each.name: each.verdict for each in every}
    assert verdicts.pop("From alignment") is Verdict.GOOD  # needs no DNS
    assert set(verdicts.values()) == {Verdict.UNKNOWN}
    assert verdict_of(every) is Verdict.UNKNOWN


def test_one_bad_finding_makes_all_bad():
    txt: dict[str, Records] = {**GOOD, "_dmarc.zahra.example": ()}
    assert verdict_of(findings(NAMES, MailAnswers(txt, None))) is Verdict.BAD
