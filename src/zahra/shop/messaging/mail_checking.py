"""Asking DNS what receivers will ask it about our mail."""

from typing import Protocol

from zahra.shop.messaging.arriving import Finding, MailAnswers, MailNames, Records, findings


class Dns(Protocol):
    """Looks names up; None means that nobody could be asked."""

    async def txt(self, name: str) -> Records: ...

    async def takes_mail(self, name: str) -> bool | None: ...


async def check_mail(dns: Dns, names: MailNames) -> tuple[Finding, ...]:
    """Whether mail from these names will be believed."""
    asked = (names.bounce_domain, names.dkim_name, names.dmarc_name)
    txt = {name: await dns.txt(name) for name in asked}
    return findings(names, MailAnswers(txt, await dns.takes_mail(names.bounce_domain)))
