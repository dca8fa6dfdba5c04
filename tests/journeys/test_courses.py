"""Courses that people and professionals lead together, from setting one up to the reunion."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from alongside.agenda.actions import book_appointment, start_visit
from alongside.messages.links import token_of
from alongside.messages.models import Message
from alongside.people.actors import SYSTEM, actor_for
from alongside.programmes.actions import join, remind
from alongside.programmes.models import Attendance, Cohort, Enrolment, Offer, Session, Venue
from conftest import Cast
from tests.campus import Campus, in_days, make_campus
from tests.journeys.conftest import DESKTOP, PHONE, assert_accessible, sign_in
from tests.journeys.scene import open_door


@pytest.fixture
def campus(cast: Cast) -> Campus:
    return make_campus(cast)


def test_a_coordinator_sets_a_course_up_tutors_run_it_and_it_ends_with_a_reunion(campus: Campus, open_page) -> None:
    cast = campus.cast
    desk = open_page(DESKTOP, cast["coordinator"])

    # Given a coordinator with a room and two approved tutors, who sets a course up
    desk.goto(reverse("programmes:running"))
    desk.get_by_role("link", name="Set up a course").click()
    fill_in(desk)
    desk.get_by_role("button", name="Set up").click()
    expect(desk.get_by_role("row")).to_have_count(9)  # seven sessions, the reunion and the headings

    # When one tutor is missing, nothing can be confirmed
    choose_tutor(desk, "Choose : Lay tutor", "Lay_Tutor Fictional")
    desk.get_by_role("button", name="Confirm that it takes place").click()
    expect(desk.get_by_text("It lacks a tutor")).to_be_visible()

    # And with both, all are confirmed at once
    choose_tutor(desk, "Choose : Clinical tutor", "Clinical_Tutor Fictional")
    desk.get_by_role("link", name="Self-Management Programme").click()
    desk.get_by_role("button", name="Confirm all that have their tutors").click()
    expect(desk.get_by_role("cell", name="confirmed")).to_have_count(8)

    # Then Rosa takes a place on her phone, and has the dates in a text
    phone = open_page(PHONE, cast["rosa"])
    phone.goto(reverse("portal:person", args=[cast.rosa.pk]))
    phone.get_by_role("link", name="See courses, and take a place").click()
    phone.get_by_role("button", name="Take a place").click()
    expect(phone.get_by_text("You have a place")).to_be_visible()
    dates_by_text(open_page(PHONE), campus)

    # And each session is led, marked by a tutor on a phone, and closed
    tutor = open_page(PHONE)
    for session in Session.objects.filter(kind="ordinary"):
        with time_machine.travel(session.ends_at, tick=False):
            sign_in(tutor, cast["lay_tutor"])
            mark_and_close(tutor, session)
    assert Cohort.objects.get().state == "finished"
    assert Attendance.objects.filter(mark="here").count() == 7

    # Until, three months later, all are reminded of the reunion
    reunion = Session.objects.get(kind="reunion")
    with time_machine.travel(reunion.starts_at - timedelta(days=1), tick=False):
        assert remind(by=SYSTEM, now=timezone.now()) == 1
    assert Message.objects.filter(template="course.reminder", subject_id=reunion.pk).count() == 1


def fill_in(desk: Page) -> None:
    begins = in_days(20)
    desk.get_by_label("Course", exact=True).select_option(label="Self-Management Programme")
    desk.get_by_label("Room").select_option(label="Westhaven Hall")
    for part in ("day", "month", "year"):
        desk.locator(f"[name=day_{part}]").fill(str(getattr(begins, part)))
    desk.get_by_label("Time").fill("10:00")
    assert_accessible(desk)


def choose_tutor(desk: Page, which: str, name: str) -> None:
    if desk.get_by_role("link", name="Arrange : Getting to know each other").is_visible():
        desk.get_by_role("link", name="Arrange : Getting to know each other").click()
    desk.get_by_role("link", name=which).click()
    desk.get_by_label(name).check()
    desk.get_by_label("Also every other session").check()
    desk.get_by_role("button", name="Choose").click()


def dates_by_text(phone: Page, campus: Campus) -> None:
    link = Message.objects.get(template="course.place").link
    assert link
    open_door(phone, token_of(link), campus.cast.rosa.date_of_birth)
    expect(phone.get_by_text("Bus 41")).to_be_visible()
    assert_accessible(phone)


def mark_and_close(tutor: Page, session: Session) -> None:
    tutor.goto(reverse("programmes:register", args=[session.pk]))
    tutor.get_by_label("Here", exact=True).check()
    tutor.get_by_role("button", name="Save, the session was held").click()
    expect(tutor.get_by_text("Westhaven Hall. Noted as held.")).to_be_visible()


def test_a_nurse_refers_from_the_one_screen_in_one_press_and_the_offer_does_not_wait_for_memory(
    campus: Campus, open_page
) -> None:
    cast = campus.cast
    campus.plan()
    soon = timezone.now() + timedelta(minutes=30)
    booked = book_appointment(by=SYSTEM, person=cast.rosa, organisation=cast.elm_bank, starts_at=soon)
    visit = start_visit(by=actor_for(cast["nurse"]), appointment=booked)
    desk = open_page(DESKTOP, cast["nurse"])
    desk.goto(reverse("consultation:visit", args=[visit.pk]))
    offers = desk.get_by_role("region", name="Offers")
    expect(offers.get_by_text("not offered yet")).to_be_visible()
    assert_accessible(desk)
    offers.get_by_role("button", name="Yes, a place").click()
    expect(desk.get_by_role("region", name="Offers").get_by_text("has a place")).to_be_visible()
    assert Enrolment.objects.get(person=cast.rosa).state == "placed"
    assert Offer.objects.get(person=cast.rosa).state == "accepted"


def test_not_now_says_why_and_comes_back_to_the_screen(campus: Campus, open_page) -> None:
    cast = campus.cast
    campus.plan()
    soon = timezone.now() + timedelta(minutes=30)
    booked = book_appointment(by=SYSTEM, person=cast.winston, organisation=cast.elm_bank, starts_at=soon)
    visit = start_visit(by=actor_for(cast["nurse"]), appointment=booked)
    desk = open_page(DESKTOP, cast["nurse"])
    desk.goto(reverse("consultation:visit", args=[visit.pk]))
    desk.get_by_role("link", name="Not now").click()
    desk.get_by_label("I work at those times").check()
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_role("heading", name="This visit")).to_be_visible()
    expect(desk.get_by_role("region", name="Offers")).to_have_count(0)
    offer = Offer.objects.get(person=cast.winston)
    assert (offer.state, offer.barrier) == ("declined", "working")
    assert offer.ask_again_on


def test_a_whole_practice_is_trained_and_sees_how_far_it_has_come(campus: Campus, open_page) -> None:
    cast = campus.cast
    nurse = open_page(PHONE, cast["nurse"])
    nurse.goto(reverse("programmes:ours"))
    expect(nurse.get_by_text("0 of 5 people, 0%")).to_be_visible()
    expect(nurse.get_by_text("No course is planned: ask the coordinator.")).to_be_visible()

    cohort = campus.plan(course="pdp_silver", team=cast.elm_bank)
    campus.staff(cohort)
    desk = open_page(DESKTOP, cast["coordinator"])
    desk.goto(reverse("programmes:cohort", args=[cohort.pk]))
    desk.get_by_role("button", name="Put in everybody who works at Elm Bank Surgery").click()
    expect(desk.get_by_text("5 people put in.")).to_be_visible()

    session = cohort.sessions.get()
    with time_machine.travel(session.ends_at, tick=False):
        tutor = open_page(PHONE)
        sign_in(tutor, cast["clinical_tutor"])
        tutor.goto(reverse("programmes:register", args=[session.pk]))
        for here in tutor.get_by_label("Here", exact=True).all()[:4]:
            here.check()
        assert_accessible(tutor)
        tutor.get_by_role("button", name="Save, the session was held").click()
        expect(tutor.get_by_text("Westhaven Hall. Noted as held.")).to_be_visible()

    nurse.reload()
    expect(nurse.get_by_text("4 of 5 people, 80%")).to_be_visible()
    expect(nurse.get_by_text("Enough of you are trained.")).to_be_visible()
    assert_accessible(nurse)
    improver = open_page(DESKTOP, cast["improver"])
    improver.goto(reverse("programmes:teams"))
    expect(improver.get_by_role("row", name="Elm Bank Surgery").get_by_text("4 of 5")).to_be_visible()
    expect(improver.get_by_text("Nurse Fictional")).to_have_count(0)


def test_a_register_goes_on_without_a_connection_and_arrives_once(campus: Campus, open_page, watch) -> None:
    """On the wi-fi of a hospital: the page is open, the connection goes, comes, and goes while it is being sent."""
    watch.expected += ["Failed to load resource", "ERR_INTERNET_DISCONNECTED"]
    cast, cohort = campus.cast, campus.plan()
    campus.staff(cohort)
    for person in (cast.rosa, cast.winston):
        join(by=SYSTEM, cohort=cohort, person=person)
    session = cohort.sessions.first()
    Session.objects.filter(pk=session.pk).update(starts_at=timezone.now() - timedelta(minutes=5))
    tutor = open_page(PHONE, cast["lay_tutor"])
    tutor.goto(reverse("programmes:register", args=[session.pk]))
    tutor.context.set_offline(True)
    here = tutor.get_by_label("Here", exact=True)
    here.nth(0).check()
    expect(tutor.get_by_text("kept on this phone")).to_be_visible()
    here.nth(1).check()
    tutor.get_by_label("Not here", exact=True).nth(1).check()
    assert not Attendance.objects.exists()
    assert_accessible(tutor)
    tutor.context.set_offline(False)
    expect(tutor.get_by_text("Saved", exact=False).first).to_be_visible(timeout=15_000)
    marks = dict(Attendance.objects.values_list("enrolment__person__given_name", "mark"))
    assert marks == {"Rosa": "here", "Winston": "absent"}
    assert tutor.evaluate("localStorage.length") == 0
    tutor.reload()
    expect(tutor.get_by_label("Not here", exact=True).nth(1)).to_be_checked()


def test_a_term_is_proposed_and_set_up_and_what_became_of_a_session_is_seen(campus: Campus, open_page) -> None:
    cast = campus.cast
    Venue.objects.update(price=30)
    desk = open_page(DESKTOP, cast["coordinator"])

    # Given a coordinator who says what the term is to hold
    desk.goto(reverse("programmes:running"))
    desk.get_by_role("link", name="Plan a term").click()
    fill_in_days(desk, first=in_days(14), last=in_days(40))
    desk.get_by_label("Groups of: Self-Management Programme").fill("2")
    desk.get_by_role("button", name="Propose it").click()

    # When both groups could be held, nobody is told until they are set up
    expect(desk.get_by_text("2 groups could be held")).to_be_visible()
    assert_accessible(desk)
    assert not Cohort.objects.exists()
    desk.get_by_role("button", name="Set all of them up").click()
    expect(desk.get_by_text("2 groups are set up")).to_be_visible()

    # Then Rosa comes to the first session, says with one press how it was, and its tutor what it covered
    session = Session.objects.filter(kind="ordinary").order_by("starts_at")[0]
    campus.hold(session, {join(by=SYSTEM, cohort=session.cohort, person=cast.rosa): "here"})
    phone = open_page(PHONE, cast["rosa"])
    phone.goto(reverse("programmes:place", args=[Enrolment.objects.get().pk]))
    phone.get_by_role("button", name="It was good for me").click()
    expect(phone.get_by_text("Thank you for saying so")).to_be_visible()
    assert_accessible(phone)
    tutor = open_page(PHONE, cast["lay_tutor"])
    tutor.goto(reverse("programmes:note", args=[session.pk]))
    tutor.get_by_label(session.covers[0]).check()
    tutor.get_by_role("button", name="Save").click()

    # And the coordinator sees how much it covered, and what it cost
    desk.goto(reverse("programmes:cohort", args=[session.cohort_id]))
    expect(desk.get_by_text("Of 3 things that the sessions so far were meant to cover, they covered 1")).to_be_visible()
    desk.get_by_role("link", name="Costs").click()
    expect(desk.get_by_text("£30.00").first).to_be_visible()


def fill_in_days(page: Page, **days: Any) -> None:
    for name, day in days.items():
        for part in ("day", "month", "year"):
            page.locator(f"[name={name}_{part}]").fill(str(getattr(day, part)))
