"""What is left of somebody who was forgotten."""

import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.utils import timezone

from alongside.agenda.actions import book_appointment
from alongside.messages.forgotten import remove_files_of_the_forgotten
from alongside.messages.models import Message
from alongside.people.actions import erase_person, keep_care_record_only, set_contact
from alongside.people.actors import SYSTEM, actor_for
from alongside.people.models import Person
from conftest import Cast

Forget = Callable[..., object]
WORDS = ["Ashworth", "Rosa", "07700900101", "rosa@example.org", "Elm Row", "9434765919", "1968-03-09"]


@pytest.fixture
def outbox(cast: Cast, tmp_path: Path, settings: Any) -> Path:
    """Rosa's and Winston's invitations, as files."""
    settings.DATA_DIR, settings.QUIET_FROM, settings.QUIET_UNTIL = tmp_path, 0, 0
    reach = {"phone": "07700900101", "email": "rosa@example.org", "address": "3 Elm Row", "postcode": "WH1 1AA"}
    for person in (cast.rosa, cast.winston):
        set_contact(by=SYSTEM, person=person, channel="letter", **reach)
        soon = timezone.now() + timedelta(days=2)
        book_appointment(by=SYSTEM, person=person, organisation=cast.elm_bank, starts_at=soon)
    call_command("deliver_messages")
    folder = tmp_path / "outbox"
    assert len(list(folder.iterdir())) == 4
    return folder


@pytest.mark.parametrize("forget", [erase_person, keep_care_record_only])
def test_the_files_of_messages_to_them_go_and_nobody_elses(cast: Cast, outbox: Path, forget: Forget) -> None:
    forget(by=SYSTEM, person=cast.rosa)
    call_command("deliver_messages")
    left = [path.read_text() for path in outbox.iterdir()]
    assert len(left) == 2
    assert all("Winston" in text for text in left)


def test_a_file_whose_message_is_merely_unknown_here_is_left(cast: Cast, outbox: Path) -> None:
    """After a restore there are files of messages that the older database does not know."""
    Message.objects.all().delete()
    call_command("deliver_messages")
    assert len(list(outbox.iterdir())) == 4


def test_a_message_that_left_while_its_person_was_being_forgotten_goes_too(cast: Cast, outbox: Path) -> None:
    path = next(path for path in outbox.iterdir() if "Rosa" in path.read_text())
    text = path.read_text()
    erase_person(by=SYSTEM, person=cast.rosa)
    swept = remove_files_of_the_forgotten(since=None)
    path.write_text(text)
    remove_files_of_the_forgotten(since=swept)
    assert not path.exists()


@pytest.mark.parametrize("forget", [erase_person, keep_care_record_only])
def test_the_letters_about_their_account_go_and_nobody_elses(
    cast: Cast, tmp_path: Path, settings: Any, forget: Forget
) -> None:
    settings.DATA_DIR, settings.EMAIL_FILE_PATH = tmp_path, tmp_path / "mail"
    settings.EMAIL_BACKEND = "alongside.people.mail_files.OneLetterAFile"
    theirs, others = cast["rosa"].email, cast["nurse"].email
    for address in (theirs, others):
        EmailMessage("Your account in Alongside", "Start here", to=[f"Somebody <{address}>"]).send()
    call_command("deliver_messages")
    assert len(list(settings.EMAIL_FILE_PATH.iterdir())) == 2, "nobody was forgotten yet"
    forget(by=SYSTEM, person=cast.rosa)
    call_command("deliver_messages")
    [left] = settings.EMAIL_FILE_PATH.iterdir()
    assert others in left.read_text()


def test_nothing_of_the_name_is_left_in_any_table(cast: Cast, outbox: Path) -> None:
    """Whatever was shown, said and noted before: every row of every table, sessions and sign-in tables too."""
    Person.objects.filter(pk=cast.rosa.pk).update(nhs_number="9434765919")
    for who, address in (("receptionist", f"/people/{cast.rosa.pk}/details/"), ("rosa", f"/person/{cast.rosa.pk}/")):
        cast.client(who).get(address)
    cast.client("receptionist").post("/appointments/book/", {"words": "bright"}, follow=True)
    cast.client("rosa").get(f"/records/{cast.rosa.pk}/export.json")
    erase_person(by=actor_for(cast["manager"]), person=Person.objects.get(pk=cast.rosa.pk))
    rows = [repr(row) for model in apps.get_models() for row in model._default_manager.values_list()]
    rows += [str(session.get_decoded()) for session in Session.objects.all()]
    assert len(rows) > 50
    assert not [row for row in rows for word in WORDS if word in row and "Winston" not in row]


def test_the_data_folder_is_open_to_nobody_else(tmp_path: Path) -> None:
    folder = tmp_path / "fresh"
    settings = {"ALONGSIDE_MODE": "test", "DATA_DIR": str(folder)}
    subprocess.run([sys.executable, "-c", "import alongside.config.settings"], env=settings, check=True)
    assert not folder.stat().st_mode & stat.S_IRWXO
