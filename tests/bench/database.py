"""A database of PostgreSQL that is there only while something is measured."""

import atexit
import uuid
from urllib.parse import urlsplit, urlunsplit

import psycopg


def of_its_own(url: str) -> str:
    """The address of an empty one on the same server, which goes when the program ends."""
    name = f"alongside_bench_{uuid.uuid4().hex[:8]}"
    _run(url, f"CREATE DATABASE {name}")
    atexit.register(_run, url, f"DROP DATABASE {name} WITH (FORCE)")
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _run(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(statement)
