"""Organisations, who works there, and which have nobody answering for self-management support."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from alongside.people.access import Can, below, organisations_for
from alongside.people.models import Duty, Membership, Organisation, Registration, Responsibility, Role, User


@dataclass(frozen=True)
class DutyLine:
    """A duty and who holds it; nobody is a vacancy."""

    duty: str
    label: str
    holder: str

    @property
    def is_vacant(self) -> bool:
        return not self.holder


@dataclass(frozen=True)
class OrganisationLine:
    organisation: Organisation
    duties: list[DutyLine]

    @property
    def vacancies(self) -> list[str]:
        return [line.label for line in self.duties if line.is_vacant]


@dataclass(frozen=True)
class RoleGroup:
    role: str
    members: list[Membership]


def organisation_lines(user: User | AnonymousUser) -> list[OrganisationLine]:
    """The organisations an account may see, in order of name, each with its duties."""
    return _lines(Organisation.objects.filter(pk__in=organisations_for(user, Can.SEE_ORGANISATION)))


def vacancy_lines(user: User | AnonymousUser) -> list[OrganisationLine]:
    """The organisations with a vacancy, as far as an account may see vacancies."""
    reach = Organisation.objects.filter(pk__in=organisations_for(user, Can.SEE_VACANCIES))
    return [line for line in _lines(reach) if line.vacancies]


def all_vacancy_lines() -> list[OrganisationLine]:
    """Every organisation with a vacancy, for the report that an installation sends itself."""
    return [line for line in _lines(Organisation.objects.all()) if line.vacancies]


def duty_lines(organisation: Organisation) -> list[DutyLine]:
    return _lines(Organisation.objects.filter(pk=organisation.pk))[0].duties


def _lines(organisations: QuerySet[Organisation]) -> list[OrganisationLine]:
    rows = list(organisations.order_by("name", "pk"))
    held = Responsibility.objects.current().filter(organisation__in=[row.pk for row in rows]).select_related("user")
    holders: dict[tuple[UUID, str], str] = {(each.organisation_id, each.duty): each.user.name for each in held}
    return [
        OrganisationLine(
            row, [DutyLine(duty.value, str(duty.label), holders.get((row.pk, duty.value), "")) for duty in Duty]
        )
        for row in rows
    ]


def health_economy() -> Organisation | None:
    """The one every practice is under, so that its administrator reaches them; None where that is not clear."""
    found = list(Organisation.objects.filter(kind=Organisation.Kind.HEALTH_ECONOMY)[:2])
    return found[0] if len(found) == 1 else None


def economy_of(organisation: Organisation) -> set[UUID]:
    """The organisation, and all that are under the same health economy."""
    top = organisation
    while top.parent_id:
        top = Organisation.objects.get(pk=top.parent_id)
    return below({top.pk})


def moved_away(people: Iterable[UUID], organisation: Organisation) -> set[UUID]:
    """Who of these persons is registered with no practice of the organisation's health economy any more."""
    known = set(people)
    here = Registration.objects.current().filter(person__in=known, practice__in=economy_of(organisation))
    return known - set(here.values_list("person_id", flat=True))


def members_by_role(organisation: Organisation) -> list[RoleGroup]:
    """Who holds which role here today, roles in their usual order."""
    current = Membership.objects.current().filter(organisation=organisation, user__is_active=True)
    rows = list(current.select_related("user").order_by("user__name", "pk"))
    groups = ((role, [row for row in rows if row.role == role]) for role in Role)
    return [RoleGroup(str(role.label), members) for role, members in groups if members]


def members_of(place: Organisation | UUID, role: Role | None = None) -> QuerySet[User]:
    """The accounts that belong to a place today, in one role or in any, by name."""
    here = Membership.objects.current().filter(organisation=place)
    here = here.filter(role=role) if role else here
    return User.objects.filter(pk__in=here.values("user"), is_active=True).order_by("name")
