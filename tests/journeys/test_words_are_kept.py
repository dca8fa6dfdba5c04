"""A connection that goes away while somebody writes loses none of their words, and says so."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from alongside.agenda.actions import book_appointment, choose_areas, start_preparation
from alongside.agenda.models import Concern
from alongside.people.actors import SYSTEM, actor_for
from tests.journeys.conftest import PHONE

WORDS = "The stairs take it out of me"


@pytest.fixture
def writing(cast, open_page):
    """Rosa on her phone, at the page where she says how much each thing is in her way."""
    soon = timezone.now() + timedelta(days=1)
    appointment = book_appointment(by=SYSTEM, person=cast.rosa, organisation=cast.elm_bank, starts_at=soon)
    own = actor_for(cast["rosa"])
    choose_areas(by=own, preparation=start_preparation(by=own, appointment=appointment), areas=["breathing"])
    page = open_page(PHONE, cast["rosa"])
    page.goto(reverse("portal:prepare_own", args=[appointment.pk, "how-much"]))
    return page


def saved_words() -> str:
    return Concern.objects.get().words


def test_words_typed_without_a_connection_are_kept_said_to_be_unsaved_and_saved_when_it_is_back(writing, watch):
    watch.expected.append("ERR_INTERNET_DISCONNECTED")
    writing.context.set_offline(True)
    writing.locator("textarea").fill(WORDS)
    problem = writing.locator("#save-problem")
    problem.wait_for(state="visible")
    assert "Not saved yet: no connection" in problem.inner_text()
    assert writing.locator("textarea").input_value() == WORDS
    assert saved_words() == ""

    writing.get_by_role("button", name="Continue").click()
    assert writing.locator("textarea").input_value() == WORDS, "the page does not leave with words unsaved"

    writing.context.set_offline(False)
    writing.locator("#save-status", has_text="Saved").wait_for()
    assert saved_words() == WORDS


def test_a_page_that_closes_with_words_unsaved_shows_them_again(writing, watch):
    watch.expected.append("ERR_INTERNET_DISCONNECTED")
    writing.context.set_offline(True)
    writing.locator("textarea").fill(WORDS)
    writing.locator("#save-problem").wait_for(state="visible")
    address = writing.url
    writing.goto("about:blank")
    writing.context.set_offline(False)
    writing.goto(address)
    assert writing.locator("textarea").input_value() == WORDS
    writing.locator("#save-status", has_text="Saved").wait_for()
    assert saved_words() == WORDS
