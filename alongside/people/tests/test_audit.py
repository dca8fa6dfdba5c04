"""The trail shows every change made behind its back. The tests tamper as somebody with the database would: in SQL."""

import json
from collections.abc import Callable
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from alongside.people import audit
from alongside.people.actors import Actor, actor_for
from alongside.people.audit.guard import AUDIT_TABLES
from alongside.people.models import AuditEvent, AuditSeal, SealedEvent, UnsealedEvent


@pytest.fixture
def trail(cast):
    """Twelve rows in four seals of three."""
    for number in range(12):
        audit.record(by=actor_for(cast["nurse"]), verb="plan.seen", person=cast.rosa, target=cast.rosa, n=number)
    list(audit.seal_all(batch=3))
    return [event.pk for event in AuditEvent.objects.order_by("id")]


@pytest.fixture(autouse=True)
def own_data_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def tamper(*statements: str) -> None:
    """Run SQL as somebody who owns the database and has taken its guard away."""
    with connection.cursor() as cursor:
        for table in AUDIT_TABLES:
            if connection.vendor == "postgresql":
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            else:
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_is_append_only")
        for statement in statements:
            cursor.execute(statement)


def found() -> str:
    return " ".join(audit.flaws())


def test_an_untouched_trail_is_whole(trail):
    assert AuditSeal.objects.count() == 4
    assert found() == ""


