"""A usual visit is on one screen: nothing of it scrolls at 1280 by 800, however many courses there are to speak of."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from alongside.agenda import actions as agenda
from alongside.agenda.models import Appointment, Result, Visit
from alongside.people.actors import actor_for, link_holder
from alongside.plans import actions as plans
from alongside.programmes.actions import answer_offer
from conftest import Cast
from tests.campus import make_campus
from tests.journeys.conftest import DESKTOP, SMALL, assert_accessible, too_wide

SAID = {"breathing": "The stairs take it out of me", "sleep": "", "money": "The gas bill"}
RESULTS = [
    {"code": "4548-4", "unit": "mmol/mol", "value": 58},
    {"code": "29463-7", "unit": "kg", "value": 82},
    {"code": "85354-9", "text": "138/82"},
]
COURSES = ["self_management", "breathing", "moving_on", "mini"]


def usual_visit(cast: Cast) -> Visit:
    """Two conditions with all their review tasks, three things said beforehand, two goals, and a few results."""
    nurse, rosa, now = actor_for(cast["nurse"]), cast.rosa, timezone.now()
    for result in RESULTS:
        Result.objects.create(person=rosa, taken_at=now - timedelta(days=5), released_at=now, **result)
    plans.say_what_matters(by=nurse, person=rosa, words="My allotment, and being there for the grandchildren.")
    for words, what in (("Walk to the shop and back", "walk to the bench"), ("Fewer takeaways", "cook on Fridays")):
        plans.agree_goal(by=nurse, person=rosa, words=words, confidence=5, what=what)
    plans.agree_warning_sign(by=nurse, person=rosa, sign="breathless for two days", what_to_do="ring the team")
    plans.add_contact(by=nurse, person=rosa, name="Tuesday Walkers", how="company", phone="01632 960 001")
    booked = agenda.book_appointment(
        by=nurse, person=rosa, organisation=cast.elm_bank, starts_at=now + timedelta(minutes=30)
    )
    prepared(cast, booked)
    return agenda.start_visit(by=nurse, appointment=booked)


def prepared(cast: Cast, booked: Appointment) -> None:
    me = link_holder(cast.rosa)
    begun = agenda.start_preparation(by=me, appointment=booked)
    agenda.choose_areas(by=me, preparation=begun, areas=list(SAID))
    for area, words in SAID.items():
        agenda.describe_concern(by=me, preparation=begun, area=area, words=words, bother=2, wish="talk")
    agenda.say_most_important(by=me, preparation=begun, words="Get through a night without waking up")
    agenda.send_preparation(by=me, preparation=begun)


def offered(cast: Cast, courses: list[str]) -> None:
    campus = make_campus(cast)
    for number, course in enumerate(courses):
        campus.plan(course=course, hour=8 + 3 * number)


def height(page: Page) -> int:
    return page.evaluate("document.documentElement.scrollHeight")


@pytest.mark.parametrize("many", [2, 4])
def test_a_usual_visit_with_several_courses_to_offer_does_not_scroll_and_each_is_one_press_away(cast, open_page, many):
    offered(cast, COURSES[:many])
    desk = open_page(DESKTOP, cast["nurse"])
    desk.goto(reverse("consultation:visit", args=[usual_visit(cast).pk]))
    offers = desk.get_by_role("region", name="Offers")
    expect(offers.get_by_role("group")).to_have_count(many)
    for each in offers.get_by_role("group").all():
        expect(each.locator("summary")).to_be_in_viewport(ratio=1)
        if each.get_attribute("open") is None:
            each.locator("summary").click()
        expect(each.get_by_role("button", name="Yes, a place")).to_be_in_viewport(ratio=1)
        expect(desk.get_by_role("button", name="Close visit")).to_be_in_viewport(ratio=1)
        assert height(desk) <= DESKTOP["viewport"]["height"]
    assert_accessible(desk)


def test_the_course_without_an_answer_is_open_and_one_that_was_spoken_of_says_so(cast, open_page):
    offered(cast, COURSES[:2])
    answer_offer(by=actor_for(cast["nurse"]), person=cast.rosa, course="breathing", state="offered")
    desk = open_page(DESKTOP, cast["nurse"])
    desk.goto(reverse("consultation:visit", args=[usual_visit(cast).pk]))
    first, second = desk.get_by_role("region", name="Offers").get_by_role("group").all()
    expect(first.get_by_text("not offered yet")).to_be_visible()
    expect(second.get_by_text("thinking about it")).to_be_visible()
    expect(second.get_by_role("button", name="Yes, a place")).to_be_hidden()


def test_the_same_visit_fits_a_phone_from_side_to_side(cast, open_page):
    offered(cast, COURSES)
    phone = open_page(SMALL, cast["nurse"])
    phone.goto(reverse("consultation:visit", args=[usual_visit(cast).pk]))
    assert too_wide(phone) == []
    expect(phone.get_by_role("button", name="Close visit")).to_be_visible()
