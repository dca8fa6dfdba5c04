"""Groups when something goes otherwise: nobody runs it, it moves, a steward closes it, somebody is not to come."""

from contextlib import suppress
from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alongside.directory.actions import edit_service
from alongside.directory.models import Service
from alongside.messages.models import Message
from alongside.peers.actions import groups as actions
from alongside.peers.models import Member
from alongside.peers.queries import hub_of
from alongside.peers.queries.groups import page_of
from alongside.peers.refusals import LastToRunIt, NotNow
from alongside.people.actors import SYSTEM, actor_for
from alongside.plans.actions import save_for_later
from conftest import letters
from tests.strollers import WHAT, WHERE


def in_some_days(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)


def texts(template: str, person=None) -> list[Message]:
    rows = Message.objects.filter(template=template)
    return list(rows.filter(person=person) if person else rows)


def look_on(day: date) -> None:
    with time_machine.travel(f"{day}T04:00:00+00:00", tick=False):
        actions.look_after_groups(by=SYSTEM, today=day)


def test_to_run_it_too_is_theirs_to_say(strollers):
    rosa = strollers.comes()
    actions.ask_to_run(by=strollers.runs, member=strollers.member, to=rosa)
    assert len(texts("group.runs", strollers.cast.rosa)) == 1
    rosa.refresh_from_db()
    assert not rosa.runs_it
    actions.say_about_running(by=actor_for(strollers.cast["rosa"]), member=rosa, yes=False)
    with pytest.raises(NotNow):
        actions.say_about_running(by=actor_for(strollers.cast["rosa"]), member=rosa, yes=True)


def test_whoever_runs_it_steps_down_once_somebody_else_does(strollers):
    with pytest.raises(LastToRunIt):
        actions.step_down(by=strollers.runs, member=strollers.member)
    strollers.hand_on()
    assert not actions.step_down(by=strollers.runs, member=strollers.member).runs_it


def test_where_nobody_runs_it_any_more_somebody_who_comes_can(strollers):
    rosa = strollers.comes()
    Member.objects.filter(runs_it=True).update(left_at=timezone.now())
    actions.look_after_groups(by=SYSTEM, today=timezone.localdate())
    assert page_of(rosa).nobody_runs_it
    by = actor_for(strollers.cast["rosa"])
    rosa = actions.say_about_running(by=by, member=rosa, yes=True)
    actions.still_meets(by=by, member=rosa)
    assert strollers.group.state == "listed"


def test_whoever_was_taken_out_does_not_come_back_by_themselves(strollers):
    rosa = strollers.comes()
    actions.take_out(by=strollers.runs, member=strollers.member, other=rosa)
    with pytest.raises(NotNow):
        strollers.comes()
    assert page_of(strollers.member).others == []


def test_calling_off_a_day_leaves_every_other_message(strollers):
    rosa = strollers.comes()
    actions.think_of(by=strollers.runs, member=strollers.member, of=rosa)
    actions.call_off(by=strollers.runs, member=strollers.member, on=in_some_days(1))
    actions.choose_how(by=strollers.runs, member=strollers.member, called="W", told=False)
    assert texts("group.thinking")[0].state == "waiting"
    assert texts("group.answer", strollers.cast.winston)[0].state == "waiting"


def test_nobody_is_told_of_weeks_that_are_far(strollers):
    strollers.comes()
    for number in range(60):
        with suppress(NotNow):
            actions.call_off(by=strollers.runs, member=strollers.member, on=in_some_days(1 + 7 * number))
    assert len(texts("group.off")) == 3


def test_moved_to_another_day_whoever_said_they_come_is_told_and_the_old_hour_goes_to_nobody(strollers):
    rosa = strollers.comes()
    actions.say_coming(by=actor_for(strollers.cast["rosa"]), member=rosa, on=in_some_days(1), yes=True)
    actions.look_after_groups(by=SYSTEM, today=timezone.localdate())
    when = {"first": in_some_days(3), "begins": time(10), **WHERE}
    actions.set_where_and_when(by=strollers.runs, group=strollers.group, **when)
    assert texts("group.tomorrow")[0].state == "cancelled"
    assert [message.facts["day"] for message in texts("group.off")] == [in_some_days(1).isoformat()]


