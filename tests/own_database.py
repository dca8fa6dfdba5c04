"""A database of its own for tests whose processes really commit."""

import os
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.db import connection


@pytest.fixture
def own_database(tmp_path: Path, transactional_db: None) -> Iterator[str]:
    with a_database_of_its_own(tmp_path) as url:
        yield url


@contextmanager
def a_database_of_its_own(folder: Path) -> Iterator[str]:
    """The address of a copy of the tests' own database, which has the tables and no rows, between two tests.

    To migrate another one takes seconds, and every test that starts processes wants one.
    """
    connection.ensure_connection()
    copied = _copied_on_postgresql() if connection.vendor == "postgresql" else _copied_on_sqlite(folder)
    with copied as url:
        yield url


@contextmanager
def _copied_on_sqlite(folder: Path) -> Iterator[str]:
    path = folder / "own.sqlite3"
    with closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)
    yield f"sqlite:///{path}"


@contextmanager
def _copied_on_postgresql() -> Iterator[str]:
    url, name = os.environ["DATABASE_URL"], f"alongside_own_{uuid.uuid4().hex[:8]}"
    copied = connection.settings_dict["NAME"]
    connection.close()  # nobody may be in what is copied
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE {name} TEMPLATE "{copied}"')
        try:
            yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")
