"""Whoever shares their plan with a team."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser

from alongside.people.access import Can, desks_for, visible_people
from alongside.people.models import Consent, Organisation, Person, Purpose, User


@dataclass(frozen=True)
class Shared:
    """Somebody who shares their plan with a team, until a day."""

    person: Person
    team: Organisation
    until: date


def shared_with(user: User | AnonymousUser) -> list[Shared]:
    """Whoever shares their plan with the account's teams, by name."""
    consents = Consent.objects.in_force().filter(
        purpose=Purpose.OTHER_SERVICE,
        organisation__in=desks_for(user, Can.SEE_PLAN),
        person__in=visible_people(user, Can.SEE_PLAN),
    )
    rows = consents.select_related("person", "organisation").order_by("person__family_name", "person__given_name")
    return [Shared(row.person, row.organisation, row.until) for row in rows if row.organisation and row.until]
