"""A database of its own for tests whose processes really commit."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.db import connection


@contextmanager
def a_database_of_its_own(folder: Path) -> Iterator[str]:
    """The address of an empty database of the kind the tests run on, for processes that really commit."""
    if connection.vendor != "postgresql":
        yield f"sqlite:///{folder}/own.sqlite3"
        return
    url, name = os.environ["DATABASE_URL"], f"alongside_own_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def own_database(tmp_path: Path) -> Iterator[str]:
    with a_database_of_its_own(tmp_path) as url:
        yield url
