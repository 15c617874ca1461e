"""Putting jobs into the queue on the caller's own connection, so that they commit together."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import procrastinate
from procrastinate.exceptions import AlreadyEnqueued

from zahra.base.db import Transaction
from zahra.base.jobs.declaring import name_of, spec_of


class JobQueue:
    """The `Queue` that transactions are given."""

    def __init__(self) -> None:
        self._app = procrastinate.App(connector=procrastinate.PsycopgConnector())

    async def put(
        self,
        tx: Transaction,
        job: Callable[..., Awaitable[Any]],
        *,
        args: Mapping[str, Any],
        at: datetime | None,
        once: str | None,
    ) -> None:
        """Insert the job row. `at` is the shop's time; the queue waits in the machine's."""
        when = None if at is None else datetime.now(UTC) + (at - tx.now)
        deferrer = self._app.configure_task(
            name_of(job),
            allow_unknown=True,
            queue=spec_of(job).queue,
            queueing_lock=once,
            schedule_at=when,
            connection=tx.connection,
        )
        plain = {name: _plain(value) for name, value in args.items()}
        if once is None:
            await deferrer.defer_async(**plain)
            return
        try:
            async with tx.savepoint():
                await deferrer.defer_async(**plain)
        except AlreadyEnqueued:
            return


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else value
