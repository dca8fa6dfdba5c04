"""What the person agrees to, whom they share with, and who acts for them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from alongside.people.access import Can, may
from alongside.people.models import AuditEvent, CarerAgreement, Consent
from alongside.people.tests.pages import page, post


def test_the_person_says_yes_and_takes_it_back(cast):
    for _click in range(2):
        post(cast, "winston", "sharing", cast.winston.pk, do="give", purpose="evaluation")
    assert Consent.objects.in_force().filter(person=cast.winston, purpose="evaluation").count() == 1
    for _click in range(2):
        post(cast, "winston", "sharing", cast.winston.pk, do="withdraw", purpose="evaluation")
    assert not Consent.objects.in_force().filter(person=cast.winston, purpose="evaluation").exists()
    assert AuditEvent.objects.filter(verb="consent.withdrawn").count() == 1


def test_before_messages_are_stopped_the_page_says_what_stops(cast):
    assert "All messages stop at once" in page(cast, "rosa", "sharing", cast.rosa.pk)


def test_a_plan_is_shared_until_a_day_and_stopped_at_once(cast):
    until = timezone.localdate() + timedelta(days=30)
    day = {"until_day": until.day, "until_month": until.month, "until_year": until.year}
    for _click in range(2):
        post(cast, "winston", "share", cast.winston.pk, organisation=cast.breathing_team.pk, **day)
    assert Consent.objects.filter(person=cast.winston, organisation=cast.breathing_team).count() == 1
    assert may(cast["breathing_nurse"], Can.SEE_PLAN, cast.winston)
    post(cast, "winston", "sharing", cast.winston.pk, stop=cast.breathing_team.pk)
    assert not may(cast["breathing_nurse"], Can.SEE_PLAN, cast.winston)


@pytest.mark.parametrize(("days", "words"), [(-1, "That day is past"), (800, "within the next two years")])
def test_sharing_needs_a_day_that_makes_sense(cast, days, words):
    until = timezone.localdate() + timedelta(days=days)
    day = {"until_day": until.day, "until_month": until.month, "until_year": until.year}
    answer = post(cast, "winston", "share", cast.winston.pk, organisation=cast.breathing_team.pk, **day)
    assert words in answer.content.decode()
    assert f'value="{until.year}"' in answer.content.decode()


@pytest.mark.parametrize(
    "given", [{}, {"do": "give", "purpose": "nonsense"}, {"do": "give", "purpose": "other_service"}]
)
def test_a_button_that_is_not_there_changes_nothing(cast, given):
    before = Consent.objects.count()
    assert post(cast, "winston", "sharing", cast.winston.pk, **given).status_code == 302
    assert Consent.objects.count() == before


@pytest.mark.parametrize("name", ["daughter", "gp", "winston", "nobody", "manager"])
def test_only_the_person_decides_who_sees_their_plan(cast, name):
    for view in ("sharing", "share", "add_carer", "ask_erasure"):
        assert cast.client(name).get(reverse(f"people:{view}", args=[cast.rosa.pk])).status_code == 404


def test_the_practice_stops_somebody_from_acting_for_a_person_who_may_come_to_harm(cast):
    agreement = CarerAgreement.objects.get()
    assert "Daughter Fictional" in page(cast, "nurse", "carers", cast.rosa.pk)
    for name in ("receptionist", "breathing_nurse", "other_gp", "daughter"):
        assert post(cast, name, "carers", cast.rosa.pk, end_carer=agreement.pk).status_code == 404
    assert may(cast["daughter"], Can.SEE_PLAN, cast.rosa)
    assert post(cast, "manager", "carers", cast.rosa.pk, end_carer=agreement.pk).status_code == 302
    assert not may(cast["daughter"], Can.SEE_PLAN, cast.rosa)
    told = page(cast, "rosa", "seen_by", cast.rosa.pk)
    assert "A practice manager at Elm Bank Surgery stopped somebody from acting for you" in told


@pytest.mark.parametrize("agreement", ["nonsense", "other"])
def test_somebody_elses_carer_cannot_be_stopped(cast, agreement):
    other = CarerAgreement.objects.get(person=cast.rosa)
    pk = other.pk if agreement == "other" else agreement
    assert post(cast, "winston", "sharing", cast.winston.pk, end_carer=pk).status_code == 404
