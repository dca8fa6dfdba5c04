"""How often somebody came, what they made up for included: the one place that says who has done a course."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from alongside.people.models import Membership, Role
from alongside.programmes.models import Attendance, CatchUp, Enrolment, Session
from alongside.programmes.models.places import EnrolmentQuerySet

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
    """Which of these have done their course; with their cohorts fetched, in two queries, or three for a whole team."""
    return done_by(enrolments, came([each.pk for each in enrolments]))


def done_by(enrolments: Collection[Enrolment], days: Mapping[UUID, Collection[int]]) -> set[UUID]:
    """Which of these have done their course, given what `came` says of them."""
    enough = enough_of(enrolments)
    return {each.pk for each in enrolments if len(days.get(each.pk, ())) >= enough[each.pk]}


def enough_of(enrolments: Collection[Enrolment]) -> dict[UUID, int]:
    """How many sessions make each of these done, which is more for clinicians where some are for them alone."""
    mixed = [each.pk for each in enrolments if each.staff_id and each.cohort.course.for_clinicians]
    found = by_clinicians(Enrolment.objects.filter(pk__in=mixed)) if mixed else Enrolment.objects.none()
    clinicians = set(found.values_list("pk", flat=True))
    return {each.pk: each.cohort.course.enough_for(clinician=each.pk in clinicians) for each in enrolments}


def by_clinicians(rows: EnrolmentQuerySet) -> EnrolmentQuerySet:
    """Those of clinicians, by what they do in the team they come from."""
    roles = Membership.objects.current().filter(role=Role.CLINICIAN)
    return rows.filter(Exists(roles.filter(user=OuterRef("staff"), organisation=OuterRef("team"))))
