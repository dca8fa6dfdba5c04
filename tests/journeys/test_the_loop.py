"""The main job, end to end: prepare, agree, follow up. Taps and clicks are counted as a person would make them."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from alongside.agenda.models import Appointment, Visit
from alongside.messages.delivery import claim, deliver
from alongside.messages.links import address_of
from alongside.messages.models import Message, SignedLink
from alongside.messages.senders import chosen_sender
from alongside.people.actors import SYSTEM
from alongside.plans import actions as plans
from alongside.plans.models import CheckIn, Goal
from alongside.worklist.models import Task
from tests.journeys.conftest import DESKTOP, PHONE, assert_accessible

TAPS_FOR_THREE_CONCERNS = 12
CLICKS_FOR_A_VISIT = 15


class Counted:
    """A page whose taps, clicks and keys are counted; typing words is not."""

    def __init__(self, page):
        self.page, self.count = page, 0

    def tap(self, locator) -> None:
        self.count += 1
        locator.click()

    def press(self, key: str) -> None:
        self.count += 1
        self.page.keyboard.press(key)


def deliver_everything() -> None:
    while message := claim(worker="journey"):
        deliver(message, worker="journey", sender=chosen_sender())


def tomorrow_morning():
    return (timezone.localtime() + timedelta(days=1)).replace(hour=10, minute=20, second=0, microsecond=0)


def book(page, cast) -> Appointment:
    """The receptionist puts the appointment in."""
    page.goto(reverse("agenda:book_for", args=[cast.rosa.pk]))
    assert_accessible(page)
    when = tomorrow_morning()
    for part in ("day", "month", "year"):
        page.locator(f"input[name$=_{part}]").fill(str(getattr(when, part)))
    page.locator("input[name=time]").fill("10:20")
    page.get_by_role("button", name="Book", exact=True).click()
    page.wait_for_load_state()
    return Appointment.objects.get(person=cast.rosa)


def prove_it_is_rosa(page) -> None:
    for part, value in (("day", "9"), ("month", "3"), ("year", "1968")):
        page.locator(f"input[name$=_{part}]").fill(value)


def asked(page, question: str) -> None:
    """Wait for the page that asks this, and check it."""
    page.get_by_role("heading", level=1, name=question).wait_for()
    assert_accessible(page)


def prepare(page, link) -> int:
    """Rosa opens the link from the text and says three things; returns the taps it took."""
    page.goto(address_of(link))
    assert_accessible(page)
    prove_it_is_rosa(page)
    rosa = Counted(page)
    go_on = page.locator("form button:visible", has_text="Continue").last
    rosa.tap(go_on)
    asked(page, "What is on your mind?")
    for area in ("Breathing", "Sleep", "Work or money"):
        rosa.tap(page.get_by_role("checkbox", name=area, exact=True))
    rosa.tap(go_on)
    asked(page, "How much is each getting in the way?")
    for concern in range(3):
        rosa.tap(page.locator("input[name^=bother][value='3']").nth(concern))
    page.locator("textarea").first.fill("The stairs take it out of me")
    rosa.tap(go_on)
    asked(page, "Which matter most this time?")
    rosa.tap(go_on)
    asked(page, "The most important thing")
    page.locator("textarea").fill("Get through a night without waking up")
    rosa.tap(page.get_by_role("button", name="Send to my care team"))
    asked(page, "Sent to your care team")
    return rosa.count


def see_rosa(page, appointment) -> int:
    """The nurse's visit: three concerns, one hand-on, one goal with its follow-up, closed; returns the clicks."""
    page.goto(reverse("agenda:desk"))
    assert_accessible(page)
    nurse = Counted(page)
    nurse.tap(page.get_by_role("button", name="Open visit").first)
    assert_accessible(page)
    assert page.locator("#agenda q", has_text="Get through a night").is_visible()
    nurse.press("1")
    nurse.press("t")
    page.locator("#agenda [aria-pressed=true]").first.wait_for()
    nurse.press("2")
    nurse.press("c")
    page.locator("#agenda [aria-pressed=true]").nth(1).wait_for()
    nurse.press("3")
    nurse.press("h")
    nurse.tap(page.get_by_role("button", name="Link worker").locator("visible=true"))
    page.locator(".agenda-item__outcome").first.wait_for()
    nurse.press("g")
    page.wait_for_url("**/goals/add**")
    assert_accessible(page)
    page.locator("input[name=words]").fill("Walk to the shop and back")
    page.locator("input[name=what]").fill("walk to the shop")
    nurse.tap(page.get_by_role("radio", name="8", exact=True))
    nurse.tap(page.get_by_role("button", name="Save this goal"))
    page.wait_for_url("**/visits/**")
    nurse.tap(page.get_by_role("button", name="Close visit"))
    nurse.tap(page.get_by_role("button", name="to the next visit and close"))
    page.wait_for_url("**/appointments/**")
    return nurse.count


def answer(page, link) -> None:
    """Two weeks later Rosa answers with one tap, then says how sure she is and asks for a call."""
    page.goto(address_of(link))
    prove_it_is_rosa(page)
    page.get_by_role("button", name="Continue").click()
    assert_accessible(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Going well").click()
    assert CheckIn.objects.get().going == "well"
    assert_accessible(page)


def test_a_receptionist_a_person_and_a_nurse_go_round_the_loop(cast, open_page, settings):
    # Given an appointment put in at the desk, the text goes out by itself
    settings.QUIET_FROM, settings.QUIET_UNTIL = 24, 0
    appointment = book(open_page(DESKTOP, cast["receptionist"]), cast)
    deliver_everything()
    assert Message.objects.get(template="prepare.invite").state == "sent"

    # When Rosa says what matters on her phone, it takes few taps
    link = SignedLink.objects.get(subject_id=appointment.pk, revoked_at=None)
    assert prepare(open_page(PHONE), link) <= TAPS_FOR_THREE_CONCERNS

    # And the nurse sees it on one screen and answers each thing
    assert see_rosa(open_page(DESKTOP, cast["nurse"]), appointment) <= CLICKS_FOR_A_VISIT
    visit = Visit.objects.get(appointment=appointment)
    assert visit.closed_at
    assert not visit.items.filter(disposition="").exists()
    assert Task.objects.filter(kind="hand_on", team=cast.elm_bank).exists()

    # Then the follow-up goes out two weeks later by itself, and one tap answers it
    goal = Goal.objects.get(words="Walk to the shop and back")
    assert goal.follow_ups.get().due == timezone.localdate() + timedelta(days=14)
    plans.ask_due_follow_ups(by=SYSTEM, now=timezone.now() + timedelta(days=15))
    link = SignedLink.objects.get(purpose="check_in", revoked_at=None)
    answer(open_page(PHONE), link)

    # And whoever sees Rosa next, in the team she shares with, sees all of it
    page = open_page(DESKTOP, cast["breathing_nurse"])
    page.goto(reverse("plans:plan", args=[cast.rosa.pk]))
    assert page.get_by_text("Walk to the shop and back").first.is_visible()
    assert_accessible(page)

    # And Rosa sees what happened to each thing she said
    page = open_page(PHONE, cast["rosa"])
    page.goto(reverse("portal:said", args=[cast.rosa.pk]))
    assert page.get_by_text("Sleep").first.is_visible()
    assert_accessible(page)
