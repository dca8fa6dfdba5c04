"""Groups that people run themselves: started, found, gone to, thought of, and off the list once they stop."""

from datetime import date, time, timedelta

import pytest
import time_machine
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from alongside.directory.models import Service
from alongside.directory.queries import cards_of, found
from alongside.messages.models import Message
from alongside.peers.actions import groups as actions
from alongside.peers.models import Coming, Group, GroupDay, Member, SupportRequest, Thought
from alongside.peers.queries.groups import group_desk, groups_of, page_of
from alongside.peers.queries.groups.days import times_of
from alongside.peers.refusals import LastToRunIt, NotNow, NotReady
from alongside.people.actions import erase_person
from alongside.people.actors import SYSTEM, actor_for
from alongside.people.models import AuditEvent
from conftest import letters
from tests.strollers import WHAT, make_strollers

TOMORROW = timedelta(days=1)


def in_some_days(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)


def texts(template: str, person=None) -> list[Message]:
    rows = Message.objects.filter(template=template)
    return list(rows.filter(person=person) if person else rows)


# Starting


def test_nobody_finds_a_group_before_somebody_has_read_it(cast):
    strollers = make_strollers(cast, started=False)
    assert found("walking group", near="M33 7ZF").local == []
    strollers.list()
    [card] = found("walking group", near="M33 7ZF").local
    assert card.service.name == "Canal Strollers"
    assert card.cost == "Free"
    assert card.step_free == "Step-free"
    assert timezone.localdate(card.next) == in_some_days(1)
    assert "Checked in the last two weeks" in card.checked


def test_it_is_not_listed_as_it_was_changed_after_it_was_read(cast):
    strollers = make_strollers(cast, started=False)
    group = actions.send_group(by=strollers.runs, group=strollers.group)
    actions.describe_group(by=strollers.runs, group=group, **{**WHAT, "about": "Ring me on 07700 900 982"})
    with pytest.raises(NotNow):
        actions.list_group(by=strollers.by, group=group, seen=group.changed_at)
    assert strollers.group.service.status == Service.Status.INACTIVE


def test_it_is_not_sent_before_it_says_where_and_when(cast):
    begun = {"person": cast.winston, "organisation": cast.breathing_team, "called": "Winston", **WHAT}
    member = actions.start_group(by=actor_for(cast["winston"]), **begun)
    with pytest.raises(NotReady):
        actions.send_group(by=actor_for(cast["winston"]), group=member.group)


def test_what_is_sent_back_loses_nothing_and_says_what_to_change(cast):
    strollers = make_strollers(cast, started=False)
    actions.send_group(by=strollers.runs, group=strollers.group)
    actions.ask_to_change(by=strollers.by, group=strollers.group, words="Please leave your number out")
    group = strollers.group
    assert (group.state, group.to_change) == ("draft", "Please leave your number out")
    assert group.service.description == WHAT["about"]
    assert len(texts("group.answer", cast.winston)) == 1
    assert actions.send_group(by=strollers.runs, group=group).to_change == ""


def test_whoever_looks_after_groups_has_an_e_mail_without_a_name(cast, django_capture_on_commit_callbacks):
    strollers = make_strollers(cast, started=False)
    with django_capture_on_commit_callbacks(execute=True):
        actions.send_group(by=strollers.runs, group=strollers.group)
    [letter] = letters()
    assert letter.to == [cast["coordinator"].email]
    assert "/groups/" in letter.body
    assert "Winston" not in letter.body + letter.subject
    assert "Canal" not in letter.body + letter.subject


def test_where_there_is_no_coordinator_the_administrator_has_it(cast, django_capture_on_commit_callbacks):
    strollers = make_strollers(cast, started=False)
    cast["coordinator"].memberships.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        actions.send_group(by=strollers.runs, group=strollers.group)
    assert letters()[0].to == [cast["administrator"].email]


