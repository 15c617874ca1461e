"""How many statements something sends to PostgreSQL: a promise like any other.

with StatementCounter() as counter:
    await catalog.listing(snapshot, asking)
assert counter.count == 1, counter
"""

from types import TracebackType
from typing import Any

from psycopg import AsyncCursor

_CURSOR: Any = AsyncCursor
_FRAME = ("BEGIN", "COMMIT", "ROLLBACK", "SELECT 1; SELECT clock_timestamp()")


class StatementCounter:
    """Remembers every statement sent while it is open, on any connection of this process.

    Opening and closing transactions are not counted, nor is the look at the clock with them.
    """

    def __init__(self) -> None:
        self.statements: list[str] = []
        self._execute = AsyncCursor.execute
        self._copy = AsyncCursor.copy

    @property
    def count(self) -> int:
        return len(self.statements)

    def __enter__(self) -> "StatementCounter":
        counter, execute, copy = self, self._execute, self._copy

        async def counted(cursor: Any, query: Any, *args: Any, **options: Any) -> Any:
            counter.note(query)
            return await execute(cursor, query, *args, **options)

        def counted_copy(cursor: Any, statement: Any, *args: Any, **options: Any) -> Any:
            counter.note(statement)
            return copy(cursor, statement, *args, **options)

        _CURSOR.execute = counted
        _CURSOR.copy = counted_copy
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        _CURSOR.execute = self._execute
        _CURSOR.copy = self._copy

    def note(self, query: Any) -> None:
        text = query.decode() if isinstance(query, bytes) else str(query)
        if not text.lstrip().startswith(_FRAME):
            self.statements.append(" ".join(text.split()))

    def __repr__(self) -> str:
        lines = "\n".join(f"  {statement[:120]}" for statement in self.statements)
        return f"{self.count} statements:\n{lines}"
