"""Changing a cookie's secret, so that one that leaked is soon worth nothing.

It changes after a day by itself, and at once when its owner proves again who they are. See
decision 0013 for how a lost answer logs nobody out.
"""

from zahra.base import ids
from zahra.base.actors import Actor
from zahra.base.db import Transaction
from zahra.base.errors import Unauthenticated
from zahra.shop.identity.sessions.store import secrets


async def renew_secret(tx: Transaction, actor: Actor) -> str | None:
    """Note that the actor has just proved who they are, and give their browser a new secret.

    The face hands it over with `keep_secret`. None for a program, whose tokens go on. Raises
    Unauthenticated where the session is over or there is none.
    """
    if actor.session_id is None:
        raise Unauthenticated
    secret = ids.token()
    is_browsers = await secrets.renew_at_once(
        tx, actor.session_id, actor.person, fresh=ids.token_hash(secret)
    )
    if is_browsers is None:
        raise Unauthenticated
    return secret if is_browsers else None
