"""Production really starts: each test runs the product's own command in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from alongside.config.checks import (
    demo_is_never_in_production,
    draft_words_are_not_used_unawares,
    keys_are_apart,
    links_lead_here,
    messages_can_leave,
    whoever_needs_large_letters_can_have_them,
)
from alongside.config.secret import earlier_keys

PRODUCTION = {
    "ALONGSIDE_MODE": "production",
    "SECRET_KEY": "a-long-key-that-only-this-test-knows-0123456789-abcdefghij-KLMNOP",
    "SITE_URL": "https://alongside.example.org",
    "ALLOWED_HOSTS": "alongside.example.org",
    "BEHIND_PROXY": "true",
    "AUDIT_KEY": "another-long-key-that-only-this-test-knows-0123456789-abcdefghij",
    "MESSAGE_SENDER": "smtp",
}


def alongside(*arguments, data_dir, **settings):
    environment = {k: v for k, v in os.environ.items() if not k.startswith("DJANGO_") and k != "DATABASE_URL"}
    environment |= PRODUCTION | {"DATA_DIR": str(data_dir)} | settings
    command = Path(sys.executable).with_name("alongside")
    return subprocess.run([command, *arguments], env=environment, capture_output=True, text=True, check=False)


def test_djangos_own_deployment_checks_find_nothing(tmp_path):
    checked = alongside("check", "--deploy", "--fail-level", "WARNING", data_dir=tmp_path)
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize(
    ("sender", "told"),
    [("notify", ["alongside.E004"]), ("files", ["alongside.W003"]), ("smtp", [])],
)
def test_what_keeps_messages_from_leaving_is_told(settings, sender, told):
    settings.MESSAGE_SENDER = sender
    assert [problem.id for problem in messages_can_leave()] == told


def test_notify_with_its_key_and_template_is_fine(settings):
    settings.MESSAGE_SENDER, settings.NOTIFY_API_KEY, settings.NOTIFY_EMAIL_TEMPLATE = "notify", "k", "t"
    assert messages_can_leave() == []


@pytest.mark.parametrize(
    ("name", "slip", "told"),
    [
        ("ALONGSIDE_MODE", "Production", "production, demo or test"),
        ("MESSAGE_SENDER", "Notify", "files, smtp or notify"),
        ("BANK_HOLIDAYS_OF", "Engand", "England, Wales, Scotland or Northern Ireland"),
    ],
)
def test_a_slip_of_the_pen_in_a_setting_stops_the_start(tmp_path, name, slip, told):
    started = alongside("check", data_dir=tmp_path, **{name: slip})
    assert started.returncode != 0
    assert started.stderr == f"{name} is '{slip}'. It can be {told}.\n"


def test_links_that_would_not_open_are_told(settings):
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://alongside.example.org", ["alongside.example.com"]
    assert [problem.id for problem in links_lead_here()] == ["alongside.E003"]
    settings.ALLOWED_HOSTS = [".example.org"]
    assert links_lead_here() == []


def test_one_key_for_everything_is_told(settings):
    settings.AUDIT_KEY = settings.SECRET_KEY
    assert [problem.id for problem in keys_are_apart()] == ["alongside.W004"]
    settings.AUDIT_KEY = "another"
    assert keys_are_apart() == []


def test_static_files_are_collected_under_names_that_change_with_their_content(tmp_path):
    collected = alongside("collectstatic", "--noinput", data_dir=tmp_path)
    assert collected.returncode == 0, collected.stderr
    assert list(tmp_path.glob("static/ui/alongside.*.css"))
    assert (tmp_path / "static/staticfiles.json").exists()


def test_production_does_not_start_without_a_key(tmp_path):
    started = alongside("check", data_dir=tmp_path, SECRET_KEY="")
    assert started.returncode != 0
    assert "SECRET_KEY is not set" in started.stderr


def test_an_earlier_key_that_cannot_be_read_stops_the_start(tmp_path):
    started = alongside("check", data_dir=tmp_path, EARLIER_AUDIT_KEYS="the-old-key")
    assert started.returncode != 0
    assert "the number of a seal, a colon" in started.stderr
    assert "the-old-key" not in started.stderr
    assert earlier_keys(["120:b:c", "7:a"]) == [(7, "a"), (120, "b:c")]


def test_the_demo_cannot_be_loaded_in_production(tmp_path):
    loaded = alongside("load_demo", data_dir=tmp_path)
    assert loaded.returncode != 0
    assert "Unknown command" in loaded.stderr


@pytest.mark.slow
def test_a_database_that_holds_the_demo_does_not_pass_the_check(own_database, tmp_path):
    make = (
        "from alongside.people.models import Organisation as O;"
        "O.objects.create(kind=O.Kind.HEALTH_ECONOMY, name='Westhaven', fictional=True)"
    )
    assert alongside("shell", "-c", make, data_dir=tmp_path, DATABASE_URL=own_database).returncode == 0
    checked = alongside("check", "--database", "default", data_dir=tmp_path, DATABASE_URL=own_database)
    assert checked.returncode != 0
    assert "holds the demo's people" in checked.stderr


def test_production_refuses_to_start_with_the_demo_installed(settings):
    settings.PRODUCTION = True
    assert [problem.id for problem in demo_is_never_in_production()] == ["alongside.E001"]


def test_messages_nobody_has_checked_are_named_by_a_check(settings):
    assert draft_words_are_not_used_unawares() == []
    settings.MESSAGE_LANGUAGES = ["en", "cy"]
    [warning] = draft_words_are_not_used_unawares()
    assert warning.msg == "The messages in Welsh are a draft."


def test_a_language_without_messages_stops_the_start(tmp_path):
    started = alongside("check", data_dir=tmp_path, MESSAGE_LANGUAGES="en,xx")
    assert started.returncode != 0
    assert "MESSAGE_LANGUAGES names 'xx', and no messages are written in it." in started.stderr


@pytest.mark.parametrize(
    ("sender", "letter", "large", "warned"),
    [("notify", "1", "", True), ("notify", "1", "2", False), ("notify", "", "", False), ("files", "1", "", False)],
)
def test_letters_through_notify_without_a_large_template_are_named_by_a_check(settings, sender, letter, large, warned):
    settings.MESSAGE_SENDER = sender
    settings.NOTIFY_LETTER_TEMPLATE, settings.NOTIFY_LARGE_LETTER_TEMPLATE = letter, large
    assert [found.id for found in whoever_needs_large_letters_can_have_them()] == ["alongside.W002"] * warned
