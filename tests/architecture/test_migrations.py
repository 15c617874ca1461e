"""Every change of the schema can be undone, and done again."""

from collections.abc import Sequence

import psycopg

from tests.architecture.tree import ROOT, assert_none
from zahra.migrations import migrate, version_of

VERSIONS = ROOT / "src/zahra/migrations/versions"
_SHAPE = """
    SELECT 'column', table_name || '.' || column_name, concat_ws(' ', data_type, udt_name,
        character_maximum_length, is_nullable, column_default, generation_expression)
    FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL
    SELECT 'constraint', conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL
    SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL
    SELECT 'trigger', tgrelid::regclass || '.' || tgname, pg_get_triggerdef(oid)
    FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL
    SELECT 'function', p.oid::regprocedure::text, md5(p.prosrc) FROM pg_proc p
    WHERE p.pronamespace = 'public'::regnamespace AND NOT EXISTS (
        SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
    UNION ALL
    SELECT 'type', typname, typtype::text FROM pg_type
    WHERE typnamespace = 'public'::regnamespace AND typtype IN ('e', 'd')
"""


def shape_of(dsn: str) -> set[tuple[str, str, str]]:
    """Everything a database's public schema consists of, extensions left out."""
    with psycopg.connect(dsn) as connection:
        return set(connection.execute(_SHAPE).fetchall())


def half_written(names: Sequence[str]) -> list[str]:
    """Files of a revision that are missing: the change, its undoing, its place in the order."""
    stems = {name.split(".")[0] for name in names}
    wanted = {f"{stem}{ending}" for stem in stems for ending in (".sql", ".down.sql", ".py")}
    return sorted(wanted - set(names))


def test_every_revision_has_its_undoing_and_its_place():
    assert_none(half_written([path.name for path in VERSIONS.glob("[0-9]*")]))


def test_a_revision_without_its_undoing_is_seen():
    whole = ["0001_base.sql", "0001_base.down.sql", "0001_base.py"]
    assert half_written(whole) == []
    assert half_written(whole[:1]) == ["0001_base.down.sql", "0001_base.py"]


def test_revisions_are_numbered_without_a_gap():
    numbers = sorted(path.name[:4] for path in VERSIONS.glob("[0-9]*.py"))
    assert numbers == [f"{at:04}" for at in range(1, len(numbers) + 1)]


def test_every_revision_is_undone_to_the_last_trace_and_done_again(fresh_dsn: str):
    shapes = {version_of(fresh_dsn): shape_of(fresh_dsn)}
    for _ in range(len(list(VERSIONS.glob("*.down.sql")))):
        migrate(fresh_dsn, "-1")
        shapes[version_of(fresh_dsn)] = shape_of(fresh_dsn)
    assert_none(name for _, name, _ in shapes[None] if "alembic_version" not in name)
    for version in sorted(filter(None, shapes)):
        migrate(fresh_dsn, version)
        assert shape_of(fresh_dsn) == shapes[version]


def test_a_trace_left_behind_is_seen(fresh_dsn: str):
    before = shape_of(fresh_dsn)
    with psycopg.connect(fresh_dsn) as connection:
        connection.execute("CREATE FUNCTION left_behind() RETURNS int LANGUAGE sql AS 'SELECT 1'")
    assert {name for _, name, _ in shape_of(fresh_dsn) - before} == {"left_behind()"}


def test_every_revision_runs_the_files_of_its_name():
    for path in VERSIONS.glob("[0-9]*.py"):
        text = path.read_text()
        assert f'"{path.stem}.sql"' in text
        assert f'"{path.stem}.down.sql"' in text
        assert f'revision = "{path.name[:4]}"' in text