def test_a_change_of_a_listed_group_is_seen_at_once_and_comes_up_to_be_read(strollers):
    actions.describe_group(by=strollers.runs, group=strollers.group, **{**WHAT, "name": "Canal Amblers"})
    [line] = group_desk([strollers.cast.breathing_team.pk]).to_read
    assert line.group.service.name == "Canal Amblers"
    actions.mark_read(by=strollers.by, group=strollers.group, seen=strollers.group.changed_at)
    assert group_desk([strollers.cast.breathing_team.pk]).to_read == []


def test_it_can_be_taken_off_the_list_at_once(strollers):
    actions.ask_to_change(by=strollers.by, group=strollers.group, words="It asks for money")
    assert found("walking group", near="M33 7ZF").local == []
    assert strollers.group.state == "draft"


def test_the_database_lists_none_that_nobody_read(cast):
    strollers = make_strollers(cast, started=False)
    with pytest.raises(IntegrityError, match="listed_once_somebody_has_read_it"):
        Group.objects.filter(pk=strollers.group.pk).update(state="listed")


@pytest.mark.parametrize(
    ("first", "often", "byday", "interval"),
    [
        (date(2026, 12, 8), "weekly", "TU", 1),
        (date(2026, 12, 8), "fortnightly", "TU", 2),
        (date(2026, 12, 8), "monthly", "2TU", 1),
        (date(2026, 12, 29), "monthly", "-1TU", 1),
    ],
)
def test_the_rule_follows_from_the_first_day(first, often, byday, interval):
    rule = times_of(first, often, time(14), None)
    assert (rule.byday, rule.interval, rule.dtstart) == (byday, interval, first)


def test_every_second_week_is_not_shown_as_every_week(cast):
    strollers = make_strollers(cast, often="fortnightly")
    [line] = cards_of([strollers.group.service])[0].hours
    assert line.startswith("every second")
    assert line.endswith("2pm to 3pm")


# Coming


def test_who_comes_is_known_by_the_name_they_chose_and_nothing_else(strollers):
    rosa = strollers.comes()
    actions.say_coming(by=actor_for(strollers.cast["rosa"]), member=rosa, on=in_some_days(1), yes=True)
    page = page_of(strollers.member)
    assert [row.member.called for row in page.others] == ["Rosie"]
    assert page.days[0].coming == ["Rosie"]
    assert page_of(rosa).days[0].said is True


@pytest.mark.parametrize("day", [0, 2, -6])
def test_nobody_says_they_come_on_a_day_it_does_not_meet_or_that_is_past(strollers, day):
    with pytest.raises(NotNow):
        actions.say_coming(by=strollers.runs, member=strollers.member, on=in_some_days(day), yes=True)


def test_said_otherwise_it_is_the_same_answer_changed(strollers):
    for yes in (True, False):
        actions.say_coming(by=strollers.runs, member=strollers.member, on=in_some_days(1), yes=yes)
    assert Coming.objects.get().yes is False


def test_somebody_who_joins_twice_is_there_once(strollers):
    assert strollers.comes() == strollers.comes(called="Rosa")
    assert Member.objects.filter(person=strollers.cast.rosa).count() == 1


@pytest.mark.parametrize("state", ["draft", "sent", "ended"])
def test_nobody_joins_what_cannot_be_found(strollers, state):
    ended = timezone.now() if state == "ended" else None
    Group.objects.update(state=state, ended_at=ended)
    with pytest.raises(NotNow):
        strollers.comes()


def test_whoever_comes_tomorrow_is_reminded_and_nobody_else(strollers):
    cast = strollers.cast
    rosa, priya = strollers.comes(), strollers.comes(cast.priya, "Priya")
    actions.say_coming(by=actor_for(cast["rosa"]), member=rosa, on=in_some_days(1), yes=True)
    actions.say_coming(by=actor_for(cast["priya"]), member=priya, on=in_some_days(1), yes=False)
    for _twice in range(2):
        actions.look_after_groups(by=SYSTEM, today=timezone.localdate())
    [told] = texts("group.tomorrow")
    assert told.person == cast.rosa
    assert told.facts == {"day": in_some_days(1).isoformat(), "time": "14:00"}


