"""From a service that is chosen to somebody being helped there, or to where it stopped and why."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from alongside.messages.models import Message, SignedLink
from alongside.people.actors import SYSTEM, actor_for, link_holder
from alongside.people.models import AuditEvent, Consent, ContactPreference
from alongside.plans.actions import (
    Given,
    ThreeAlready,
    ask_due_handovers,
    choose_service,
    give_services,
    note_silent_handovers,
    save_for_later,
    say_what_became,
    take_out_service,
)
from alongside.plans.models import Handover, Signposting
from alongside.plans.queries import being_chosen, services_of
from alongside.worklist.actions import finish_task
from alongside.worklist.models import Task


@pytest.fixture
def nurse(cast):
    return actor_for(cast["nurse"])


@pytest.fixture
def given(clock, cast, nurse, shelf):
    """Rosa left with two on a Monday."""
    for name in ("Walkers", "Singers"):
        choose_service(by=nurse, person=cast.rosa, service=shelf[name])
    return give_services(by=nurse, handover=Handover.objects.get(), send=True)


def walkers(handover):
    return handover.signpostings.get(service__name="Walkers")


def sent(template):
    return Message.objects.filter(template=template)


# --- Choosing ---------------------------------------------------------------------------------------------------------


def test_what_is_chosen_is_offered_by_whoever_chose_it(cast, nurse, shelf):
    row = choose_service(by=nurse, person=cast.rosa, service=shelf["Walkers"])
    assert (row.state, row.chosen_with) == ("offered", "a nurse at Elm Bank Surgery")
    assert being_chosen(cast.rosa, cast.elm_bank) == [row]
    assert being_chosen(cast.rosa, cast.breathing_team) == []


def test_the_same_service_chosen_again_is_there_once(cast, nurse, shelf):
    for _time in range(2):
        choose_service(by=nurse, person=cast.rosa, service=shelf["Walkers"])
    assert Signposting.objects.count() == 1


def test_nobody_leaves_with_more_than_three(cast, nurse, shelf):
    for name in ("Walkers", "Singers", "Debt Advice"):
        choose_service(by=nurse, person=cast.rosa, service=shelf[name])
    with pytest.raises(ThreeAlready):
        choose_service(by=nurse, person=cast.rosa, service=shelf["Lunch Club"])
    assert Signposting.objects.count() == 3


def test_what_a_person_saved_is_offered_when_it_is_chosen_and_saved_again_when_it_is_taken_out(cast, nurse, shelf):
    save_for_later(by=actor_for(cast["rosa"]), person=cast.rosa, service=shelf["Walkers"])
    row = choose_service(by=nurse, person=cast.rosa, service=shelf["Walkers"])
    assert row.state == "offered"
    take_out_service(by=nurse, signposting=row)
    row.refresh_from_db()
    assert (row.state, row.handover) == ("saved", None)


def test_what_was_only_just_chosen_leaves_nothing_when_it_is_taken_out(cast, nurse, shelf):
    take_out_service(by=nurse, signposting=choose_service(by=nurse, person=cast.rosa, service=shelf["Walkers"]))
    assert not Signposting.objects.exists()
    assert AuditEvent.objects.filter(verb="service.taken_out", person_id=cast.rosa.pk).exists()


def test_what_was_given_is_not_taken_back(given, nurse):
    with pytest.raises(Given):
        take_out_service(by=nurse, signposting=walkers(given))


def test_what_somebody_left_with_stays_in_what_they_were_given(given, cast, nurse, shelf):
    for by in (nurse, actor_for(cast["breathing_nurse"])):
        with pytest.raises(Given):
            choose_service(by=by, person=cast.rosa, service=shelf["Walkers"])
    assert given.signpostings.count() == 2


def test_what_is_being_chosen_in_one_place_is_not_taken_to_another_or_out_by_it(cast, nurse, shelf):
    row = choose_service(by=nurse, person=cast.rosa, service=shelf["Walkers"])
    other = actor_for(cast["breathing_nurse"])
    with pytest.raises(Given):
        choose_service(by=other, person=cast.rosa, service=shelf["Walkers"])
    with pytest.raises(Given):
        take_out_service(by=other, signposting=row)
    assert being_chosen(cast.rosa, cast.elm_bank) == [row]


def test_an_old_link_says_what_became_of_what_was_chosen_again(given, cast, nurse, shelf):
    me, old = link_holder(cast.rosa), walkers(given)
    say_what_became(by=me, signposting=old, after="stopped", why="full")
    again = choose_service(by=nurse, person=cast.rosa, service=shelf["Walkers"])
    assert say_what_became(by=me, signposting=old, after="went", helped="yes") == again
    old.refresh_from_db()
    assert old.state == "stopped"


def test_saved_twice_is_saved_once_and_can_be_taken_out(cast, shelf):
    me = actor_for(cast["rosa"])
    rows = {save_for_later(by=me, person=cast.rosa, service=shelf["Walkers"]).pk for _time in range(2)}
    assert len(rows) == 1
    take_out_service(by=me, signposting=Signposting.objects.get())
    assert services_of(cast.rosa) == []


def test_a_service_that_did_not_work_out_may_be_chosen_again(given, cast, nurse, shelf):
    say_what_became(by=nurse, signposting=walkers(given), after="stopped", why="full")
    again = choose_service(by=nurse, person=cast.rosa, service=shelf["Walkers"])
    assert again.state == "offered"
    assert [row.state for row in services_of(cast.rosa)].count("stopped") == 1


# --- Giving -----------------------------------------------------------------------------------------------------------


def test_given_once_however_often_the_button_is_pressed(given, nurse, clock):
    first = given.given_at
    clock(1)
    give_services(by=nurse, handover=given, send=True)
    given.refresh_from_db()
    assert given.given_at == first
    assert sent("services.given").count() == 1


def test_the_message_names_no_service(given, cast):
    message = sent("services.given").get()
    assert (message.facts, message.person, message.organisation) == ({}, cast.rosa, cast.elm_bank)
    assert message.link.purpose == SignedLink.Purpose.SERVICES


def test_on_paper_no_message_goes(cast, nurse, shelf):
    choose_service(by=nurse, person=cast.rosa, service=shelf["Walkers"])
    give_services(by=nurse, handover=Handover.objects.get(), send=False)
    assert not Message.objects.exists()
    assert Handover.objects.get().state == "given"


# --- Asking, some weeks later -----------------------------------------------------------------------------------------


def test_three_weeks_later_one_question_goes_with_the_same_link(given, clock):
    assert ask_due_handovers(by=SYSTEM, now=clock(20)) == 0
    assert ask_due_handovers(by=SYSTEM, now=clock(21)) == 1
    assert ask_due_handovers(by=SYSTEM, now=clock(22)) == 0
    assert sent("services.ask").get().link == sent("services.given").get().link


def test_a_locked_link_is_replaced(given, clock):
    SignedLink.objects.update(locked_at=clock(2))
    ask_due_handovers(by=SYSTEM, now=clock(21))
    assert sent("services.ask").get().link.locked_at is None


def test_nobody_is_asked_about_what_has_its_answer_already(given, clock, cast):
    for row in given.signpostings.all():
        say_what_became(by=link_holder(cast.rosa), signposting=row, after="went", helped="yes")
    assert ask_due_handovers(by=SYSTEM, now=clock(21)) == 0
    given.refresh_from_db()
    assert given.state == "answered"


@pytest.mark.parametrize("who", ["no consent", "no messages", "died"])
def test_who_takes_no_messages_is_not_asked(given, clock, cast, who):
    if who == "no consent":
        Consent.objects.filter(person=cast.rosa).delete()
    elif who == "died":
        cast.rosa.died_on = clock(3).date()
        cast.rosa.save()
    else:
        ContactPreference.objects.create(person=cast.rosa, channel="none")
    assert ask_due_handovers(by=SYSTEM, now=clock(21)) == 0


def test_two_weeks_without_a_word_are_noted_and_not_before(given, clock):
    ask_due_handovers(by=SYSTEM, now=clock(21))
    assert note_silent_handovers(by=SYSTEM, now=clock(60)) == 0  # it never went out
    Message.objects.update(state="sent", sent_at=clock(21))
    assert note_silent_handovers(by=SYSTEM, now=clock(34)) == 0
    assert note_silent_handovers(by=SYSTEM, now=clock(36)) == 1
    given.refresh_from_db()
    assert given.state == "silent"


def test_a_late_answer_is_an_answer(given, clock, cast):
    ask_due_handovers(by=SYSTEM, now=clock(21))
    Message.objects.update(state="sent", sent_at=clock(21))
    note_silent_handovers(by=SYSTEM, now=clock(40))
    say_what_became(by=link_holder(cast.rosa), signposting=walkers(given), after="in_touch")
    given.refresh_from_db()
    assert given.state == "answered"


# --- What became of it ------------------------------------------------------------------------------------------------


def test_every_step_is_a_dated_row_that_says_who(given, cast, nurse):
    me = link_holder(cast.rosa)
    say_what_became(by=me, signposting=walkers(given), after="in_touch")
    say_what_became(by=nurse, signposting=walkers(given), after="went", helped="a_little")
    moves = walkers(given).moves.values_list("before", "after", "helped", "by_whom")
    assert list(moves) == [
        ("", "offered", "", "a nurse at Elm Bank Surgery"),
        ("offered", "in_touch", "", "you"),
        ("in_touch", "went", "a_little", "a nurse at Elm Bank Surgery"),
    ]


def test_said_twice_is_one_step(given, cast):
    for _time in range(2):
        say_what_became(by=link_holder(cast.rosa), signposting=walkers(given), after="went", helped="yes")
    assert walkers(given).moves.count() == 2


@pytest.mark.parametrize("why", ["full", "too_far", "cost", "no_answer", "else"])
def test_who_got_stuck_is_on_the_teams_list_without_the_service_in_its_title(given, cast, why):
    say_what_became(by=link_holder(cast.rosa), signposting=walkers(given), after="stopped", why=why)
    task = Task.objects.get()
    assert (task.kind, task.team, task.owner, task.person) == ("stuck", cast.elm_bank, None, cast.rosa)
    assert "Walkers" not in task.title
    assert task.note.startswith("Walkers")


def test_what_is_not_for_somebody_is_nobodys_work_unless_they_want_help(given, cast):
    me = link_holder(cast.rosa)
    say_what_became(by=me, signposting=walkers(given), after="stopped", why="not_for_me")
    assert not Task.objects.exists()
    say_what_became(by=me, signposting=walkers(given), after="stopped", why="not_for_me", help_wanted=True)
    assert Task.objects.get().kind == "stuck"


def test_what_somebody_found_alone_is_nobodys_work_unless_they_want_help(cast, shelf):
    me = actor_for(cast["rosa"])
    row = save_for_later(by=me, person=cast.rosa, service=shelf["Walkers"])
    say_what_became(by=me, signposting=row, after="stopped", why="full")
    assert not Task.objects.exists()
    say_what_became(by=me, signposting=row, after="stopped", why="full", help_wanted=True)
    assert Task.objects.get().team == cast.elm_bank


def test_who_got_there_after_all_is_stuck_no_more(given, cast):
    me = link_holder(cast.rosa)
    say_what_became(by=me, signposting=walkers(given), after="stopped", why="full")
    say_what_became(by=me, signposting=walkers(given), after="went", helped="yes")
    assert Task.objects.get().outcome == "went"


def test_stuck_again_after_the_task_was_done_is_a_new_task(given, cast, nurse):
    me = link_holder(cast.rosa)
    say_what_became(by=me, signposting=walkers(given), after="stopped", why="full")
    finish_task(by=nurse, task=Task.objects.get(), outcome="Rang them")
    say_what_became(by=me, signposting=walkers(given), after="stopped", why="cost")
    assert Task.objects.open().get().note.endswith("It costs too much.")


def test_a_team_that_is_shared_with_no_more_is_told_nothing(clock, cast, shelf):
    by = actor_for(cast["breathing_nurse"])
    row = choose_service(by=by, person=cast.rosa, service=shelf["Walkers"])
    give_services(by=by, handover=row.handover, send=False)
    Consent.objects.filter(organisation=cast.breathing_team).update(until=(clock(0) - timedelta(days=1)).date())
    say_what_became(by=link_holder(cast.rosa), signposting=row, after="stopped", why="full")
    assert Task.objects.get().team == cast.elm_bank


def test_a_service_keeps_how_many_it_helped_and_an_answer_taken_back_counts_no_more(given, cast, shelf):
    me = link_holder(cast.rosa)
    counts = []
    for after, helped, why in [("went", "a_little", ""), ("went", "no", ""), ("stopped", "", "not_for_me")]:
        say_what_became(by=me, signposting=walkers(given), after=after, helped=helped, why=why)
        shelf["Walkers"].refresh_from_db()
        counts.append((shelf["Walkers"].heard_from, shelf["Walkers"].helped))
    assert counts == [(1, 1), (1, 0), (0, 0)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "stopped"},
        {"stopped_why": "full"},
        {"helped": "yes"},
        {"state": "stopped", "stopped_why": "full", "helped": "no"},
    ],
)
def test_the_database_keeps_state_and_reason_together(given, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Signposting.objects.filter(pk=walkers(given).pk).update(**wrong)
