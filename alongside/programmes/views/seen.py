"""That somebody's name was seen in a list of a course is told in their trail."""

from collections.abc import Iterable

from django.http import HttpRequest

from alongside.people.listed import Listed, note_listed
from alongside.programmes.models import Cohort, Enrolment


def note_seen(request: HttpRequest, cohort: Cohort, places: Iterable[Enrolment]) -> None:
    """Of those of a course who are people; of its staff nothing is noted."""
    people = [row.person for row in places if row.person]
    note_listed(request, Listed.COURSE, people, at=dict.fromkeys((each.pk for each in people), cohort.organisation_id))
