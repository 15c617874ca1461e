"""Recovery codes, for the day the phone is gone."""

from zahra.base.actors import Actor
from zahra.base.db import Transaction
from zahra.base.keys import Keys
from zahra.shop.identity.factors.changing import note_change
from zahra.shop.identity.factors.errors import NoFactor
from zahra.shop.identity.factors.guarding import must_manage
from zahra.shop.identity.factors.model import Change
from zahra.shop.identity.factors.proving import recovery_hashes
from zahra.shop.identity.factors.rules import RECOVERY_CODES, new_recovery_code, tidied
from zahra.shop.identity.factors.store import held, recovery_codes
from zahra.shop.identity.model import Account


async def make_recovery_codes(tx: Transaction, keys: Keys, actor: Actor) -> tuple[str, ...]:
    """Ten new codes, shown this once; older ones are worth nothing from now on.

    Raises NoFactor, StepUpRequired, ManagedByStaffSession.
    """
    account = await must_manage(tx, actor)
    if not (await held.factors_of(tx, account.id)).has_any:
        raise NoFactor
    codes = await replace_recovery_codes(tx, keys, account)
    await note_change(tx, account.id, Change.RECOVERY_CODES_MADE)
    return codes


async def replace_recovery_codes(tx: Transaction, keys: Keys, account: Account) -> tuple[str, ...]:
    """Keep the hashes of ten new codes, under the newest key, in the place of all before."""
    codes = tuple(new_recovery_code() for _ in range(RECOVERY_CODES))
    hashes = [recovery_hashes(keys, account.id, tidied(code))[0] for code in codes]
    await recovery_codes.replace(tx, account.id, hashes)
    return codes
