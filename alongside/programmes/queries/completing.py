"""How often somebody came, what they made up for included: the one place that says who has done a course."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from alongside.programmes.models import Attendance, CatchUp, Enrolment, Session

HERE = Attendance.Mark.HERE


def came(enrolments: Collection[UUID]) -> dict[UUID, dict[int, date]]:
    """Of each enrolment, the numbers of the sessions they came to or made up for, and when; in two queries."""
    days: dict[UUID, dict[int, date]] = defaultdict(dict)
    own = Attendance.objects.filter(enrolment__in=enrolments, mark=HERE, session__kind=Session.Kind.ORDINARY)
    own = own.filter(session__cohort=F("enrolment__cohort")).exclude(session__state=Session.State.CANCELLED)
    for pk, number, at in own.values_list("enrolment_id", "session__number", "session__starts_at"):
        days[pk][number] = timezone.localdate(at)
    for pk, number, on in _made_up(enrolments).values_list("enrolment_id", "missed__number", "on"):
        days[pk].setdefault(number, on)
    return days


def _made_up(enrolments: Collection[UUID]) -> QuerySet[CatchUp]:
    """With a tutor, or with another group whose register says that they came."""
    there = Attendance.objects.filter(enrolment=OuterRef("enrolment"), session=OuterRef("session"), mark=HERE)
    return CatchUp.objects.filter(Q(done_at__isnull=False) | Exists(there), enrolment__in=enrolments)


def completed(enrolments: Collection[Enrolment]) -> set[UUID]:
    """Which of these have done their course; with their cohorts fetched, in two queries."""
    days = came([each.pk for each in enrolments])
    return {each.pk for each in enrolments if len(days.get(each.pk, {})) >= each.cohort.course.enough}
