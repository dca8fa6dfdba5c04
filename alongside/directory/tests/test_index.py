"""The index follows the directory."""

from contextlib import nullcontext
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from alongside.directory.actions import import_services, load_postcodes
from alongside.directory.importing.plain import plain_row
from alongside.directory.importing.rows import Mapping
from alongside.directory.models import Postcode, Service
from alongside.directory.search import find, index
from alongside.directory.search.engines import chosen
from alongside.people.actors import SYSTEM

SOURCE = {"key": "test", "name": "A test", "licence": "Open", "licence_url": "", "attribution": "By nobody"}
CHOIR = plain_row("choir", "Sale Singers", "charity", "A choir for everybody", postcode="M33 7TY")
CHESS = plain_row("chess", "Sale Chess", "charity", "Chess for everybody", postcode="M33 7TY")


def taken(*rows):
    import_services(by=SYSTEM, mapping=Mapping(SOURCE), rows=rows)


def keys(words):
    return [row.key for row in find(words, near="M33 7TY").results]


@pytest.fixture
def services(db):
    taken(CHOIR, CHESS)
    assert keys("choir") == ["choir"]


def test_the_first_search_builds_what_is_missing(db):
    assert chosen().state() is None
    assert keys("choir") == []
    assert chosen().state().mark == index.EMPTY


def test_nothing_is_read_again_without_a_change(services):
    before = chosen().state()
    keys("choir")
    assert chosen().state() == before


def test_what_is_added_is_found_at_once_and_nothing_else_is_read_again(services):
    before = chosen().state()
    taken(CHOIR, CHESS, plain_row("new", "Sale Chorus", "charity", "Singing for all", postcode="M33 7TY"))
    assert set(keys("choir")) == {"choir", "new"}
    after = chosen().state()
    assert (after.build, after.change) == (before.build, before.change + 1)


def test_what_is_changed_is_found_as_it_is_now(services):
    taken(CHOIR, plain_row("chess", "Sale Players", "charity", "Drama for everybody", postcode="M33 7TY"))
    assert keys("chess") == []
    assert keys("drama") == ["chess"]


def test_what_is_retired_is_found_no_more(services):
    taken(CHESS)
    assert keys("choir") == []


def test_whoever_changes_only_what_belongs_to_a_service_says_so(services):
    choir = Service.objects.get(source_key="choir")
    choir.at_locations.all().delete()
    assert find("choir", near="M33 7TY").results[0].km == 0
    index.refresh([choir.pk])
    assert find("choir", near="M33 7TY").results[0].km is None


def test_a_service_that_was_deleted_goes_when_it_is_said(services):
    choir = Service.objects.get(source_key="choir")
    pk = choir.pk
    choir.delete()
    index.refresh([pk])
    assert keys("choir") == []


def test_many_changes_build_the_index_anew(services):
    before = chosen().state()
    taken(CHOIR, *(plain_row(f"s{number}", "A Choir", "charity", "Singing") for number in range(index.FEW + 1)))
    keys("choir")
    assert chosen().state().build != before.build


def test_a_directory_older_than_its_index_was_restored_and_is_read_anew(services):
    before = chosen().state()
    Service.objects.update(updated_at="2020-01-01T00:00:00Z")
    assert keys("choir") == ["choir"]
    assert chosen().state().build != before.build


def test_other_rules_read_every_record_anew(services, monkeypatch):
    before = chosen().state()
    monkeypatch.setattr(index, "version", lambda: "other rules")
    keys("choir")
    assert chosen().state().version == "other rules"
    assert chosen().state().build != before.build


def test_the_rules_are_the_words_and_the_code_that_reads_records():
    folder = Path(index.__file__).parent
    assert [name for name in index.RULES if not (folder / name).exists()] == []
    assert len(index.version()) == 16


def test_postcodes_that_are_loaded_later_put_services_where_they_are(services, django_capture_on_commit_callbacks):
    assert find("choir", near="M33").results[0].km == 0  # both are taken for the middle of M33
    with django_capture_on_commit_callbacks(execute=True):
        load_postcodes(by=SYSTEM, postcodes=[Postcode(code="M337TY", latitude=53.45, longitude=-2.32)])
    assert find("choir", near="M33").results[0].km > 1


def test_an_import_is_taken_in_by_whoever_imported(services, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        taken(CHOIR)
    assert chosen().state().mark == index.latest_change()


def test_words_of_a_new_service_are_spelled_like_any_other(services):
    taken(CHOIR, CHESS, *(plain_row(name, "Zumbini Sale", "charity", "For all") for name in ("one", "two")))
    assert set(keys("zumbnii")) == {"one", "two"}


def test_one_command_builds_the_index(services, capsys):
    before = chosen().state()
    call_command("index_directory")
    assert chosen().state().build != before.build
    assert "2 services at their places" in capsys.readouterr().out


@pytest.fixture
def one_machine(settings):
    """The engine of files, whichever database the directory is in."""
    settings.SEARCH_ENGINE = "sqlite"
    chosen.cache_clear()
    yield
    chosen.cache_clear()


def test_what_is_to_be_indexed_later_is_by_whoever_searches_next(
    one_machine, services, django_capture_on_commit_callbacks
):
    with index.indexing_later(), django_capture_on_commit_callbacks(execute=True):
        taken(CHESS)
    assert chosen().state().mark != index.latest_change()
    assert keys("chess") == ["chess"]
    assert chosen().state().mark == index.latest_change()


@pytest.mark.skipif(connection.vendor == "postgresql", reason="about files")
def test_a_file_that_somebody_broke_is_made_anew(services):
    for path in (settings.DATA_DIR / "search").rglob("*.sqlite3*"):
        path.write_bytes(b"nothing that a database can read" * 100)
    chosen().__init__(settings.DATA_DIR / "search", chosen()._finder)  # another process, which opens it now
    assert keys("choir") == ["choir"]


def test_while_somebody_else_takes_a_change_in_the_old_index_is_searched(services, monkeypatch):
    taken(CHESS)
    monkeypatch.setattr(chosen(), "held", lambda *, wait: nullcontext(wait))
    assert keys("choir") == ["choir"]
    monkeypatch.undo()
    assert keys("choir") == []
