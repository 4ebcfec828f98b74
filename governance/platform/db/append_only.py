"""Triggers that let rows be added to a table and nothing else (AUD-2)."""

from collections.abc import Iterator

from sqlalchemy import MetaData, Table

_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'append-only: % on %', TG_OP, TG_TABLE_NAME; END $$
"""


def append_only_tables(metadata: MetaData) -> list[Table]:
    return [table for table in metadata.sorted_tables if table.info.get("append_only")]


def trigger_name(table: str, operation: str) -> str:
    return f"{table}_refuses_{operation.lower()}"


def statements(table: str, dialect: str) -> Iterator[str]:
    """The statements that make ``table`` append-only on this database."""
    if dialect == "sqlite":
        for operation in ("UPDATE", "DELETE"):
            yield (
                f"CREATE TRIGGER {trigger_name(table, operation)} BEFORE {operation} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'append-only: {operation} on {table}'); END"
            )
        return
    yield _POSTGRESQL_FUNCTION
    for operation in ("UPDATE", "DELETE", "TRUNCATE"):
        each = "STATEMENT" if operation == "TRUNCATE" else "ROW"
        yield (
            f"CREATE TRIGGER {trigger_name(table, operation)} BEFORE {operation} ON {table} "
            f"FOR EACH {each} EXECUTE FUNCTION refuse_change()"
        )
