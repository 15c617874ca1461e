"""SQL in Python files: where it stands, what it touches, and whose the tables are."""

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import psycopg
from psycopg.pq import ExecStatus

from tests.architecture.tree import ROOT, Source, sources

# Whose table it is: the package whose store alone writes it.
TABLES: Mapping[str, Sequence[str]] = {
    "zahra.migrations": ["alembic_version"],
    "zahra.base.audit": ["audit_log"],
    "zahra.base.idempotency": ["idempotency_keys"],
    "zahra.base.jobs": [
        "procrastinate_events",
        "procrastinate_jobs",
        "procrastinate_periodic_defers",
        "procrastinate_workers",
    ],
    "zahra.base.limits": ["rate_gcra"],
    "zahra.shop.books": ["discrepancies", "doctor_runs", "settlement_items", "settlements"],
    "zahra.shop.invoices": [
        "credited_charges",
        "credited_pieces",
        "invoice_charges",
        "invoice_counters",
        "invoice_pieces",
        "invoice_voids",
        "invoices",
    ],
    "zahra.shop.messaging": ["deliveries", "mail_checks"],
    "zahra.shop.privacy": ["exports"],
    "zahra.shop.places": ["pincodes"],
    "zahra.shop.tax": ["tax_rules"],
    "zahra.shop.shipping": [
        "courier_bookings",
        "courier_news",
        "ndrs",
        "rtos",
        "shipment_events",
        "shipments",
        "shipping_methods",
        "shipping_rates",
    ],
    "zahra.shop.identity": [
        "addresses",
        "api_keys",
        "auth_events",
        "ceremonies",
        "enrolments",
        "identities",
        "legacy_refresh_tokens",
        "number_claims",
        "otp_challenges",
        "otp_failures",
        "otp_throttle",
        "passkeys",
        "password_resets",
        "passwords",
        "pending_contacts",
        "pending_signups",
        "recovery_codes",
        "refresh_tokens",
        "sessions",
        "sms_budgets",
        "totp_secrets",
        "user_devices",
        "users",
    ],
    "zahra.shop.catalog": [
        "attribute_values",
        "attributes",
        "cards",
        "categories",
        "media",
        "product_type_attributes",
        "product_types",
        "search_synonyms",
        "search_words",
        "size_charts",
        "slug_history",
        "style_attributes",
        "style_colours",
        "styles",
        "variants",
    ],
    "zahra.shop.inventory": [
        "stock_allocations",
        "stock_holds",
        "stock_levels",
        "stock_movements",
    ],
    "zahra.shop.cod": [
        "cod_collections",
        "cod_decisions",
        "cod_listings",
        "cod_remittances",
        "cod_rules",
        "prepaid_links",
        "prepaid_rewards",
    ],
    "zahra.shop.promotions": [
        "buyers",
        "promotion_codes",
        "promotion_people",
        "promotions",
        "redemptions",
    ],
    "zahra.shop.disputes": ["disputes"],
    "zahra.shop.cart": ["cart_items", "carts"],
    "zahra.shop.uploads": ["uploads"],
    "zahra.shop.credit": ["credit_accounts", "credit_entries"],
    "zahra.shop.returns": [
        "exchanges",
        "return_items",
        "return_pickups",
        "return_pieces",
        "return_steps",
        "returns",
    ],
    "zahra.shop.payments": [
        "gateway_customers",
        "gateway_oddities",
        "gateway_silences",
        "payment_attempts",
        "payments",
        "payout_destinations",
        "payout_files",
        "payouts",
        "provider_events",
        "refunds",
        "saved_methods",
    ],
    "zahra.shop.orders": [
        "givebacks",
        "order_charges",
        "order_discounts",
        "order_line_discounts",
        "order_lines",
        "order_pieces",
        "orders",
        "status_history",
    ],
    "zahra.shop.notifications": ["messages"],
}
_BEGINS = re.compile(
    r"\s*(SELECT\s|INSERT INTO\s|UPDATE \w+|DELETE FROM\s|MERGE INTO\s|COPY \w|LOCK TABLE\s"
    r"|WITH (RECURSIVE )?\w+ (\([^)]*\) )?AS\b|TRUNCATE \w|(CREATE|ALTER|DROP) [A-Z])"
)
_STORE = re.compile(r"(zahra\.(?:shop|base)\.\w+|zahra\.migrations)(?:\.\w+)?\.store(?:\.\w+)*")
_PARAMETER = re.compile(r"%\((\w+)\)s")
_BARE = re.compile(r"\s*(?:COPY|LOCK TABLE|TRUNCATE) (\w+)")
_TOUCHED = re.compile(r"RTEPERMISSIONINFO\s+:relid\s+(\d+)\s+:inh\s+\w+\s+:requiredPerms\s+(\d+)")
_ONLY_SELECT = 2


