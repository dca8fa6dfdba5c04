"""The screen asks the database the same number of questions however long the history is."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from alongside.agenda.models import Result, Visit
from alongside.people.actors import actor_for
from alongside.plans import actions as plans

QUERIES = 38


def test_five_years_of_history_cost_no_more_queries(cast, visit, nurse, django_assert_num_queries):
    url = reverse("consultation:visit", args=[visit.pk])
    _months(cast, 1)
    with django_assert_num_queries(QUERIES):
        nurse.get(url)
    _months(cast, 60)
    with django_assert_num_queries(QUERIES):
        nurse.get(url)


def _months(cast, count) -> None:
    nurse, now = actor_for(cast["nurse"]), timezone.now()
    for month in range(1, count + 1):
        at = now - timedelta(days=30 * month)
        Visit.objects.create(person=cast.rosa, started_at=at, closed_at=at, seen_by="nurse")
        for code in ("4548-4", "29463-7", "2093-3"):
            Result.objects.create(person=cast.rosa, code=code, display=code, value=50, taken_at=at, released_at=at)
        if month % 12 == 1:
            plans.agree_goal(by=nurse, person=cast.rosa, words=f"Goal {month} of {count}", confidence=6)
