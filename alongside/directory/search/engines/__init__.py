"""Engines that search may run on, one of which is chosen by a setting."""

from functools import cache

from django.conf import settings

from alongside.directory.search.engines.embedded import Embedded
from alongside.directory.search.engines.engine import Engine
from alongside.directory.search.engines.fts5 import Fts5
from alongside.directory.search.engines.postgres import Postgres


@cache
def chosen() -> Engine:
    """The one that this installation uses."""
    if settings.SEARCH_ENGINE == "postgresql":
        return Postgres()
    if settings.SEARCH_ENGINE == "tantivy":
        from alongside.directory.search.engines.tantivy import Tantivy  # an extra that few install

        return Embedded(settings.DATA_DIR / "search_tantivy", Tantivy())
    return Embedded(settings.DATA_DIR / "search", Fts5())