def test_another_hour_on_the_same_days_keeps_the_days_so_far_and_reminds_anew(strollers):
    rosa = strollers.comes()
    actions.say_coming(by=actor_for(strollers.cast["rosa"]), member=rosa, on=in_some_days(1), yes=True)
    actions.look_after_groups(by=SYSTEM, today=timezone.localdate())
    when = {"first": in_some_days(8), "begins": time(10), **WHERE}
    actions.set_where_and_when(by=strollers.runs, group=strollers.group, **when)
    actions.look_after_groups(by=SYSTEM, today=timezone.localdate())
    assert texts("group.off") == []
    assert [(message.state, message.facts["time"]) for message in texts("group.tomorrow")] == [
        ("cancelled", "14:00"),
        ("waiting", "10:00"),
    ]


def test_that_it_met_is_said_once_it_has_begun_and_not_before(strollers):
    begins = timezone.make_aware(datetime.combine(in_some_days(1), time(14)))
    with time_machine.travel(begins - timedelta(minutes=1)):
        assert page_of(strollers.member).to_note == []
        with pytest.raises(NotNow):
            actions.note_met(by=strollers.runs, member=strollers.member, on=timezone.localdate())
    with time_machine.travel(begins + timedelta(minutes=1)):
        assert page_of(strollers.member).to_note == [timezone.localdate()]
        actions.note_met(by=strollers.runs, member=strollers.member, on=timezone.localdate())
        with pytest.raises(NotNow):
            actions.call_off(by=strollers.runs, member=strollers.member, on=timezone.localdate())


def test_what_a_steward_closed_nobody_of_the_group_lists_again(strollers):
    edit_service(by=SYSTEM, service=strollers.group.service, status="defunct")
    actions.look_after_groups(by=SYSTEM, today=timezone.localdate())
    assert strollers.group.state == "quiet"
    with pytest.raises(NotNow):
        actions.still_meets(by=strollers.runs, member=strollers.member)
    with pytest.raises(NotNow):
        strollers.comes()
    assert strollers.group.service.status == "defunct"


def test_what_was_changed_while_it_was_quiet_is_read_before_it_is_listed_again(strollers):
    look_on(in_some_days(57))
    actions.describe_group(by=strollers.runs, group=strollers.group, **{**WHAT, "about": "Other words"})
    actions.still_meets(by=strollers.runs, member=strollers.member)
    assert strollers.group.state == "sent"
    assert strollers.group.service.status == Service.Status.INACTIVE


def test_to_save_what_it_says_already_tells_nobody(strollers, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        actions.describe_group(by=strollers.runs, group=strollers.group, **WHAT)
        when = {"first": in_some_days(1), "begins": time(14), "ends": time(15), **WHERE}
        actions.set_where_and_when(by=strollers.runs, group=strollers.group, **when)
        assert not strollers.group.is_changed
        for words in ("One", "Two", "Three"):
            actions.describe_group(by=strollers.runs, group=strollers.group, **{**WHAT, "about": words})
    assert len(letters()) == 1


def test_a_name_that_was_changed_stands_nowhere_any_more(strollers):
    actions.describe_group(by=strollers.runs, group=strollers.group, **{**WHAT, "name": "Amblers"})
    page = Client().get(reverse("portal:service", args=[strollers.group.service_id])).text
    assert "Canal Strollers" not in page
    assert "People who come to it run it" in page


def test_of_what_is_off_the_list_only_the_name_is_shown_to_those_who_saved_it(strollers):
    cast = strollers.cast
    save_for_later(by=actor_for(cast["rosa"]), person=cast.rosa, service=strollers.group.service)
    actions.ask_to_change(by=strollers.by, group=strollers.group, words="It asks for money")
    actions.describe_group(by=strollers.runs, group=strollers.group, **{**WHAT, "about": "RING DAVE"})
    page = cast.client("rosa").get(reverse("plans:services", args=[cast.rosa.pk])).text
    assert "no longer listed" in page
    assert "RING DAVE" not in page
    assert "benches by the library" not in page


def test_the_hub_counts_what_there_is_to_look_at(strollers):
    actions.ask_for_support(by=strollers.runs, member=strollers.member, words="A room")
    actions.describe_group(by=strollers.runs, group=strollers.group, **{**WHAT, "about": "Other words"})
    hub = hub_of(strollers.cast["coordinator"])
    assert (hub.support, hub.to_read, hub.worries, hub.waiting, hub.promises) == (1, 1, 0, 0, 0)
    assert hub.to_thank == 1
    assert hub_of(strollers.cast["nurse"]) is None
