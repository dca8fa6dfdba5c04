"""When tutors can lead, and when they are away."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from alongside.people.actors import actor_for
from alongside.programmes.actions import assign_tutor, come_back, go_away, say_when
from alongside.programmes.hours import PARTS, part_of
from alongside.programmes.models import Session, TimeAway
from alongside.programmes.queries import tutors_for
from alongside.programmes.refusals import CannotLead


@pytest.mark.parametrize(
    ("hour", "minute", "part"), [(9, 0, "1am"), (11, 59, "1am"), (12, 0, "1pm"), (16, 59, "1pm"), (17, 0, "1eve")]
)
def test_a_day_has_a_morning_an_afternoon_and_an_evening(hour, minute, part):
    assert part_of(datetime(2026, 12, 1, hour, minute, tzinfo=UTC)) == part  # a Tuesday
    assert part in PARTS


def test_who_is_away_leads_nothing_on_those_days_and_what_they_led_lacks_a_tutor(campus):
    campus.staff(cohort := campus.plan())
    first, second = cohort.sessions.all()[:2]
    day = timezone.localdate(first.starts_at)
    lionel = campus.cast["lay_tutor"]
    assert go_away(by=actor_for(lionel), user=lionel, first=day, last=day) == 1
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.missing, second.state) == ("planned", ["lay"], "confirmed")
    with pytest.raises(CannotLead):
        assign_tutor(by=campus.by, session=first, tutor=campus.lay)
    assert not tutors_for(first, "lay")[0].free
    come_back(by=actor_for(lionel), away=TimeAway.objects.get())
    assign_tutor(by=campus.by, session=first, tutor=campus.lay)


def test_a_time_at_which_they_usually_cannot_is_said_and_does_not_stop_anybody(campus):
    session = campus.plan(hour=10).sessions.first()
    evening = f"{timezone.localtime(session.starts_at).weekday()}eve"
    say_when(by=campus.by, user=campus.cast["lay_tutor"], usual=[evening], most_a_week=3)
    [candidate] = tutors_for(session, "lay")
    assert (candidate.free, candidate.usual, candidate.tutor.most_a_week) == (True, False, 3)
    page = campus.cast.client("coordinator").get(reverse("programmes:tutor", args=[session.pk, "lay"])).text
    assert "As a rule they cannot at that time" in page


def test_a_tutor_says_when_and_goes_away_and_comes_back(campus):
    campus.staff(campus.plan())
    lionel = campus.cast.client("lay_tutor")
    lionel.post(reverse("programmes:hours"), {"usual": ["1am", "3eve"], "most_a_week": 4})
    campus.lay.refresh_from_db()
    assert (campus.lay.usual, campus.lay.most_a_week) == (["1am", "3eve"], 4)
    first = timezone.localdate()
    days = day("first", first) | day("last", first + timedelta(days=75))
    page = lionel.post(reverse("programmes:away"), days, follow=True).text
    assert "7 sessions need somebody else" in page
    lionel.post(reverse("programmes:come_back", args=[TimeAway.objects.get().pk]))
    assert not TimeAway.objects.exists()


def day(name: str, value: date) -> dict[str, int]:
    return {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}


@pytest.mark.parametrize(
    ("last", "says"), [(-1, "before the first"), (400, "more than a year"), (None, "Enter the last day")]
)
def test_days_that_cannot_be_are_refused(campus, last, says):
    today = timezone.localdate()
    days = day("first", today) | (day("last", today + timedelta(days=last)) if last is not None else {})
    assert says in campus.cast.client("lay_tutor").post(reverse("programmes:away"), days).text
    assert not TimeAway.objects.exists()


def test_what_is_over_needs_nobody(campus):
    today = timezone.localdate()
    days = day("first", today - timedelta(days=9)) | day("last", today - timedelta(days=3))
    assert "over already" in campus.cast.client("lay_tutor").post(reverse("programmes:away"), days).text


def test_nobody_takes_back_what_another_said(campus):
    today = timezone.localdate()
    go_away(by=campus.by, user=campus.cast["lay_tutor"], first=today, last=today)
    address = reverse("programmes:come_back", args=[TimeAway.objects.get().pk])
    assert campus.cast.client("clinical_tutor").post(address).status_code == 404
    assert campus.cast.client("gp").get(reverse("programmes:hours")).status_code == 404


def test_who_is_not_approved_is_told_so(cast):
    assert "Nobody has approved you" in cast.client("lay_tutor").get(reverse("programmes:hours")).text


def test_one_who_leads_both_ways_is_away_from_both(campus):
    campus.staff(cohort := campus.plan())
    Session.objects.filter(cohort=cohort).update(lay_tutor=None, state="planned")
    esther = campus.cast["clinical_tutor"]
    today = timezone.localdate()
    assert go_away(by=campus.by, user=esther, first=today, last=today + timedelta(days=365)) == 8