@pytest.mark.parametrize("table", ["people_auditevent", "people_auditseal"])
def test_the_database_refuses_to_change_a_row(trail, table):
    column = "verb" if table == "people_auditevent" else "digest"
    with (
        pytest.raises(DatabaseError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE {table} SET {column} = 'x'")


@pytest.mark.parametrize("table", AUDIT_TABLES)
def test_postgresql_refuses_to_remove_a_row(trail, table):
    statement = f"DELETE FROM {table}"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
                cursor.execute(statement)
        else:
            cursor.execute("PRAGMA defer_foreign_keys = ON")
            cursor.execute("DELETE FROM people_sealedevent")
            assert "rows were removed" in found()


def test_django_refuses_to_change_or_remove_a_row(trail):
    event = AuditEvent.objects.first()
    for change in (event.save, event.delete, AuditEvent.objects.all().delete, lambda: AuditEvent.objects.update(n=1)):
        with pytest.raises(TypeError):
            change()


@pytest.mark.parametrize("change", ["verb = 'x.seen'", "actor = 'you'", "person_id = NULL", "detail = '{\"n\": 99}'"])
def test_a_changed_row_is_found(trail, change):
    tamper(f"UPDATE people_auditevent SET {change} WHERE id = {trail[4]}")
    assert f"Row {trail[4]} " in found()
    assert "was changed" in found()


def test_a_changed_signature_is_found(trail):
    tamper(f"UPDATE people_auditevent SET mac = '{'0' * 64}' WHERE id = {trail[4]}")
    assert "was changed" in found()
    assert "Seal 2 does not match" in found()


def test_a_removed_row_is_found(trail):
    tamper(f"DELETE FROM people_auditevent WHERE id = {trail[4]}")
    assert "Seal 2 held 3 rows and now has 2" in found()


def test_a_row_removed_together_with_its_place_in_the_seal_is_found(trail):
    tamper(
        f"DELETE FROM people_sealedevent WHERE event_id = {trail[4]}",
        f"DELETE FROM people_auditevent WHERE id = {trail[4]}",
        "UPDATE people_auditseal SET count = 2 WHERE number = 2",
    )
    assert "Seal 2 does not match its rows" in found()


def test_a_row_put_in_by_hand_is_found(trail):
    columns = "at, verb, user_id, actor, organisation_id, person_id, target, detail, mac"
    tamper(
        f"INSERT INTO people_auditevent (uid, {columns}) "
        f"SELECT '{'ab' * 16}', {columns} FROM people_auditevent WHERE id = {trail[0]}"
    )
    assert "was changed or put in by hand" in found()


def test_rows_that_swapped_places_are_found(trail):
    first, second = trail[0], trail[5]
    tamper(
        f"UPDATE people_auditevent SET id = 999999 WHERE id = {first}",
        f"UPDATE people_auditevent SET id = {first} WHERE id = {second}",
        f"UPDATE people_auditevent SET id = {second} WHERE id = 999999",
    )
    assert "Seal 1 does not match" in found()
    assert "Seal 2 does not match" in found()


def test_a_row_moved_to_another_seal_is_found(trail):
    tamper(f"UPDATE people_sealedevent SET seal_id = 3 WHERE event_id = {trail[0]}")
    assert "Seal 1 held 3 rows and now has 2" in found()
    assert "Seal 3 held 3 rows and now has 4" in found()


def test_a_removed_seal_is_found(trail):
    tamper("DELETE FROM people_sealedevent WHERE seal_id = 2", "DELETE FROM people_auditseal WHERE number = 2")
    assert "Seal 3 does not follow the one before it" in found()


def test_a_chain_cut_off_at_its_end_is_found_by_a_noted_head(trail):
    noted = audit.head()
    tamper(
        f"DELETE FROM people_auditevent WHERE id IN ({trail[9]}, {trail[10]}, {trail[11]})",
        "DELETE FROM people_sealedevent WHERE seal_id = 4",
        "DELETE FROM people_auditseal WHERE number = 4",
    )
    assert found() == ""  # nothing inside the database can tell
    assert "end was cut off" in " ".join(audit.flaws(noted_heads=[noted]))


def test_another_key_does_not_make_the_same_signatures(trail, settings):
    settings.AUDIT_KEY = "somebody else's"
    assert found().count("was changed") == 12


def test_after_a_change_of_key_what_was_sealed_before_is_checked_with_the_old_one(trail, cast, settings):
    old, settings.AUDIT_KEY = settings.AUDIT_KEY, "the new key"
    settings.EARLIER_AUDIT_KEYS = [(4, old)]
    audit.record(by=actor_for(cast["nurse"]), verb="plan.seen", person=cast.rosa)
    assert found() == ""
    list(audit.seal_all())
    audit.record(by=actor_for(cast["nurse"]), verb="plan.seen", person=cast.rosa)
    assert found() == ""


@pytest.mark.parametrize("sealed", [True, False])
def test_whoever_has_the_old_key_puts_nothing_in_after_the_change(trail, cast, settings, sealed):
    old = settings.AUDIT_KEY
    audit.record(by=actor_for(cast["nurse"]), verb="plan.seen", person=cast.rosa)
    settings.AUDIT_KEY, settings.EARLIER_AUDIT_KEYS = "the new key", [(4, old)]
    if sealed:
        list(audit.seal_all())
    assert "put in by hand" in found()


def test_a_row_that_turns_up_after_later_ones_were_sealed_is_sealed_next_time_however_late(cast):
    by = actor_for(cast["nurse"])
    with time_machine.travel("2026-03-01 10:00Z"):
        late, *others = [audit.record(by=by, verb="plan.seen", person=cast.rosa) for _number in range(3)]
        UnsealedEvent.objects.filter(event=late).delete()  # as if the first were not committed yet
        list(audit.seal_all())
        assert set(SealedEvent.objects.values_list("event_id", flat=True)) == {event.pk for event in others}
        UnsealedEvent.objects.create(event=late)
        assert found() == ""
    with time_machine.travel("2026-03-05 10:00Z"):
        assert found() == ""
        list(audit.seal_all())
    assert SealedEvent.objects.get(event=late).seal_id == 2
    assert found() == ""


def test_sealing_looks_only_at_what_is_not_sealed(trail, cast):
    assert not UnsealedEvent.objects.exists()
    new = audit.record(by=actor_for(cast["nurse"]), verb="plan.seen", person=cast.rosa)
    assert UnsealedEvent.objects.get().event_id == new.pk


def test_sealing_ends_though_others_go_on_writing(cast, monkeypatch):
    def write(_seal: AuditSeal | None = None) -> None:
        audit.record(by=actor_for(cast["nurse"]), verb="plan.seen", person=cast.rosa)

    monkeypatch.setattr(audit.heads, "note", write)  # one more row after every seal
    for _number in range(5):
        write()
    assert [seal.count for seal in audit.seal_all(batch=2)] == [2, 2, 2, 2, 1]


def test_a_row_removed_before_it_was_sealed_is_found(trail, cast):
    new = audit.record(by=actor_for(cast["nurse"]), verb="plan.seen", person=cast.rosa)
    tamper(f"DELETE FROM people_auditevent WHERE id = {new.pk}")
    assert found() == "Rows removed before they were sealed: 1."


def test_a_row_kept_from_being_sealed_is_found(trail, cast):
    new = audit.record(by=actor_for(cast["nurse"]), verb="plan.seen", person=cast.rosa)
    tamper(f"DELETE FROM people_unsealedevent WHERE event_id = {new.pk}")
    assert "Rows in no seal that wait for none: 1" in found()


def test_checking_takes_the_same_queries_however_many_seals(trail, cast, django_assert_max_num_queries):
    for _number in range(5):
        audit.record(by=actor_for(cast["nurse"]), verb="plan.seen", person=cast.rosa)
        audit.seal()
    with django_assert_max_num_queries(6):
        assert found() == ""


def test_facts_come_back_from_the_database_as_they_were_signed(cast):
    audit.record(by=actor_for(cast["nurse"]), verb="plan.seen", person=cast.rosa, days={1: 2.5}, who=cast.rosa.pk)
    assert found() == ""
    assert json.loads(json.dumps(AuditEvent.objects.get().detail))["days"] == {"1": 2.5}


@pytest.mark.parametrize(
    ("who", "about", "words"),
    [
        (lambda cast: actor_for(cast["nurse"]), "rosa", "a nurse at Elm Bank Surgery"),
        (lambda cast: actor_for(cast["rosa"]), "rosa", "you"),
        (lambda cast: actor_for(cast["winston"]), "rosa", "somebody who acts for you"),
        (lambda cast: actor_for(cast["daughter"]), "rosa", "somebody who acts for you"),
        (lambda cast: Actor(words="a nurse at Elm Bank Surgery", person=cast.rosa), "rosa", "you"),
    ],
)
def test_the_trail_says_who_as_the_person_reads_it(cast, who: Callable, about: str, words: str):
    event = audit.record(by=who(cast), verb="plan.seen", person=getattr(cast, about))
    assert event.actor == words


def test_the_commands_seal_note_the_head_and_find_the_trail_whole(cast):
    audit.record(by=actor_for(cast["nurse"]), verb="plan.seen", person=cast.rosa)
    call_command("seal_audit", stdout=StringIO())
    assert list(audit.heads.noted()) == [audit.head()]
    told = StringIO()
    call_command("verify_audit", stdout=told)
    assert audit.head() in told.getvalue()


def test_verify_audit_ends_with_one_and_says_what_is_wrong(trail):
    tamper(f"UPDATE people_auditevent SET actor = 'you' WHERE id = {trail[0]}")
    told = StringIO()
    with pytest.raises(CommandError) as stopped:
        call_command("verify_audit", stdout=told)
    assert stopped.value.returncode == 1
    assert "was changed" in told.getvalue()


def test_verify_audit_reads_the_heads_noted_beside_the_database(trail):
    audit.heads.path().write_text("9 2026-01-01T00:00:00+00:00 " + "f" * 64 + "\n")
    with pytest.raises(CommandError):
        call_command("verify_audit", stdout=StringIO())