@dataclass(frozen=True)
class Statement:
    """An SQL statement as it stands in a store."""

    source: Source
    node: ast.AST
    text: str

    @property
    def package(self) -> str:
        """The package whose store it stands in."""
        found = _STORE.fullmatch(self.source.module)
        assert found, f"{self.source.path} is no store"
        return found[1]

    @property
    def can_be_prepared(self) -> bool:
        """COPY, LOCK and TRUNCATE are commands, which have no plan."""
        return not _BARE.match(self.text)

    @property
    def numbered(self) -> str:
        """The statement with `$1` for the first parameter, as the server takes it.

        >>> Statement(None, None, "SELECT %(b)s, %(a)s, %(b)s, '100%%'").numbered
        "SELECT $1, $2, $1, '100%'"
        """
        if not (names := list(dict.fromkeys(_PARAMETER.findall(self.text)))):
            return self.text
        bound = _PARAMETER.sub(lambda found: f"${names.index(found[1]) + 1}", self.text)
        return bound.replace("%%", "%")


def is_store(module: str) -> bool:
    """Whether SQL may stand there: `store.py`, or a module of a folder `store/`."""
    return _STORE.fullmatch(module) is not None


def sql_in(source: Source) -> Iterator[Statement]:
    """Every text constant that begins like SQL; of a text put together, the written parts."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes):
            text = node.value if isinstance(node.value, str) else node.value.decode("latin-1")
            if _BEGINS.match(text):
                yield Statement(source, node, text)


@cache
def statements() -> tuple[Statement, ...]:
    """Every statement of every store."""
    stores = (s for s in sources() if s.path.startswith("src/") and is_store(s.module))
    return tuple(statement for store in stores for statement in sql_in(store))


class Reader:
    """A server that tells what a statement touches: its parse tree names every table."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection
        connection.autocommit = True
        named = connection.execute("SELECT oid, relname FROM pg_class WHERE relkind = 'r'")
        self._names: dict[int, str] = dict(named.fetchall())
        for setting in (
            "debug_print_parse=on",
            "debug_pretty_print=off",
            "client_min_messages=log",
        ):
            connection.execute(f"SET {setting}".encode())
        self._heard: list[str] = []
        connection.add_notice_handler(lambda said: self._heard.append(said.message_detail or ""))

    def touched(self, statement: Statement) -> Mapping[str, bool]:
        """The tables a statement touches, and whether it changes or locks their rows.

        Raises AssertionError with the server's words when it cannot be prepared.
        """
        if not statement.can_be_prepared:
            found = _BARE.match(statement.text)
            return {found[1]: True} if found else {}
        self._heard.clear()
        done = self._connection.pgconn.prepare(b"", statement.numbered.encode())
        assert done.status == ExecStatus.COMMAND_OK, done.error_message.decode()
        touched: dict[str, bool] = {}
        for table, rights in _TOUCHED.findall("".join(self._heard)):
            name = self._names.get(int(table))
            if name is not None:
                touched[name] = touched.get(name, False) or int(rights) & ~_ONLY_SELECT != 0
        return touched


def trespasses(package: str, touched: Mapping[str, bool]) -> Iterator[str]:
    """Tables that a package's statement may not touch, or may only read."""
    for table, is_changed in touched.items():
        owner = owner_of(table)
        if owner == package or owner is None:
            continue
        if is_changed:
            yield f"changes {table}, which is of {owner}"
        elif not _is_below(owner, package):
            yield f"reads {table}, which is of {owner}: not below {package}"


def owner_of(table: str) -> str | None:
    """The package a table belongs to; None for the server's own."""
    return next((package for package, tables in TABLES.items() if table in tables), None)


def _is_below(owner: str, package: str) -> bool:
    if not package.startswith("zahra.shop."):
        return False
    return owner.startswith("zahra.base.") or _rank(owner) > _rank(package)


def _rank(package: str) -> int:
    name = package.rpartition(".")[2]
    return next(at for at, row in enumerate(_ranks()) if name in row)


@cache
def _ranks() -> tuple[frozenset[str], ...]:
    """The rows of the shop's import contract, highest first."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    shop = next(c for c in told["contracts"] if c.get("containers") == ["zahra.shop"])
    return tuple(frozenset(re.findall(r"\w+", row)) for row in shop["layers"])
