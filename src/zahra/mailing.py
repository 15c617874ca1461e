"""`zahra mail`: will what we send be believed, and does it arrive.

What is found is kept, for the page of those who keep watch.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from email.utils import parseaddr
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from zahra.base import ids
from zahra.base.text import mask
from zahra.running import database_of
from zahra.settings import CannotRun, Settings
from zahra.shop import messaging
from zahra.shop.messaging import Finding, MailCheckKind, MailNames, Verdict

if TYPE_CHECKING:
    from zahra.shop.assembled import Shop

_COLOUR = {Verdict.GOOD: "green", Verdict.BAD: "red", Verdict.UNKNOWN: "yellow"}
_MOST_ADDRESSES = 20


def check_mail(settings: Settings, console: Console) -> bool:
    """Ask DNS what receivers will ask it, print it; whether nothing is bad."""
    from zahra.providers.dns import Dns

    names = names_of(settings)

    async def look(shop: "Shop") -> Sequence[Finding]:
        return await messaging.check_mail(Dns(), names)

    return _kept(settings, console, MailCheckKind.CHECK, look)


def test_mail(settings: Settings, console: Console, addresses: Sequence[str]) -> bool:
    """Send a letter to each address of a seed list; whether a carrier took every one."""
    from zahra.shop import identity

    if len(addresses) > _MOST_ADDRESSES:
        raise CannotRun(f"Send to at most {_MOST_ADDRESSES} addresses at once.")
    known = [identity.email_of(address) for address in addresses]
    for typed, found in zip(addresses, known, strict=True):
        if found is None:
            raise CannotRun(f"{typed} is no e-mail address.")

    async def send(shop: "Shop") -> Sequence[Finding]:
        return [await _send(shop, address) for address in known if address is not None]

    return _kept(settings, console, MailCheckKind.TEST, send)


def print_sms_texts(settings: Settings, console: Console) -> None:
    """Each text under its name, word for word."""
    from zahra.shop.assembled import Brand

    brand = Brand(settings.brand, settings.url)
    for template in messaging.SMS_TEXTS:
        console.print(f"[bold]{template}[/bold]")
        console.print(messaging.registered_text(template, brand), markup=False, soft_wrap=True)
        console.print()


def names_of(settings: Settings) -> MailNames:
    """The names that mail from these settings carries."""
    sender = _domain(settings.mail_from or settings.care_email)
    bounces = _domain(settings.mail_bounces) if settings.mail_bounces else sender
    return MailNames(sender, bounces, settings.dkim_selector, sender)


async def _send(shop: "Shop", address: str) -> Finding:
    letter = messaging.plain_letter(
        shop.brand,
        f"A test letter from {shop.brand.name}",
        [
            "This letter was sent to see whether e-mail arrives.",
            "If it lies in the spam folder, run `zahra mail check` and look at what it says.",
        ],
    )
    try:
        await messaging.send_letter(
            shop.senders, address, letter, template="mail_test", key=f"mail_test:{ids.new()}"
        )
    except messaging.DeliveryFailed as why:
        return Finding(mask(address), Verdict.BAD, why.sentence)
    said = "A carrier took it. Look whether it lies in the inbox, and what its headers say."
    return Finding(mask(address), Verdict.GOOD, said)


def _kept(
    settings: Settings,
    console: Console,
    kind: MailCheckKind,
    finding: Callable[["Shop"], Awaitable[Sequence[Finding]]],
) -> bool:
    from zahra.app import assemble

    async def find_and_keep() -> Sequence[Finding]:
        shop = assemble(settings)
        await shop.database.open()
        try:
            found = await finding(shop)
            async with shop.database.transaction() as tx:
                await messaging.keep_mail_check(tx, kind, found)
            return found
        finally:
            await shop.gateways.close()
            await messaging.hang_up(shop.senders)
            await shop.database.close()

    with database_of(settings):
        found = asyncio.run(find_and_keep())
    _print(console, found)
    return all(each.verdict is not Verdict.BAD for each in found)


def _print(console: Console, found: Sequence[Finding]) -> None:
    table = Table(box=None, show_header=False)
    for each in found:
        colour = _COLOUR[each.verdict]
        table.add_row(f"[{colour}]{each.verdict.value}[/{colour}]", each.name, each.sentence)
    console.print(table)


def _domain(address: str) -> str:
    return parseaddr(address)[1].rpartition("@")[2].lower()
