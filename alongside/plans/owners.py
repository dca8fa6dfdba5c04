"""Who in the care team looks after a goal, or somebody who got stuck."""

from dataclasses import dataclass
from uuid import UUID

from alongside.people.access import Can, may
from alongside.people.models import Membership, Organisation, Person, User
from alongside.people.queries.sharing import practice_of
from alongside.plans.models import Goal


@dataclass(frozen=True)
class Owner:
    team: Organisation
    owner: User | None


def of_goal(goal: Goal) -> Owner | None:
    """Whoever agreed the goal, while they work in a team that may see it; otherwise the practice. None: nobody may."""
    return _who_agreed(goal) or _practice(goal)


def _who_agreed(goal: Goal) -> Owner | None:
    user, person = goal.agreed_by, goal.plan.person
    if user is None or not may(user, Can.SEE_PLAN, person):
        return None
    teams = _teams_that_see(person)
    mine = Membership.objects.current().filter(user=user, organisation__in=teams).select_related("organisation")
    first = mine.order_by("since").first()
    return Owner(team=first.organisation, owner=user) if first else None


def team_for(person: Person, place: Organisation | None) -> Organisation | None:
    """The place itself while it may see the person's plan; otherwise their practice. None: nobody may."""
    return place if place and place.pk in _teams_that_see(person) else practice_of(person)


def _teams_that_see(person: Person) -> set[UUID]:
    practice = practice_of(person)
    shared = person.consents.in_force().filter(organisation__isnull=False).values_list("organisation", flat=True)
    return {*shared, *([practice.pk] if practice else [])}


def _practice(goal: Goal) -> Owner | None:
    """Somebody registered nowhere is seen by nobody here, so nothing about them is promised or asked of anybody."""
    practice = practice_of(goal.plan.person)
    return Owner(team=practice, owner=None) if practice else None
