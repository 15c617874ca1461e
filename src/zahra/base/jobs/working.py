"""The worker: takes jobs from the queue and runs each with the ports it asks for."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import procrastinate
import structlog

from zahra.base.jobs.declaring import name_of, spec_of

log = structlog.get_logger("zahra.jobs")
Job = Callable[..., Awaitable[Any]]
_STALLED_SECONDS = 30
_HOUSEKEEPING_SECONDS = 15
_KEPT_HOURS = 72


@dataclass(frozen=True, slots=True)
class Periodic:
    """A job run by the clock. `cron` has five fields, or six with seconds last, in UTC."""

    cron: str
    job: Job


class Worker:
    """Runs `jobs` and `periodic` against one database until told to stop.

    `ports` are what jobs may name as parameters: `database`, `gateways`, `senders` …
    """

    def __init__(
        self,
        dsn: str,
        *,
        jobs: Iterable[Job],
        periodic: Iterable[Periodic],
        ports: Mapping[str, Any],
        concurrency: int = 8,
    ) -> None:
        connector = procrastinate.PsycopgConnector(conninfo=dsn, min_size=1, max_size=3)
        self._app = procrastinate.App(connector=connector)
        self._ports = ports
        self._concurrency = concurrency
        for each in jobs:
            self._register(each)
        for each in periodic:
            self._app.periodic(cron=each.cron)(self._register(each.job))

    async def run(self) -> None:
        """Work until SIGINT or SIGTERM; jobs under way are finished first.

        Jobs of workers that were killed are taken up again once their heartbeat is 30 s old.
        """
        async with self._app.open_async():
            keeping = asyncio.create_task(self._keep_house())
            try:
                await self._work()
            finally:
                keeping.cancel()

    async def _work(self) -> None:
        await self._app.run_worker_async(
            concurrency=self._concurrency,
            fetch_job_polling_interval=2.0,
            update_heartbeat_interval=5.0,
            stalled_worker_timeout=_STALLED_SECONDS,
            delete_jobs="never",
            shutdown_graceful_timeout=10.0,
        )

    async def drain(self) -> None:
        """Run what is due now and return: for tests and seeds."""
        async with self._app.open_async():
            await self._app.run_worker_async(
                wait=False, concurrency=1, install_signal_handlers=False, listen_notify=False
            )

    async def _keep_house(self) -> None:
        """Give the jobs of dead workers to the living; drop what was done days ago."""
        jobs = self._app.job_manager
        while True:
            await asyncio.sleep(_HOUSEKEEPING_SECONDS)
            try:
                for stalled in await jobs.get_stalled_jobs(
                    seconds_since_heartbeat=_STALLED_SECONDS
                ):
                    log.warning("job_taken_up_again", job=stalled.task_name)
                    await jobs.retry_job(stalled)
                await jobs.delete_old_jobs(nb_hours=_KEPT_HOURS)
            except Exception:
                log.exception("housekeeping_failed")

    def _register(self, function: Job) -> Any:
        spec = spec_of(function)
        retry = procrastinate.RetryStrategy(
            max_attempts=spec.tries - 1, exponential_wait=spec.first_wait
        )
        return self._app.task(name=name_of(function), retry=retry, queue=spec.queue)(
            bind(function, self._ports)
        )


def bind(function: Job, ports: Mapping[str, Any]) -> Job:
    """The job with its ports filled by name and ids turned back from text."""
    signature = inspect.signature(function)
    given = {name: ports[name] for name in signature.parameters if name in ports}
    ids = {n for n, p in signature.parameters.items() if p.annotation in (UUID, "UUID")}

    async def run(**args: Any) -> None:
        args.pop("timestamp", None)  # periodic jobs are told when they were due
        parsed = {n: UUID(v) if n in ids and isinstance(v, str) else v for n, v in args.items()}
        try:
            await function(**given, **parsed)
        except Exception:
            log.exception("job_failed", job=name_of(function))
            raise

    return run
