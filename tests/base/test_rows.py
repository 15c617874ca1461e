"""Columns become what the model says, inside JSON too."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from zahra.base.db import Transaction

pytestmark = pytest.mark.anyio


@dataclass(frozen=True, slots=True)
class Inner:
    id: UUID
    at: datetime | None
    day: date
    count: int


@dataclass(frozen=True, slots=True)
class Outer:
    inner: tuple[Inner, ...]


async def test_ids_and_times_inside_json_are_no_longer_text(tx: Transaction):
    row = await tx.row(
        Outer,
        """
        SELECT jsonb_build_array(
            jsonb_build_object('id', '00000000-0000-0000-0000-000000000001'::uuid,
                'at', '2026-11-22T06:00:00.25Z'::timestamptz, 'day', '2026-11-22'::date,
                'count', 2),
            jsonb_build_object('id', '00000000-0000-0000-0000-000000000002'::uuid, 'at', NULL,
                'day', '2026-11-23'::date, 'count', 3)) AS inner
        """,
    )
    at = datetime(2026, 11, 22, 6, 0, 0, 250000, tzinfo=UTC)
    assert row == Outer(
        (
            Inner(UUID(int=1), at, date(2026, 11, 22), 2),
            Inner(UUID(int=2), None, date(2026, 11, 23), 3),
        )
    )
