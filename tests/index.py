"""The search index and tests that really commit: what they leave in it no flush of the tables knows of."""

from django.db import connection

from alongside.directory.search import outdate
from alongside.directory.search.engines.kept import PREFIX


def forget_index() -> None:
    """Take it away, or have it read anew."""
    if connection.vendor != "postgresql":
        outdate()
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE tablename LIKE %s", [f"{PREFIX}%"])
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TABLE "{name}"')
