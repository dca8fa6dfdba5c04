"""Finding help nearby: with a clinician, alone on a phone, and, weeks later, saying what became of it."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from alongside.agenda.actions import book_appointment, start_visit
from alongside.agenda.models import Visit
from alongside.directory.models import Report, Service, UnmetNeed
from alongside.messages.links import address_of
from alongside.messages.models import Message
from alongside.people.actors import SYSTEM, actor_for
from alongside.plans import actions as plans
from alongside.plans.models import Handover, Signposting
from alongside.worklist.models import Task
from conftest import Cast
from tests.journeys.conftest import DESKTOP, PHONE, assert_accessible
from tests.journeys.near import HOME, make_directory
from tests.journeys.test_the_loop import Counted, prove_it_is_rosa

HAND_OVER = 4


@pytest.fixture
def directory(cast: Cast) -> dict[str, Service]:
    cast.rosa.postcode = HOME
    cast.rosa.save()
    return make_directory()


def a_visit(cast: Cast) -> Visit:
    nurse = actor_for(cast["nurse"])
    soon = timezone.now() + timedelta(minutes=5)
    booked = book_appointment(by=nurse, person=cast.rosa, organisation=cast.elm_bank, starts_at=soon)
    return start_visit(by=nurse, appointment=booked)


def test_find_and_hand_over_from_a_consultation_in_four(directory, cast, open_page):
    visit = a_visit(cast)
    page = open_page(DESKTOP, cast["nurse"])
    page.goto(reverse("consultation:visit", args=[visit.pk]))
    nurse = Counted(page)
    nurse.press("d")
    page.keyboard.type("lonely since her husband died, wants company", delay=5)  # results come as one types
    found = page.locator("#nearby-found")
    expect(found.get_by_text("Sandpiper Lunch Club", exact=True)).to_be_visible()
    assert_accessible(page)
    nurse.tap(found.get_by_role("button", name="Choose : Sandpiper Lunch Club"))
    nurse.tap(page.get_by_role("button", name="Send by text message"))
    expect(page.get_by_role("status").get_by_text("On its way")).to_be_visible()
    assert nurse.count <= HAND_OVER
    assert_accessible(page)
    assert Message.objects.get(template="services.given").person == cast.rosa
    assert Signposting.objects.get().service == directory["lunch"]


def test_three_are_enough_and_paper_is_as_good(directory, cast, open_page):
    page = open_page(DESKTOP, cast["link_worker"], javascript=False)
    page.goto(reverse("consultation:nearby", args=[cast.rosa.pk]))
    for words, name in [
        ("walking", "Tuesday Walkers"),
        ("lunch", "Sandpiper Lunch Club"),
        ("choir", "Sale Sandpipers"),
    ]:
        page.get_by_label("What would help?").fill(words)
        page.get_by_role("button", name="Find", exact=True).click()
        page.get_by_role("button", name=f"Choose : {name}").click()
    expect(page.get_by_label("What would help?")).to_have_count(0)
    page.get_by_role("button", name="Take out : Tuesday Walkers").click()
    expect(page.get_by_label("What would help?")).to_be_visible()
    page.get_by_role("button", name="Print").click()
    expect(page.get_by_role("heading", level=1, name="The places you chose")).to_be_visible()
    text = page.locator("main").inner_text()
    for words in ("Sale Sandpipers", "0161 496 0123", "Bus 41"):
        assert words in text
    assert "Tuesday Walkers" not in text
    assert Handover.objects.get().state == "given"


def test_the_public_finds_on_a_phone_without_an_account(directory, open_page):
    page = open_page(PHONE)
    page.goto(reverse("portal:home"))
    page.get_by_role("link", name="Find help near you").click()
    assert_accessible(page)
    page.get_by_label("What are you looking for?").fill("lonly and want cmpany")
    page.get_by_label("Near").fill("sale")
    page.get_by_role("button", name="Find", exact=True).click()
    first = page.locator(".found").first
    expect(first).to_contain_text("Sandpiper Lunch Club")
    for fact in (
        "mile",
        "Next:",
        "£3.50 with pudding",
        "Ramp at the side door",
        "7 of 9 people said it helped",
        "Why this",
    ):
        expect(first).to_contain_text(fact)
    expect(page.get_by_role("heading", name="By phone or online")).to_be_visible()
    expect(page.get_by_text("Contains made up information.")).to_be_visible()
    assert_accessible(page)
    first.get_by_role("link").click()
    expect(page.get_by_role("link", name="0161 496 0123")).to_be_visible()
    page.get_by_role("link", name="Back to the search").click()
    expect(page.get_by_label("What are you looking for?")).to_have_value("lonly and want cmpany")


def test_the_public_looks_round_prints_a_list_and_tells_what_is_missing_or_wrong(directory, open_page):
    page = open_page(PHONE, javascript=False)
    page.goto(reverse("portal:find"))
    page.get_by_role("link", name="Meeting people").click()
    page.get_by_label("Near").fill(HOME)
    page.get_by_role("button", name="In large print").click()
    expect(page.get_by_role("heading", level=3, name="Sandpiper Lunch Club").first).to_be_visible()
    page.goto(reverse("portal:find") + "?words=unicycles")
    expect(page.get_by_role("heading", name="We found nothing good for that")).to_be_visible()
    page.get_by_text("Not what you looked for?").click()
    page.get_by_label("What did you hope to find?").fill("a unicycle club, ring me on 07700 900123")
    with page.expect_navigation():
        page.get_by_role("button", name="Tell us").click()
    told = {"a unicycle club, ring me on": True, "unicycles": False}
    assert dict(UnmetNeed.objects.filter(words__in=told).values_list("words", "told")) == told
    page.goto(reverse("portal:service", args=[directory["lunch"].pk]))
    page.get_by_role("link", name="Something here is wrong").click()
    page.get_by_role("radio", name="it has closed").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Send").click()
    assert Report.objects.get(words="").kind == "closed"


def test_a_person_saves_for_later_and_finds_it_again_at_home(directory, cast, open_page):
    page = open_page(PHONE, cast["rosa"])
    page.goto(reverse("portal:find"))
    expect(page.get_by_label("Near")).to_have_value(HOME)
    page.get_by_label("What are you looking for?").fill("singing")
    page.get_by_role("button", name="Find", exact=True).click()
    page.get_by_role("button", name="Save for later : Sale Sandpipers").click()
    expect(page.get_by_role("status").first).to_contain_text("Saved: Sale Sandpipers")
    page.goto(reverse("portal:person", args=[cast.rosa.pk]))
    page.get_by_role("link", name="Sale Sandpipers").click()
    page.get_by_role("radio", name="I went, and it helped", exact=True).check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("It helped")).to_be_visible()
    assert Signposting.objects.get().helped == "yes"


def test_one_text_some_weeks_later_is_answered_in_a_few_taps_and_whoever_got_stuck_is_helped(
    directory, cast, open_page
):
    given = leave_with(directory, cast, "lunch", "walkers")
    plans.ask_due_handovers(by=SYSTEM, now=timezone.now())
    page = open_page(PHONE)
    page.goto(address_of(Message.objects.get(template="services.ask").link))
    prove_it_is_rosa(page)
    rosa = Counted(page)
    rosa.tap(page.get_by_role("button", name="Continue"))
    rosa.tap(page.get_by_role("button", name="I went : Sandpiper Lunch Club"))
    assert_accessible(page)
    rosa.tap(page.get_by_role("button", name="It helped", exact=True))
    page.get_by_role("link", name="See the places again").click()
    rosa.tap(page.get_by_role("button", name="It did not work out : Tuesday Walkers"))
    rosa.tap(page.get_by_role("button", name="It is full, or there is a long wait"))
    expect(page.get_by_text("they look for another way with you")).to_be_visible()
    assert rosa.count <= 5
    assert sorted(given.signpostings.values_list("state", "helped", "stopped_why")) == [
        ("stopped", "", "full"),
        ("went", "yes", ""),
    ]
    somebody_helps(open_page(DESKTOP, cast["link_worker"]))


def leave_with(directory: dict[str, Service], cast: Cast, *names: str) -> Handover:
    nurse = actor_for(cast["nurse"])
    with time_machine.travel(timezone.now() - timedelta(days=22)):
        rows = [plans.choose_service(by=nurse, person=cast.rosa, service=directory[name]) for name in names]
        return plans.give_services(by=nurse, handover=rows[0].handover, send=True)


def somebody_helps(page: Page) -> None:
    """The link worker finds another, and says that it is done."""
    page.goto(reverse("consultation:stuck"))
    expect(page.get_by_role("cell", name="Tuesday Walkers")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Find something else for Rosa Ashworth").first.click()
    page.wait_for_load_state("load")  # what is typed before the script is there brings results when Find is pressed
    page.get_by_label("What would help?").fill("singing")
    page.get_by_role("button", name="Choose : Sale Sandpipers").click()
    page.get_by_role("button", name="Send by text message").click()
    expect(page.get_by_text("On its way")).to_be_visible()
    page.get_by_role("link", name="Back").click()
    page.get_by_role("link", name="Say what was done for Rosa Ashworth").click()
    with page.expect_navigation():
        page.get_by_role("button", name="It is done").click()
    assert not Task.objects.open().exists()
