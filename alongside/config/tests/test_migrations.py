"""Migrations that became one, and databases that had only some of them."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from alongside.config.checks import no_migration_is_half_applied

APP, TOGETHER = "outbox", "0001_squashed_0006_links_to_courses"


def applied(*names):
    """As a database has it that went so far and no further."""
    rows = MigrationRecorder(connection).migration_qs
    rows.filter(app=APP).delete()
    rows.bulk_create(rows.model(app=APP, name=name) for name in names)


@pytest.fixture
def replaced(db):
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return [name for _app, name in loader.disk_migrations[APP, TOGETHER].replaces]


def test_a_database_that_has_all_or_none_of_what_became_one_goes_on(replaced):
    for names in ([TOGETHER], replaced, [*replaced, TOGETHER], []):
        applied(*names)
        assert not no_migration_is_half_applied(databases=["default"]), names


def test_a_database_that_has_some_of_it_is_refused_and_told_what_to_do(replaced):
    applied(*replaced[:-1])
    [trouble] = no_migration_is_half_applied(databases=["default"])
    assert "older than what 0001_squashed" in trouble.msg
    with pytest.raises(SystemCheckError, match=r"Migrate with the version of"):
        call_command("migrate", verbosity=0, skip_checks=False)


def test_without_a_database_nothing_is_asked():
    assert not no_migration_is_half_applied()
