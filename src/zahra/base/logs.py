"""Structured logs: JSON in production, readable in development, masked everywhere.

Personal data never reaches a log line whole: phones and e-mail addresses are masked wherever they
stand, and values under secret-sounding names are dropped.
"""

import logging
import re
from collections.abc import MutableMapping, Sequence
from typing import Any, cast

import structlog

from zahra.base.text import mask_email, mask_phone

Told = dict[Any, Any]
_PHONE = re.compile(r"(?<!\d)(?:\+91|91|0)?[6-9]\d{9}(?!\d)")
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,190}")  # bounded: read but once
_SECRET = re.compile(r"(otp|code|token|secret|password|cookie|signature|authorization)$", re.I)


def masked(text: str) -> str:
    """The text with phones and e-mail addresses masked.

    >>> masked("call +919876543210 or asha@example.com")
    'call ••••••3210 or a•••@example.com'
    """
    text = _EMAIL.sub(lambda found: mask_email(found[0]), text)
    return _PHONE.sub(lambda found: mask_phone(found[0]), text)


def _scrub(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for name, value in event.items():
        event[name] = _scrubbed(name, value)
    return event


def _scrubbed(name: str, value: Any) -> Any:
    if _SECRET.search(name):
        return "…"
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, dict):
        return {key: _scrubbed(str(key), inside) for key, inside in cast(Told, value).items()}
    if isinstance(value, list | tuple | set):
        return [_scrubbed(name, inside) for inside in cast(Sequence[Any], value)]
    return value


def set_up_logs(*, style: str = "json", level: str = "INFO") -> None:
    """Configure structlog and the standard library alike. `style` is `json` or `console`."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _scrub,
    ]
    last = (
        structlog.processors.JSONRenderer()
        if style == "json"
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[*shared, last],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                last,
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
