"""The whole loop in browsers whose JavaScript is off: each step is a page and a button, and none of it is lost."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from alongside.agenda.models import Appointment, Preparation, Visit
from alongside.messages.links import address_of
from alongside.messages.models import SignedLink
from alongside.people.actors import SYSTEM
from alongside.plans import actions as plans
from alongside.plans.models import CheckIn, Goal
from alongside.worklist.models import Task
from tests.journeys.conftest import DESKTOP, PHONE


def asks(page: Page, heading: str) -> None:
    expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).locator("visible=true").first.click()


def type_day(page: Page, name: str, day) -> None:
    for part in ("day", "month", "year"):
        page.locator(f"input[name={name}_{part}]").fill(str(getattr(day, part)))


def book(page: Page, person) -> Appointment:
    """The receptionist finds Rosa and books, after typing a time that is none."""
    page.goto(reverse("agenda:desk"))
    page.get_by_role("link", name="Book an appointment").click()
    page.get_by_label("Name, date of birth or NHS number").fill("ashworth")
    press(page, "Find")
    page.get_by_role("link", name="Rosa Ashworth").click()
    type_day(page, "day", timezone.localdate() + timedelta(days=1))
    page.get_by_label("Time").fill("ten")
    press(page, "Book")
    expect(page.get_by_role("alert")).to_contain_text("Enter a time like 9:40")
    page.get_by_label("Time").fill("10:20")
    press(page, "Book")
    expect(page.get_by_role("status")).to_contain_text("Booked")
    return Appointment.objects.get(person=person)


def open_link(page: Page, link: SignedLink) -> None:
    page.goto(address_of(link))
    type_day(page, "date_of_birth", link.person.date_of_birth)
    press(page, "Continue")


def prepare(page: Page) -> None:
    """Rosa says three things, puts the last of them first, and goes back once."""
    asks(page, "What is on your mind?")
    for area in ("Breathing", "Sleep", "Work or money"):
        page.get_by_role("checkbox", name=area, exact=True).check()
    press(page, "Continue")
    asks(page, "How much is each getting in the way?")
    for concern in ("breathing", "sleep", "money"):
        page.locator(f"input[name=bother_{concern}]").nth(1).check()
    page.locator("textarea[name=words_sleep]").fill("I wake at three")
    press(page, "Continue")
    asks(page, "Which matter most this time?")
    page.get_by_role("listitem").filter(has_text="Work or money").get_by_role("button", name="Make this first").click()
    expect(page.get_by_role("heading", level=2).first).to_contain_text("Work or money")
    page.get_by_role("link", name="Back").click()
    expect(page.locator("textarea[name=words_sleep]")).to_have_value("I wake at three")
    press(page, "Continue")
    press(page, "Continue")
    asks(page, "The most important thing")
    page.locator("textarea[name=words]").fill("Get through a night")
    press(page, "Send to my care team")
    asks(page, "Sent to your care team")
    expect(page.get_by_text("Get through a night")).to_be_visible()


def see(page: Page) -> None:
    """The nurse answers the three things, hands the last on, agrees a goal and closes."""
    page.goto(reverse("agenda:desk"))
    page.get_by_role("button", name="Open visit").click()
    expect(page.locator("#agenda q").first).to_have_text("Get through a night")
    money, breathing, sleep = (page.locator(".agenda-item", has_text=area) for area in ("money", "Breathing", "Sleep"))
    money.get_by_role("button", name="Talked").click()
    expect(money.get_by_role("button", name="Talked")).to_have_attribute("aria-pressed", "true")
    breathing.get_by_role("button", name="Carry").click()
    sleep.locator("summary").click()
    sleep.get_by_role("button", name="Link worker").click()
    expect(sleep.locator(".agenda-item__outcome")).to_contain_text("link worker")
    page.get_by_label("Something else Rosa says").select_option("Pain")
    page.get_by_label("In their words").fill("My knees")
    press(page, "Add")
    agree_goal(page)
    press(page, "Close visit")
    expect(page.get_by_role("alert")).to_contain_text("no answer yet")
    page.get_by_role("button", name="to the next visit and close").click()
    expect(page.get_by_role("status")).to_contain_text("Visit closed")


def agree_goal(page: Page) -> None:
    page.get_by_role("link", name="New goal").click()
    page.get_by_label("What do you want to do or change?").fill("Walk to the shop and back")
    page.get_by_label("What is a small first step?").fill("walk to the bench")
    page.get_by_role("radio", name="5", exact=True).check(force=True)
    press(page, "Save this goal")
    asks(page, "The goal is saved. One question")
    page.get_by_label("What would make it a 7?").fill("somebody to go with")
    press(page, "Save")
    expect(page.get_by_role("link", name="Walk to the shop and back")).to_be_visible()


def answer(page: Page) -> None:
    """Each step saves by itself; one is skipped; at the end she asks for a call."""
    asks(page, "How is it going?")
    press(page, "Up and down")
    page.get_by_role("radio", name="7", exact=True).check(force=True)
    press(page, "Continue")
    page.get_by_role("link", name="Skip this").click()
    page.get_by_label("Anything you want to say?").fill("The hill is steep")
    page.get_by_label("Please call me").check()
    press(page, "Finish")
    asks(page, "Thank you")
    expect(page.get_by_text("The hill is steep")).to_be_visible()


def test_everybody_goes_round_the_loop_without_javascript(cast, open_page):
    # Given an appointment put in at the desk, Rosa says on her phone what matters
    appointment = book(open_page(DESKTOP, cast["receptionist"], javascript=False), cast.rosa)
    phone = open_page(PHONE, javascript=False)
    open_link(phone, SignedLink.objects.get(subject_id=appointment.pk, revoked_at=None))
    prepare(phone)
    assert Preparation.objects.get(appointment=appointment).sent_at

    # When the nurse has seen her
    see(open_page(DESKTOP, cast["nurse"], javascript=False))
    visit = Visit.objects.get(appointment=appointment)
    assert visit.closed_at
    assert not visit.items.filter(disposition="").exists()
    goal = Goal.objects.get(words="Walk to the shop and back")
    assert goal.would_raise == "somebody to go with"

    # Then she is asked how it goes, and answers
    plans.ask_due_follow_ups(by=SYSTEM, now=timezone.now() + timedelta(days=15))
    open_link(phone, SignedLink.objects.get(purpose="check_in", revoked_at=None))
    answer(phone)
    said = CheckIn.objects.get()
    assert (said.going, said.words, said.please_call) == ("up_and_down", "The hill is steep", True)

    # And what was handed on and the call she asked for wait for her team
    assert set(Task.objects.filter(team=cast.elm_bank).values_list("kind", flat=True)) == {"hand_on", "call_back"}

    # And she sees what became of each thing
    page = open_page(PHONE, cast["rosa"], javascript=False)
    page.goto(reverse("portal:said", args=[cast.rosa.pk]))
    outcomes = {"Work or money": "talked about", "Breathing": "come back", "Sleep": "link worker", "Pain": "come back"}
    for area, outcome in outcomes.items():
        expect(page.get_by_role("listitem").filter(has_text=area)).to_contain_text(outcome, ignore_case=True)