def test_a_day_called_off_is_told_and_nobody_is_reminded_of_it(strollers):
    cast = strollers.cast
    rosa = strollers.comes()
    actions.say_coming(by=actor_for(cast["rosa"]), member=rosa, on=in_some_days(1), yes=True)
    actions.look_after_groups(by=SYSTEM, today=timezone.localdate())
    for _twice in range(2):
        actions.call_off(by=strollers.runs, member=strollers.member, on=in_some_days(1))
    assert texts("group.tomorrow")[0].state == "cancelled"
    assert [message.person for message in texts("group.off")] == [cast.rosa]
    with pytest.raises(NotNow):
        actions.say_coming(by=actor_for(cast["rosa"]), member=rosa, on=in_some_days(1), yes=True)


def test_whoever_would_rather_not_be_told_is_told_nothing(strollers):
    rosa = strollers.comes()
    actions.choose_how(by=actor_for(strollers.cast["rosa"]), member=rosa, called="R", told=False)
    actions.say_coming(by=actor_for(strollers.cast["rosa"]), member=rosa, on=in_some_days(1), yes=True)
    actions.look_after_groups(by=SYSTEM, today=timezone.localdate())
    actions.call_off(by=strollers.runs, member=strollers.member, on=in_some_days(8))
    assert texts("group.tomorrow") + texts("group.off") == []
    with pytest.raises(NotNow):
        actions.think_of(by=strollers.runs, member=strollers.member, of=rosa)


# Thinking of you


def test_thinking_of_you_is_told_once_a_week_without_a_name(strollers):
    cast = strollers.cast
    rosa, priya = strollers.comes(), strollers.comes(cast.priya, "Priya")
    for member, name in ((strollers.member, "winston"), (priya, "priya"), (strollers.member, "winston")):
        actions.think_of(by=actor_for(cast[name]), member=member, of=rosa)
    assert len(texts("group.thinking", cast.rosa)) == 1
    assert Thought.objects.count() == 2
    assert page_of(rosa).thinking == ["Winston", "Priya"]
    assert groups_of(cast.rosa)[0].thinking == 2
    event = AuditEvent.objects.filter(verb="group.thought", person_id=cast.rosa.pk).first()
    assert event.actor == "somebody of your group"


def test_only_those_of_the_group_think_of_each_other(strollers):
    other = make_strollers(strollers.cast, first=in_some_days(3))
    with pytest.raises(NotNow):
        actions.think_of(by=strollers.runs, member=strollers.member, of=other.comes())
    with pytest.raises(NotNow):
        actions.think_of(by=strollers.runs, member=strollers.member, of=strollers.member)


# Leaving it, and a hand


def test_whoever_runs_it_alone_cannot_leave_before_somebody_else_does(strollers):
    with pytest.raises(LastToRunIt):
        actions.leave_group(by=strollers.runs, member=strollers.member)
    strollers.hand_on()
    assert actions.leave_group(by=strollers.runs, member=strollers.member).left_at


def test_somebody_who_only_comes_runs_nothing(strollers):
    rosa = strollers.comes()
    by = actor_for(strollers.cast["rosa"])
    for forbidden in (
        lambda: actions.call_off(by=by, member=rosa, on=in_some_days(1)),
        lambda: actions.note_met(by=by, member=rosa, on=timezone.localdate()),
        lambda: actions.still_meets(by=by, member=rosa),
        lambda: actions.ask_for_support(by=by, member=rosa, words="x"),
        lambda: actions.ask_to_run(by=by, member=rosa, to=strollers.member),
        lambda: actions.take_out(by=by, member=rosa, other=strollers.member),
        lambda: actions.say_about_running(by=by, member=rosa, yes=True),
    ):
        with pytest.raises(NotNow):
            forbidden()


