"""Setting up an authenticator app, and doing without it again."""

import io

from zahra.base.actors import Actor
from zahra.base.db import Snapshot, Transaction
from zahra.base.errors import NotFound
from zahra.base.keys import Keys
from zahra.shop.identity.factors.changing import note_change
from zahra.shop.identity.factors.errors import WrongTotp
from zahra.shop.identity.factors.guarding import must_keep_one, must_manage
from zahra.shop.identity.factors.model import Change, TotpSecret, TotpSetup
from zahra.shop.identity.factors.rules import in_base32, matching_step, new_secret, tidied, uri_for
from zahra.shop.identity.factors.sealing import (
    SETUP_LIFETIME,
    setup_secret,
    setup_text,
)
from zahra.shop.identity.factors.sealing import (
    sealed as sealed_secret,
)
from zahra.shop.identity.factors.store import totp
from zahra.shop.identity.model import Account
from zahra.shop.identity.people.store import users


async def begin_totp(
    snapshot: Snapshot, keys: Keys, actor: Actor, *, issuer: str, sealed: str | None = None
) -> TotpSetup:
    """A new secret to show; nothing is written yet. `issuer` is the brand.

    `sealed` of an earlier answer shows that one again, so that a page with an error keeps its
    picture. Raises StepUpRequired, and ManagedByStaffSession.
    """
    account = await must_manage(snapshot, actor)
    owner = await users.person(snapshot, account.id)
    label = (owner and (owner.email or owner.phone)) or issuer
    return setup_of(snapshot, keys, account, label=f"{issuer}:{label}", sealed=sealed)


async def confirm_totp(
    tx: Transaction, keys: Keys, actor: Actor, *, sealed: str, code: str
) -> None:
    """Keep the secret that was shown, in the place of an older one, if `code` is of it.

    Raises WrongTotp, StepUpRequired, and ManagedByStaffSession.
    """
    account = await must_manage(tx, actor)
    await keep_totp(tx, keys, account, sealed=sealed, code=code)
    await note_change(tx, account.id, Change.TOTP_ADDED)


async def remove_totp(tx: Transaction, actor: Actor) -> None:
    """Do without the app. Recovery codes go with the last second factor.

    Raises NotFound, LastFactor for staff, StepUpRequired, ManagedByStaffSession.
    """
    await users.lock(tx, actor.person)
    account = await must_manage(tx, actor)
    if not await totp.remove(tx, account.id):
        raise NotFound
    await must_keep_one(tx, account)
    await note_change(tx, account.id, Change.TOTP_REMOVED)


def setup_of(
    snapshot: Snapshot, keys: Keys, account: Account, *, label: str, sealed: str | None
) -> TotpSetup:
    """The secret of `sealed`, or a new one, with everything a page shows of it."""
    secret = setup_secret(keys, account.id, sealed or "", now=snapshot.now)
    if secret is None or sealed is None:
        secret = new_secret()
        until = snapshot.now + SETUP_LIFETIME
        sealed = setup_text(keys, account.id, secret, until=until)
    issuer, _, name = label.partition(":")
    uri = uri_for(secret, account=name, issuer=issuer)
    return TotpSetup(in_base32(secret), uri, _qr(uri), sealed)


async def keep_totp(
    tx: Transaction, keys: Keys, account: Account, *, sealed: str, code: str
) -> None:
    """Keep a secret that was shown to this account's owner. Raises WrongTotp."""
    secret = setup_secret(keys, account.id, sealed, now=tx.now)
    step = secret and matching_step(secret, tidied(code), now=tx.now, after=0)
    if not secret or not step:
        raise WrongTotp({"code": WrongTotp.message})
    kept, kid = sealed_secret(keys, account.id, secret)
    await totp.keep(tx, TotpSecret(account.id, kept, kid, step))


def _qr(uri: str) -> str:
    """An SVG document, with the quiet zone around it that cameras need."""
    import segno  # 40 ms of loading for a page few ever see

    out = io.BytesIO()
    segno.make(uri, error="m", micro=False).save(out, kind="svg", scale=4, border=4, light="#fff")
    return out.getvalue().decode()
