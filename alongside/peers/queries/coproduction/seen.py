"""What the work itself says of an activity: who led its sessions, how many buddies rang, how many groups meet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.peers.coproduction import Level
from alongside.peers.models import Activity, Buddy, Call, Group, Questionnaire, ReferenceMember
from alongside.people.models import Organisation
from alongside.programmes.courses import course_of, courses
from alongside.programmes.models import Cohort, Session

HALF_A_YEAR = timedelta(days=182)
FEWEST_TALKED_TO = 5  # of fewer no number is told to whoever only looks


@dataclass(frozen=True)
class Known:
    """Something that goes on and is not on the map yet."""

    of: str
    name: str
    level: str


def not_on_the_map(organisation: Organisation) -> list[Known]:
    """Courses, buddies, groups and the reference group of an organisation, where there are any."""
    there = set(Activity.objects.filter(organisation=organisation, ended_on=None).values_list("of", flat=True))
    return [known for known in _known(organisation) if known.of not in there]


def _known(organisation: Organisation) -> list[Known]:
    run = Cohort.objects.filter(organisation=organisation).exclude(state=Cohort.State.CANCELLED)
    keys = set(run.values_list("course_key", flat=True)) & {course.key for course in courses().values()}
    found = [Known(f"course:{key}", course_of(key).name, "") for key in sorted(keys)]
    if Buddy.objects.current().filter(organisation=organisation).exists():
        found.append(Known("buddies", _("Buddies"), Level.TRAINED))
    if Group.objects.going().filter(organisation=organisation).exists():
        found.append(Known("groups", _("Groups people run themselves"), Level.GROUPS))
    if ReferenceMember.objects.here().filter(organisation=organisation).exists():
        found.append(Known("reference", _("The reference group"), ""))
    return found


def seen_in_the_work(activities: Iterable[Activity]) -> dict[UUID, str]:
    """A sentence about the last half year for each of which something is known; in five queries, however many."""
    known = [activity for activity in activities if activity.of]
    places = {activity.organisation_id for activity in known}
    sentences = _courses(places) | _buddies(places) | _groups(places) | _reference(places)
    none = {"course": _("No session was held in the last half year.")}
    return {
        row.pk: sentences.get((row.organisation_id, row.of)) or none.get(row.of.partition(":")[0], "") for row in known
    }


Sentences = dict[tuple[UUID, str], str]


def _courses(places: set[UUID]) -> Sentences:
    lately = timezone.now() - HALF_A_YEAR
    rows = Session.objects.filter(cohort__organisation__in=places, state=Session.State.HELD, starts_at__gt=lately)
    led = Q(lay_tutor__isnull=False, clinical_tutor__isnull=False)
    said = rows.values("cohort__organisation", "cohort__course_key").annotate(
        n=Count("pk"), both=Count("pk", filter=led)
    )
    words = _("In the last half year both led %(both)d of %(n)d sessions.")
    return {
        (row["cohort__organisation"], f"course:{row['cohort__course_key']}"): words % row for row in said.order_by()
    }


def _buddies(places: set[UUID]) -> Sentences:
    """People to whom a buddy talked; few are not told apart."""
    lately = timezone.localdate() - HALF_A_YEAR
    talked = Call.objects.filter(outcome=Call.Outcome.HELD, due__gt=lately, match__request__organisation__in=places)
    place, people = "match__request__organisation", Count("match__request__person", distinct=True)
    rows = talked.order_by().values(place).annotate(n=people)
    few = _("In the last half year buddies talked to fewer than %(few)d people.") % {"few": FEWEST_TALKED_TO}
    words = _("In the last half year buddies talked to %(n)d people.")
    return {(row[place], "buddies"): few if row["n"] < FEWEST_TALKED_TO else words % {"n": row["n"]} for row in rows}


def _groups(places: set[UUID]) -> Sentences:
    rows = Group.objects.filter(organisation__in=places, state=Group.State.LISTED)
    return {
        (place, "groups"): ngettext(
            "%(n)d group is listed, run by those who come.", "%(n)d groups are listed, run by those who come.", count
        )
        % {"n": count}
        for place, count in _counted(rows, "organisation")
    }


def _reference(places: set[UUID]) -> Sentences:
    lately = timezone.now() - HALF_A_YEAR
    rows = Questionnaire.objects.filter(organisation__in=places, opened_at__gt=lately)
    told = Count("pk", filter=Q(state=Questionnaire.State.REPORTED))
    said = rows.values("organisation").annotate(n=Count("pk"), told=told).order_by()
    words = _("In the last half year: questionnaires %(n)d, of which people were told what happened %(told)d.")
    return {(row["organisation"], "reference"): words % row for row in said}


def _counted(rows: Any, place: str) -> list[tuple[UUID, int]]:
    return [(row[place], row["n"]) for row in rows.order_by().values(place).annotate(n=Count("pk"))]
