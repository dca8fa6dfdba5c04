"""How much of each team of a large health economy has been trained."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from alongside.people.access import Can, organisations_for
from alongside.people.models import Membership, Organisation, Role, User
from alongside.programmes.models import Training
from alongside.programmes.queries import coverage_of, teams_of
from tests.bench.measure import row, timed

PRACTICES, STAFF = 500, 12
TARGET = 300  # ms within which the whole page has to be there
ROLES = (Role.CLINICIAN, Role.CLINICIAN, Role.RECEPTIONIST)


def coverage(cast: Any) -> Iterator[str]:
    """All teams at once, against one of them by name for each."""
    places = _practices(cast)
    client, compared = cast.client("improver"), organisations_for(cast["improver"], Can.SEE_COVERAGE)

    def page() -> None:
        answer = client.get("/courses/coverage/")
        assert answer.status_code == 200, answer.status_code

    one = timed(lambda: coverage_of(places[0]))
    every = (one[0] * PRACTICES, one[1] * PRACTICES)
    counted, shown = timed(lambda: teams_of(compared)), timed(page)
    named = f"one team after another, {PRACTICES} times"
    yield row(f"coverage of {PRACTICES} practices, counted, p95", counted[1], every[1], named)
    yield f"{row(f'coverage of {PRACTICES} practices, the page, p95', shown[1], every[1], named)}; at most {TARGET} ms"


def _practices(cast: Any) -> list[Organisation]:
    places = Organisation.objects.bulk_create(
        Organisation(kind="practice", name=f"Practice {number}", ods_code=f"X{number}", parent=cast.economy)
        for number in range(PRACTICES)
    )
    people = User.objects.bulk_create(
        User(email=f"staff{number}@example.org", name=f"Staff {number}") for number in range(PRACTICES * STAFF)
    )
    Membership.objects.bulk_create(
        Membership(user=user, organisation=places[number // STAFF], role=ROLES[number % len(ROLES)])
        for number, user in enumerate(people)
    )
    today = timezone.localdate()
    Training.objects.bulk_create(Training(user=user, level="silver", on=today) for user in people[::2])
    return places
