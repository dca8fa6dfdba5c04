"""The command that takes services in, and files of Open Referral UK."""

import json

import pytest
from django.core.management import CommandError, call_command

from alongside.directory.importing import client
from alongside.directory.models import Service, Source
from alongside.directory.tests import feed_server
from alongside.directory.tests.conftest import MAPPING, listed
from alongside.directory.tests.feed_bodies import by_the_book
from alongside.directory.tests.feed_server import TEN


@pytest.fixture
def mapping(tmp_path):
    path = tmp_path / "place.toml"
    lines = "\n".join(f'{name} = "{value}"' for name, value in MAPPING.source.items())
    path.write_text(f"[source]\n{lines}\n")
    return path


def test_the_command_says_what_it_did_and_what_it_left_out(serve, mapping, capsys):
    server = serve(*TEN, {"id": "1"})
    call_command("import_directory", server.url, mapping=mapping, source_key="elsewhere")
    said = capsys.readouterr()
    assert "10 services taken, 10 of them new" in said.out
    assert "Left out: service 1: it has no name." in said.err
    assert Source.objects.get().key == "elsewhere"


def test_the_command_says_how_to_go_on_when_the_server_is_down(serve, mapping, monkeypatch):
    monkeypatch.setattr(client, "sleep", lambda seconds: None)
    server = serve(*TEN)
    server.always["/services?page=1"] = feed_server.broken(503)
    with pytest.raises(CommandError, match=r"503. What was read is kept; the same command goes on from there"):
        call_command("import_directory", server.url, mapping=mapping)


@pytest.mark.parametrize(
    ("text", "reason"),
    [("[source]\nkey = 'x'", "does not say: attribution, licence, name"), ("no toml", "cannot be used")],
)
def test_a_mapping_that_does_not_say_whose_it_is_is_refused(db, tmp_path, text, reason):
    path = tmp_path / "mapping.toml"
    path.write_text(text)
    with pytest.raises(CommandError, match=reason):
        call_command("import_directory", "https://127.0.0.1/x", mapping=path)


@pytest.mark.parametrize("shape", ["page", "list", "one", "folder", "packed"])
def test_files_of_the_same_are_taken_too(db, mapping, tmp_path, shape):
    path = tmp_path / "feed"
    full = by_the_book()
    if shape == "folder":
        path.mkdir()
        (path / "1.json").write_text(json.dumps({"contents": TEN}))
        (path / "2.json").write_text(json.dumps(full))
        (path / "notes.txt").write_text("nothing")
    elif shape == "packed":
        path = tmp_path / "feed.json.gz"
        path.write_bytes(feed_server.gzip.compress(json.dumps([*TEN, full]).encode()))
    else:
        bodies = {"page": {"contents": [*TEN, full], "total_items": 99}, "list": [*TEN, full], "one": full}
        path.write_text(json.dumps(bodies[shape]))
    call_command("import_directory", str(path), mapping=mapping)
    assert listed() == (1 if shape == "one" else 11)
    assert Service.objects.get(name="Tuesday Breathers").cost_options.count() == 1


def test_a_broken_service_in_a_file_is_said_with_where_it_stands(db, mapping, tmp_path, capsys):
    path = tmp_path / "feed.json"
    path.write_text(json.dumps([TEN[0], {"id": "x"}, 5]))
    call_command("import_directory", str(path), mapping=mapping)
    said = capsys.readouterr().err
    assert "Left out: feed.json, service 2: it has no name." in said
    assert "Left out: feed.json, service 3: it is not an object of names and values." in said


def test_a_file_that_is_no_json_has_nothing_that_could_be_taken(db, mapping, tmp_path):
    path = tmp_path / "feed.json"
    path.write_text("<html>")
    with pytest.raises(CommandError, match="nothing was changed"):
        call_command("import_directory", str(path), mapping=mapping)