def test_whoever_left_is_seen_no_more_and_can_come_back(strollers):
    rosa = strollers.comes()
    actions.say_coming(by=strollers.by, member=rosa, on=in_some_days(1), yes=True)
    actions.leave_group(by=strollers.by, member=rosa)
    page = page_of(strollers.member)
    assert page.others == []
    assert page.days[0].coming == []
    assert strollers.comes().pk != rosa.pk


def test_whoever_died_is_seen_no_more_that_very_day(strollers):
    strollers.comes()
    strollers.cast.rosa.died_on = timezone.localdate()
    strollers.cast.rosa.save()
    assert page_of(strollers.member).others == []
    assert actions.look_after_groups(by=SYSTEM, today=timezone.localdate()) == 1


def test_a_hand_is_asked_for_and_answered_once(strollers, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        asked = actions.ask_for_support(by=strollers.runs, member=strollers.member, words="A room when it rains")
    assert "rains" not in letters()[0].body
    assert group_desk([strollers.cast.breathing_team.pk]).support == [asked]
    actions.answer_support(by=strollers.by, asked=asked, answer="The library has one on Tuesdays")
    assert group_desk([strollers.cast.breathing_team.pk]).support == []
    assert page_of(strollers.member).support[0].answer == "The library has one on Tuesdays"
    assert len(texts("group.answer", strollers.cast.winston)) == 2
    with pytest.raises(NotNow):
        actions.answer_support(by=strollers.by, asked=asked, answer="Another")
    with pytest.raises(IntegrityError, match="support_is_given_with_an_answer"):
        SupportRequest.objects.update(answered_at=None)


def test_a_group_asks_for_a_hand_twice_and_then_waits_for_an_answer(strollers):
    for _each in range(2):
        asked = actions.ask_for_support(by=strollers.runs, member=strollers.member, words="A room")
    with pytest.raises(NotReady):
        actions.ask_for_support(by=strollers.runs, member=strollers.member, words="A room")
    actions.answer_support(by=strollers.by, asked=asked, answer="Here")
    assert actions.ask_for_support(by=strollers.runs, member=strollers.member, words="A room")


def test_what_one_who_runs_it_asked_is_theirs_to_read_and_goes_with_them(strollers):
    rosa = strollers.hand_on()
    actions.ask_for_support(by=strollers.runs, member=strollers.member, words="Rosie worries us")
    assert page_of(rosa).support == []
    assert len(page_of(strollers.member).support) == 1
    erase_person(by=SYSTEM, person=strollers.cast.winston)
    assert not SupportRequest.objects.exists()


# In the trail of the others


def test_others_read_in_their_trail_neither_a_name_nor_of_somebody_who_acts_for_them(strollers):
    cast = strollers.cast
    rosa = strollers.comes()
    actions.say_coming(by=actor_for(cast["rosa"]), member=rosa, on=in_some_days(1), yes=True)
    actions.look_after_groups(by=SYSTEM, today=timezone.localdate())
    actions.think_of(by=strollers.runs, member=strollers.member, of=rosa)
    actions.call_off(by=strollers.runs, member=strollers.member, on=in_some_days(1))
    actions.ask_to_run(by=strollers.runs, member=strollers.member, to=rosa)
    actions.end_group(by=strollers.runs, group=strollers.group, but=cast.winston)
    page = cast.client("rosa").get(reverse("people:seen_by", args=[cast.rosa.pk])).text
    assert "Somebody of your group put a message to you" in page
    assert "Winston" not in page
    assert "acts for you" not in page


# Stopping


def test_a_group_that_ends_is_found_no_more_and_everybody_is_told(strollers):
    strollers.comes()
    for _twice in range(2):
        actions.end_group(by=strollers.runs, group=strollers.group, but=strollers.cast.winston)
    assert strollers.group.service.status == Service.Status.DEFUNCT
    assert [message.person for message in texts("group.over")] == [strollers.cast.rosa]
    for again in (
        lambda: actions.still_meets(by=strollers.runs, member=strollers.member),
        lambda: actions.describe_group(by=strollers.runs, group=strollers.group, **WHAT),
    ):
        with pytest.raises(NotNow):
            again()


def look_on(day: date) -> None:
    with time_machine.travel(f"{day}T04:00:00+00:00", tick=False):
        actions.look_after_groups(by=SYSTEM, today=day)


def test_a_group_nobody_hears_of_is_asked_after_and_then_found_no_more(strollers):
    look_on(in_some_days(27))
    assert texts("group.still") == []
    look_on(in_some_days(28))
    look_on(in_some_days(29))
    assert len(texts("group.still")) == 1
    look_on(in_some_days(55))
    assert strollers.group.state == "listed"
    look_on(in_some_days(57))
    assert strollers.group.state == "quiet"
    assert strollers.group.service.status == Service.Status.INACTIVE


def test_one_word_lists_it_again(strollers):
    look_on(in_some_days(57))
    with time_machine.travel(timezone.now() + timedelta(days=58)):
        actions.still_meets(by=strollers.runs, member=strollers.member)
        assert strollers.group.state == "listed"
        assert strollers.group.service.status == Service.Status.ACTIVE


def test_a_group_of_which_it_is_said_that_it_met_stays_listed(strollers):
    for week in range(1, 12):
        with time_machine.travel(timezone.now() + timedelta(days=7 * week)):
            today = timezone.localdate()
            met = today - timedelta(days=6)
            actions.note_met(by=strollers.runs, member=strollers.member, on=met, came=4)
            actions.look_after_groups(by=SYSTEM, today=today)
    assert strollers.group.state == "listed"
    assert texts("group.still") == []
    [line] = group_desk([strollers.cast.breathing_team.pk]).going
    assert (line.met, line.come) == (11, 1)


@pytest.mark.parametrize("day", [1, 2, -28])
def test_only_days_that_were_its_own_and_are_not_long_past_are_noted(strollers, day):
    with pytest.raises(NotNow):
        actions.note_met(by=strollers.runs, member=strollers.member, on=in_some_days(day))


def test_noted_again_it_is_put_right(strollers):
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        for came in (4, 6):
            actions.note_met(by=strollers.runs, member=strollers.member, on=in_some_days(-1), came=came)
        assert GroupDay.objects.get().came == 6
        assert page_of(strollers.member).to_note == []


def test_whoever_runs_it_is_asked_about_days_that_passed(strollers):
    rosa = strollers.comes()
    with time_machine.travel(timezone.now() + timedelta(days=23)):
        assert page_of(strollers.member).to_note == [in_some_days(-8), in_some_days(-1)]
        assert page_of(rosa).to_note == []


def test_one_that_was_to_meet_only_once_is_off_the_list_a_month_later(cast):
    strollers = make_strollers(cast, often="once")
    look_on(in_some_days(27))
    assert strollers.group.state == "listed"
    look_on(in_some_days(29))
    assert strollers.group.state == "quiet"


def test_one_that_nobody_runs_any_more_goes_quiet_and_the_coordinator_sees_it(
    strollers, django_capture_on_commit_callbacks
):
    Member.objects.filter(runs_it=True).update(left_at=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        actions.look_after_groups(by=SYSTEM, today=timezone.localdate())
    [line] = group_desk([strollers.cast.breathing_team.pk]).going
    assert line.group.state == "quiet"
    assert not line.runs_it
    assert letters()[0].to == [strollers.cast["coordinator"].email]


def test_the_pages_ask_a_fixed_number_of_queries(strollers, django_assert_num_queries, campus_people):
    def everything() -> None:
        page_of(strollers.member)
        group_desk([strollers.cast.breathing_team.pk])
        groups_of(strollers.cast.winston)

    everything()  # the first time, conditions of a process are read too
    for count in (1, 6):
        for person in campus_people(count):
            member = strollers.comes(person, "Somebody")
            actions.say_coming(by=strollers.by, member=member, on=in_some_days(1), yes=True)
        with django_assert_num_queries(19):
            everything()
