"""After being forgotten, nothing of a person is left in any table, whichever context it belongs to."""

from collections.abc import Iterator
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, models

from alongside.people import audit
from alongside.people.actions import ask_for_erasure, erase_person, keep_care_record_only
from alongside.people.actors import SYSTEM, actor_for
from alongside.people.models import AuditEvent, Person, PersonIdentifier, User

TRACES = ("ashworth", "07700900101", "rosa@example.org", "9434765919")


@pytest.fixture
def rosa(cast) -> Person:
    """Rosa, with something in every table of her own context and above that is about a person."""
    Person.objects.filter(pk=cast.rosa.pk).update(nhs_number="9434765919")
    rosa = Person.objects.get(pk=cast.rosa.pk)
    PersonIdentifier.objects.create(person=rosa, system="urn:x", value="9434765919")
    EmailAddress.objects.create(user=cast["rosa"], email="rosa@example.org")
    ask_for_erasure(by=actor_for(cast["rosa"]), person=rosa)
    link = apps.get_model("outbox", "SignedLink").objects.create(
        person=rosa, purpose="prepare", subject_id=rosa.pk, expires_at="2030-01-01T00:00Z"
    )
    apps.get_model("outbox", "Message").objects.create(
        person=rosa, template="prepare.invite", window="x", facts={"name": "Ashworth"}, link=link
    )
    apps.get_model("worklist", "Task").objects.create(
        kind="call_back", person=rosa, title="Call Rosa Ashworth", team=cast.elm_bank, due="2030-01-01"
    )
    audit.record(by=actor_for(cast["rosa"]), verb="plan.seen", person=rosa)
    return rosa


def everything_stored() -> Iterator[tuple[str, str]]:
    """Every value of every table, as text."""
    for model in apps.get_models(include_auto_created=True):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)}")
            for row in cursor.fetchall():
                yield model._meta.label, " ".join(str(value) for value in row).lower()


def tables_with_a_trace() -> set[str]:
    return {label for label, text in everything_stored() if any(trace in text for trace in TRACES)}


def test_erasing_leaves_no_trace_in_any_table(rosa):
    assert {"people.Person", "people.User", "outbox.Message", "worklist.Task"} <= tables_with_a_trace()
    erase_person(by=SYSTEM, person=rosa)
    assert tables_with_a_trace() == set()


def test_erasing_one_person_leaves_the_others_alone(rosa, cast):
    erase_person(by=SYSTEM, person=rosa)
    assert set(Person.objects.values_list("given_name", flat=True)) == {"Winston", "Priya"}
    assert User.objects.filter(pk=cast["daughter"].pk).exists()


def test_the_trail_stays_and_is_whole(rosa):
    pk = rosa.pk
    erase_person(by=SYSTEM, person=rosa)
    assert AuditEvent.objects.filter(person_id=pk, verb="person.erased").exists()
    assert list(audit.flaws()) == []


def test_whatever_points_at_a_person_goes_with_them():
    pointing = [relation for relation in Person._meta.related_objects if relation.concrete is False]
    assert {relation.on_delete for relation in pointing} == {models.CASCADE}


def test_keeping_the_care_record_removes_the_account_contact_links_and_messages(rosa):
    keep_care_record_only(by=SYSTEM, person=rosa)
    assert not User.objects.filter(email="rosa@example.org").exists()
    for label in ("outbox.SignedLink", "outbox.Message", "people.Consent", "people.CarerAgreement"):
        assert not apps.get_model(label).objects.filter(person=rosa).exists(), label
    rosa.refresh_from_db()
    assert (rosa.phone, rosa.address, rosa.restricted_at is None) == ("", "", False)
    assert rosa.erasure_requests.get().outcome == "kept"
    assert rosa.conditions.exists()


def test_somebody_who_also_works_here_keeps_the_account_they_work_with(cast, rosa):
    nurse = cast["nurse"]
    cast["rosa"].delete()
    nurse.person = rosa
    nurse.save()
    erase_person(by=SYSTEM, person=rosa)
    nurse.refresh_from_db()
    assert nurse.person is None


def test_the_command_asks_twice(rosa):
    with pytest.raises(CommandError, match="--yes"):
        call_command("erase_person", str(rosa.pk), stdout=StringIO())
    call_command("erase_person", "9434765919", "--keep-care-record", "--yes", stdout=StringIO())
    call_command("erase_person", str(rosa.pk), "--yes", stdout=StringIO())
    assert not Person.objects.filter(pk=rosa.pk).exists()


@pytest.mark.parametrize("words", ["rubbish", "9434765919", "00000000-0000-4000-8000-000000000000"])
@pytest.mark.parametrize("command", [["erase_person", "--yes"], ["invite", "--name", "Q", "q@example.org", "--person"]])
def test_a_command_about_nobody_on_record_says_so(db, command, words):
    with pytest.raises(CommandError, match=f"Nobody on record has the NHS number or id {words}"):
        call_command(*command, words, stdout=StringIO())
