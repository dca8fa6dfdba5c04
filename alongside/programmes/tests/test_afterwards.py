"""What a session covered, how it was, making up for one, and what a group costs."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from alongside.messages.links import make_link, token_of
from alongside.messages.models import Message, SignedLink
from alongside.people.actors import SYSTEM, link_holder
from alongside.programmes.actions import (
    add_cost,
    ask_how_it_was,
    cancel_cohort,
    cancel_session,
    catch_up_done,
    join,
    leave,
    mark,
    move_session,
    note_departures,
    note_session,
    plan_catch_up,
    rate,
    remind,
)
from alongside.programmes.models import Attendance, CatchUp, Cost, Rating, Session, SessionNote
from alongside.programmes.queries import (
    HowItWas,
    cohort_page,
    costs_of,
    groups_to_catch_up_with,
    how_it_was,
    offers_for,
    register_of,
    sessions_to_rate,
)
from alongside.programmes.queries.completing import completed
from alongside.programmes.refusals import NotNow, NotOpen, NotTheirs

How = CatchUp.How


@pytest.fixture
def group(campus):
    """Rosa came to the first session, Winston did not."""
    cohort = campus.plan()
    campus.staff(cohort)
    rosa, winston = [join(by=SYSTEM, cohort=cohort, person=each) for each in (campus.cast.rosa, campus.cast.winston)]
    session = cohort.sessions.first()
    campus.hold(session, {rosa: "here", winston: "sent_word"})
    return cohort, session, rosa, winston


# What it covered


def test_tutors_note_what_a_session_covered_and_the_course_shows_how_much(campus, group):
    cohort, session, *_ = group
    address = reverse("programmes:note", args=[session.pk])
    covered = list(session.covers[:2])
    campus.cast.client("lay_tutor").post(address, {"covered": covered, "words": "The hall was cold"})
    note = SessionNote.objects.get()
    assert (note.covered, note.left_out, note.by) == (covered, [session.covers[2]], campus.cast["lay_tutor"])
    assert cohort_page(cohort).covered == (2, 3)
    page = campus.cast.client("coordinator").get(reverse("programmes:session", args=[session.pk])).text
    assert session.covers[2] in page
    assert "The hall was cold" in page


def test_what_is_noted_again_holds_and_what_the_course_does_not_ask_for_is_not_kept(campus, group):
    session = group[1]
    note_session(by=campus.by, session=session, covered=["Something of our own"])
    note_session(by=campus.by, session=session, covered=session.covers)
    assert SessionNote.objects.get().covered == list(session.covers)


def test_nothing_is_noted_before_it_begins(campus, group):
    later = group[0].sessions.all()[3]
    with pytest.raises(NotNow):
        note_session(by=campus.by, session=later, covered=[])


# How it was


def rated(campus, cohort, session, answers):
    people = campus.people(len(answers))
    rows = [join(by=SYSTEM, cohort=cohort, person=person) for person in people]
    mark(by=campus.by, session=session, marks={row.pk: "here" for row in rows})
    for row, answer in zip(rows, answers, strict=True):
        rate(by=link_holder(row.person), session=session, enrolment=row, answer=answer)


def test_how_many_said_what_is_shown_from_three_on_and_never_who(campus, group):
    cohort, session, *_ = group
    rated(campus, cohort, session, ["good", "fair", "poor"])
    assert how_it_was([session])[session.pk].counts is None, "while somebody can still answer, nothing is shown"
    with time_machine.travel(timezone.now() + timedelta(days=4), tick=False):
        said = how_it_was([session])[session.pk]
        assert (said.answers, said.counts, said.good) == (3, {"good": 1, "fair": 1, "poor": 1}, "good for 1 of 3")
        page = campus.cast.client("coordinator").get(reverse("programmes:session", args=[session.pk])).text
        assert "It was good for me: 1" in page
        assert "Guest" not in page
        with pytest.raises(NotNow):
            rate(by=SYSTEM, session=session, enrolment=group[2], answer="good")
        Rating.objects.filter(answer="poor").delete()
        assert how_it_was([session])[session.pk].counts is None, "two are too few"


def shown(answers):
    said = HowItWas(len(answers), {key: answers.count(key) for key in Rating.Answer.values})
    return said.good, said.words


@pytest.mark.parametrize("many", [3, 4, 12])
@pytest.mark.parametrize("same", Rating.Answer.values)
def test_where_all_said_the_same_nobody_can_tell_it_from_where_one_said_otherwise(many, same):
    unanimous = shown([same] * many)
    others = [answer for answer in Rating.Answer.values if answer != same]
    assert [shown([same] * (many - 1) + [other]) for other in others] == [unanimous, unanimous]
    assert unanimous[1] == [(Rating.Answer(same).label, f"all {many}, or all but one")]


def test_where_two_said_otherwise_it_is_shown_how_many_said_what():
    good, words = shown(["good"] * 10 + ["poor"] * 2)
    assert good == "good for 10 of 12"
    assert [count for _label, count in words] == ["10", "0", "2"]


@pytest.mark.parametrize(
    ("same", "words"), [("good", "good for all 4, or all but one"), ("poor", "good for none or one of 4")]
)
def test_a_course_s_page_says_in_words_where_nearly_all_agreed(campus, group, same, words):
    cohort, session, *_ = group
    rated(campus, cohort, session, [same] * 4)
    pages = [reverse("programmes:cohort", args=[cohort.pk]), reverse("programmes:session", args=[session.pk])]
    with time_machine.travel(timezone.now() + timedelta(days=4), tick=False):
        course, one = (campus.cast.client("coordinator").get(page).text for page in pages)
    assert words in course
    assert f"{Rating.Answer(same).label}: all 4, or all but one" in one
    assert str(Rating.Answer.FAIR.label) not in one


@pytest.mark.parametrize("who", ["nurse", "gp", "breathing_nurse", "daughter", "link_worker"])
def test_nobody_else_sees_or_says_how_it_was_for_somebody(campus, group, who):
    _cohort, session, rosa, _winston = group
    rate(by=SYSTEM, session=session, enrolment=rosa, answer="poor")
    browser = campus.cast.client(who)
    assert "How was it?" not in browser.get(reverse("programmes:place", args=[rosa.pk])).text
    answer = browser.post(reverse("programmes:rate", args=[rosa.pk, session.pk]), {"answer": "good"})
    assert (answer.status_code, Rating.objects.get().answer) == (404, "poor")


def test_who_was_not_marked_and_who_still_sits_there_does_not_rate(campus, group):
    cohort, session, rosa, winston = group
    session.register.all().delete()
    with pytest.raises(NotTheirs):
        rate(by=SYSTEM, session=session, enrolment=rosa, answer="good")
    later = cohort.sessions.all()[1]
    campus.hold(later, {winston: "here"})
    with time_machine.travel(later.starts_at + timedelta(minutes=5), tick=False):
        assert ask_how_it_was(by=SYSTEM, now=timezone.now()) == 0
        with pytest.raises(NotNow):
            rate(by=SYSTEM, session=later, enrolment=winston, answer="good")


def test_pages_with_a_version_ask_as_often_however_many_there_are(campus, django_assert_max_num_queries):
    cohort = campus.plan(variant=campus.shorter())
    for many in (2, 10):
        for person in campus.people(many):
            join(by=SYSTEM, cohort=cohort, person=person)
        with django_assert_max_num_queries(16):
            [each.done for each in cohort_page(cohort).on_it]


def test_whoever_came_is_asked_once_the_session_was_held_and_answers_with_one_tap(campus, group):
    _cohort, session, rosa, _winston = group
    assert ask_how_it_was(by=SYSTEM, now=timezone.now()) == 1
    assert ask_how_it_was(by=SYSTEM, now=timezone.now()) == 0
    assert Message.objects.filter(template="course.asked").values_list("person", flat=True).get() == rosa.person_id
    page = campus.cast.client("rosa").get(reverse("programmes:place", args=[rosa.pk])).text
    assert "It was good for me" in page
    campus.cast.client("rosa").post(reverse("programmes:rate", args=[rosa.pk, session.pk]), {"answer": "fair"})
    campus.cast.client("rosa").post(reverse("programmes:rate", args=[rosa.pk, session.pk]), {"answer": "good"})
    assert Rating.objects.get().answer == "good"
    assert [row.said for row in sessions_to_rate(rosa)] == ["good"]


def test_who_has_rated_already_or_was_not_there_is_not_asked(campus, group):
    _cohort, session, rosa, winston = group
    rate(by=SYSTEM, session=session, enrolment=rosa, answer="good")
    assert ask_how_it_was(by=SYSTEM, now=timezone.now()) == 0
    with pytest.raises(NotTheirs):
        rate(by=SYSTEM, session=session, enrolment=winston, answer="good")
    assert sessions_to_rate(winston) == []


def test_after_two_days_nobody_is_asked_any_more(campus, group):
    with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
        assert ask_how_it_was(by=SYSTEM, now=timezone.now()) == 0


def test_by_the_link_of_the_text(campus, group, client):
    _cohort, session, rosa, _winston = group
    until = timezone.now() + timedelta(days=9)
    link = make_link(
        by=SYSTEM, person=rosa.person, purpose=SignedLink.Purpose.COURSE, subject_id=rosa.pk, expires_at=until
    )
    token, born = token_of(link), rosa.person.date_of_birth
    address = reverse("portal:course_rate", args=[token, session.pk])
    client.post(address, {"answer": "poor"})
    assert not Rating.objects.exists(), "not before the date of birth"
    given = {f"date_of_birth_{part}": getattr(born, part) for part in ("day", "month", "year")}
    client.post(reverse("portal:door", args=[token]), given)
    client.post(address, {"answer": "poor"})
    assert Rating.objects.get().answer == "poor"
    assert client.post(address, {"answer": "dreadful"}).status_code == 404


def test_nobody_rates_for_another_or_what_is_none_of_theirs(campus, group):
    _cohort, session, rosa, winston = group
    address = reverse("programmes:rate", args=[rosa.pk, session.pk])
    assert campus.cast.client("winston").post(address, {"answer": "poor"}).status_code == 404
    other = campus.plan(hour=15).sessions.first()
    address = reverse("programmes:rate", args=[winston.pk, other.pk])
    assert campus.cast.client("winston").post(address, {"answer": "poor"}).status_code == 404
    assert not Rating.objects.exists()


def test_what_a_session_covered_is_noted_once_it_began_and_what_was_typed_before_stays_on_the_page(campus):
    session, desk = campus.plan().sessions.first(), campus.cast.client("coordinator")
    address = reverse("programmes:note", args=[session.pk])
    assert address not in desk.get(reverse("programmes:session", args=[session.pk])).text
    page = desk.post(address, {"words": "The kettle broke"}).text
    assert "so this is not saved" in page
    assert "The kettle broke" in page
    Session.objects.filter(pk=session.pk).update(starts_at=timezone.now() - timedelta(hours=1))
    assert address in desk.get(reverse("programmes:session", args=[session.pk])).text


# Making up for one


def test_who_missed_a_session_joins_the_same_of_another_group_and_is_on_its_register(campus, group):
    cohort, session, _rosa, winston = group
    campus.staff(other := campus.plan(days=40, hour=15))
    desk = campus.cast.client("coordinator")
    address = reverse("programmes:catch_up", args=[cohort.pk, winston.pk, session.pk])
    there = other.sessions.first()
    desk.post(address, {"how": str(there.pk)})
    assert CatchUp.objects.get().session == there
    assert "and 1 guest of another group" in desk.get(reverse("programmes:cohort", args=[other.pk])).text
    [row] = register_of(there).rows
    assert (row.name, row.guest) == ("Winston Bright", True)
    campus.hold(there, {winston: "here"})
    assert [(each.came, each.enrolment) for each in cohort_page(cohort).on_it if each.enrolment == winston] == [
        (1, winston)
    ]


def guest_elsewhere(campus, group):
    """Winston makes up for the first session with another group."""
    _cohort, session, _rosa, winston = group
    campus.staff(other := campus.plan(days=40, hour=15))
    there = other.sessions.first()
    plan_catch_up(by=campus.by, enrolment=winston, missed=session, how=How.OTHER_GROUP, session=there)
    return other, there, winston


def test_a_guest_is_reminded_told_of_a_move_and_of_its_end_like_everybody(campus, group):
    _other, there, winston = guest_elsewhere(campus, group)
    with time_machine.travel(there.starts_at - timedelta(days=1), tick=False):
        assert remind(by=SYSTEM, now=timezone.now()) >= 1
    mine = Message.objects.filter(person=winston.person, subject_id=there.pk)
    assert mine.filter(template="course.reminder").exists()
    moved = move_session(by=campus.by, session=there, starts_at=there.starts_at + timedelta(days=1))
    assert mine.filter(template="course.moved").exists()
    assert CatchUp.objects.get().on == timezone.localdate(moved.starts_at)
    assert (
        "with another group" in campus.cast.client("winston").get(reverse("programmes:place", args=[winston.pk])).text
    )
    cancel_session(by=campus.by, session=moved)
    assert mine.filter(template="course.off").exists()
    [missed] = cohort_page(group[0]).missed
    assert missed.catch_up is None, "somebody has to arrange it again"


def test_a_guest_of_a_course_that_is_called_off_is_told_that_this_session_is_off_and_no_more(campus, group):
    other, there, winston = guest_elsewhere(campus, group)
    cancel_cohort(by=campus.by, cohort=other)
    assert Message.objects.get(person=winston.person, subject_id=there.pk).template == "course.off"
    winston.refresh_from_db()
    assert winston.state == "placed"


def test_the_chair_of_a_guest_is_not_given_to_another(campus, group):
    other, _there, _winston = guest_elsewhere(campus, group)
    rows = [join(by=SYSTEM, cohort=other, person=person) for person in campus.people(14)]
    assert [row.state for row in rows[-2:]] == ["placed", "waiting"]


def test_the_chair_of_a_guest_who_leaves_is_given_on(campus, group):
    other, _there, winston = guest_elsewhere(campus, group)
    rows = [join(by=SYSTEM, cohort=other, person=person) for person in campus.people(14)]
    leave(by=SYSTEM, enrolment=winston, why="ill")
    assert not CatchUp.objects.exists()
    assert note_departures(by=SYSTEM, now=timezone.now()) == 1
    rows[-1].refresh_from_db()
    assert rows[-1].state == "placed"
    assert note_departures(by=SYSTEM, now=timezone.now()) == 0


def test_a_place_that_a_guest_needs_is_not_shown_as_left(campus, group):
    other, _there, _winston = guest_elsewhere(campus, group)
    for person in campus.people(13):
        join(by=SYSTEM, cohort=other, person=person)
    [line] = [line for line in offers_for(campus.cast.priya) if line.course.key == other.course_key]
    assert [choice.has_place for choice in line.choices if choice.cohort == other] == [False]


def test_a_guest_who_left_is_told_nothing_of_the_other_group(campus, group):
    other, there, winston = guest_elsewhere(campus, group)
    leave(by=SYSTEM, enrolment=winston, why="ill")
    cancel_cohort(by=campus.by, cohort=other)
    assert not Message.objects.filter(person=winston.person, subject_id=there.pk).exists()


def test_what_was_made_up_for_is_not_arranged_again(campus, group):
    other, there, winston = guest_elsewhere(campus, group)
    campus.hold(there, {winston: "here"})
    assert cohort_page(group[0]).missed == []
    with pytest.raises(NotNow):
        plan_catch_up(by=campus.by, enrolment=winston, missed=group[1], how=How.PHONE)
    assert other.enrolments.count() == 0


def test_nothing_is_made_up_for_before_it_was_missed(campus, group):
    before = timezone.localdate() - timedelta(days=30)
    with pytest.raises(NotNow):
        plan_catch_up(by=campus.by, enrolment=group[3], missed=group[1], how=How.PHONE, on=before)


def test_a_session_that_was_called_off_counts_for_nobody(campus, group):
    cohort, _session, rosa, winston = group
    second = cohort.sessions.all()[1]
    Session.objects.filter(pk=second.pk).update(starts_at=timezone.now() + timedelta(minutes=30))
    mark(by=campus.by, session=second, marks={rosa.pk: "here", winston.pk: "absent"})
    cancel_session(by=campus.by, session=second)
    page = cohort_page(cohort)
    assert {each.enrolment: each.came for each in page.on_it} == {rosa: 1, winston: 0}
    assert [row.session for row in page.missed] == [group[1]]


def test_a_session_made_up_for_counts_once_whatever_else_is_marked(campus, group):
    cohort, session, _rosa, winston = group
    made = plan_catch_up(by=campus.by, enrolment=winston, missed=session, how=How.PHONE)
    catch_up_done(by=campus.by, catch_up=made)
    mark(by=campus.by, session=session, marks={winston.pk: "here"})
    assert next(each.came for each in cohort_page(cohort).on_it if each.enrolment == winston) == 1


def test_enough_with_what_was_made_up_for_has_done_the_course(campus, group):
    cohort, first, _rosa, winston = group
    for session in cohort.sessions.filter(kind="ordinary")[1:5]:
        campus.hold(session, {winston: "here"})
    assert completed([winston]) == set()
    catch_up_done(by=campus.by, catch_up=plan_catch_up(by=campus.by, enrolment=winston, missed=first, how=How.PHONE))
    assert completed([winston]) == {winston.pk}


def test_only_what_was_missed_is_made_up_for(campus, group):
    cohort, session, rosa, winston = group
    for enrolment, missed in ((rosa, session), (winston, cohort.sessions.all()[1])):
        with pytest.raises(NotTheirs):
            plan_catch_up(by=campus.by, enrolment=enrolment, missed=missed, how=How.PHONE)
    leave(by=SYSTEM, enrolment=winston, why="ill")
    with pytest.raises(NotTheirs):
        plan_catch_up(by=campus.by, enrolment=winston, missed=session, how=How.PHONE)


def test_another_group_needs_a_chair_and_has_to_be_to_come(campus, group):
    _cohort, session, _rosa, winston = group
    full = campus.plan(days=40, hour=15)
    for person in campus.people(14):
        join(by=SYSTEM, cohort=full, person=person)
    assert groups_to_catch_up_with(session) == []
    with pytest.raises(NotOpen):
        plan_catch_up(
            by=campus.by, enrolment=winston, missed=session, how=How.OTHER_GROUP, session=full.sessions.first()
        )


def test_with_a_tutor_it_is_done_on_its_day_and_not_before(campus, group):
    cohort, session, _rosa, winston = group
    tomorrow = timezone.localdate() + timedelta(days=1)
    made = plan_catch_up(by=campus.by, enrolment=winston, missed=session, how=How.ONE_TO_ONE, on=tomorrow)
    desk, address = campus.cast.client("coordinator"), reverse("programmes:caught_up", args=[cohort.pk, made.pk])
    assert "still to come" in desk.post(address, follow=True).text
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        campus.cast.client("coordinator").post(address)
    assert CatchUp.objects.get().done_at


def test_the_database_refuses_another_group_that_is_none(campus, group):
    _cohort, session, _rosa, winston = group
    with pytest.raises(IntegrityError, match="another_group_is_a_session"):
        CatchUp.objects.create(enrolment=winston, missed=session, how=How.OTHER_GROUP, on=timezone.localdate())


@pytest.mark.parametrize(("typed", "says"), [({"how": "phone"}, "Enter the day"), ({"how": "owl"}, "Choose one")])
def test_a_mistake_arranges_nothing(campus, group, typed, says):
    cohort, session, _rosa, winston = group
    address = reverse("programmes:catch_up", args=[cohort.pk, winston.pk, session.pk])
    assert says in campus.cast.client("coordinator").post(address, typed).text
    assert not CatchUp.objects.exists()


# Costs


def test_what_tutors_and_the_room_cost_is_written_when_it_was_held_and_stays_as_it_was(campus, group):
    campus.lay.pay, campus.venue.price = Decimal("25.00"), Decimal(40)
    campus.lay.save()
    campus.venue.save()
    cohort = group[0]
    campus.hold(cohort.sessions.all()[1], {})
    campus.lay.pay = Decimal(99)
    campus.lay.save()
    assert {(row.kind, row.pounds) for row in Cost.objects.all()} == {("tutor", 25), ("room", 40)}


def test_each_person_who_did_the_course_cost_an_equal_part(campus, group):
    cohort, _session, rosa, winston = group
    add_cost(by=campus.by, cohort=cohort, kind="cover", pounds=Decimal("100.01"))
    assert costs_of(cohort).each is None
    for session in cohort.sessions.filter(kind="ordinary")[1:5]:
        campus.hold(session, {rosa: "here", winston: "here"})
    Attendance.objects.filter(enrolment=winston).update(mark="here")
    costs = costs_of(cohort)
    assert (costs.total, costs.completed, costs.each) == (Decimal("100.01"), 2, Decimal("50.00"))
    page = campus.cast.client("coordinator").get(reverse("programmes:costs", args=[cohort.pk])).text
    assert "£50.00 for each of the 2 people" in page


def test_who_did_the_course_and_left_afterwards_is_still_counted(campus, group):
    cohort, _session, rosa, _winston = group
    add_cost(by=campus.by, cohort=cohort, kind="food", pounds=Decimal(10))
    for session in cohort.sessions.filter(kind="ordinary")[1:5]:
        campus.hold(session, {rosa: "here"})
    leave(by=SYSTEM, enrolment=rosa, why="ill")
    assert costs_of(cohort).completed == 1


def test_pay_that_the_database_cannot_hold_is_refused(campus):
    address = reverse("programmes:tutors", args=[campus.cast.breathing_team.pk])
    assert "Check the amount" in campus.cast.client("coordinator").post(address, {"pay": "100000"}).text


def test_a_cost_is_written_down_as_people_write_money_and_taken_back(campus, group):
    cohort = group[0]
    desk, address = campus.cast.client("coordinator"), reverse("programmes:costs", args=[cohort.pk])
    desk.post(address, {"kind": "materials", "pounds": "£1,250.50", "words": "Workbooks"})
    cost = Cost.objects.get()
    assert cost.pounds == Decimal("1250.50")
    other = campus.plan(hour=15)
    assert desk.post(reverse("programmes:remove_cost", args=[other.pk, cost.pk])).status_code == 404
    desk.post(reverse("programmes:remove_cost", args=[cohort.pk, cost.pk]))
    assert not Cost.objects.exists()


@pytest.mark.parametrize(
    ("pounds", "says"),
    [
        ("0", "more than nothing"),
        ("-4", "more than nothing"),
        ("1e9", "Check the amount"),
        ("4.999", "pounds and pence"),
        ("nan", "Write an amount"),
        ("", "Write the amount"),
    ],
)
def test_an_amount_that_cannot_be_is_refused(campus, group, pounds, says):
    address = reverse("programmes:costs", args=[group[0].pk])
    assert says in campus.cast.client("coordinator").post(address, {"kind": "food", "pounds": pounds}).text
    assert not Cost.objects.exists()
