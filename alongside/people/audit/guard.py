"""What the migrations have the database itself do about the trail."""

from typing import Any

AUDIT_TABLES = ("people_auditevent", "people_auditseal", "people_sealedevent")

REFUSE = """
CREATE OR REPLACE FUNCTION alongside_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Audit rows are never changed or removed.';
END $$
"""


def guard_audit_tables(apps: Any, schema_editor: Any) -> None:
    """Let the database refuse to change an audit row, and in PostgreSQL also to remove one.

    SQLite's removals stay possible because Django empties test tables with DELETE there; the seals find them.
    """
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(REFUSE)
        for table in AUDIT_TABLES:
            schema_editor.execute(_postgresql_trigger(table))
    elif schema_editor.connection.vendor == "sqlite":
        for table in AUDIT_TABLES:
            schema_editor.execute(_sqlite_trigger(table))


def _postgresql_trigger(table: str) -> str:
    return (
        f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION alongside_refuse_change()"
    )


def _sqlite_trigger(table: str) -> str:
    return (
        f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE ON {table} "
        "BEGIN SELECT RAISE(ABORT, 'Audit rows are never changed or removed.'); END"
    )


NOTE_AS_UNSEALED = "INSERT INTO people_unsealedevent (event_id) VALUES (NEW.id);"
NOTE_IN_POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION alongside_note_as_unsealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {NOTE_AS_UNSEALED}
    RETURN NULL;
END $$
"""


def note_new_events_as_unsealed(apps: Any, schema_editor: Any) -> None:
    """Let the database itself put every new event on the list of those to seal: no writer can leave that out."""
    begin = "CREATE TRIGGER people_auditevent_is_unsealed AFTER INSERT ON people_auditevent FOR EACH ROW"
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(NOTE_IN_POSTGRESQL)
        schema_editor.execute(f"{begin} EXECUTE FUNCTION alongside_note_as_unsealed()")
    elif schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(f"{begin} BEGIN {NOTE_AS_UNSEALED} END")
