"""The volunteers of an organisation, how far each has come, and who was not thanked of late."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from alongside.peers.models import Buddy, Group, Member, VolunteerStep
from alongside.peers.queries.volunteers.journey import Journey, Stage, journeys
from alongside.people.access import Can, organisation_for, organisations_for
from alongside.people.models import Membership, Organisation, Role, User
from alongside.programmes.models import Session

# After which somebody who gives their time has waited long for a word of thanks.
THANKED_WITHIN = timedelta(days=90)


@dataclass(frozen=True)
class Crew:
    """The volunteers of one organisation."""

    organisation: Organisation
    journeys: list[Journey]

    @property
    def to_thank(self) -> list[Journey]:
        since = timezone.localdate() - THANKED_WITHIN
        active = [each for each in self.journeys if not each.rests]
        return [each for each in active if each.last_thanked is None or each.last_thanked < since]

    @property
    def stages(self) -> list[tuple[Stage, int, int]]:
        """At each stage, how many have come so far, and how many of them began as somebody who took part."""
        all_, began = Counter[Stage](), Counter[Stage]()
        for each in self.journeys:
            stage = each.stage if each.stage is not None else Stage.VOLUNTEER
            all_[stage] += 1
            began[stage] += each.took_part
        return [(stage, all_[stage], began[stage]) for stage in (Stage.VOLUNTEER, Stage.TUTOR, Stage.EMPLOYED)]


def crews(user: User | AnonymousUser) -> list[Crew]:
    """Of the organisations whose volunteers an account looks after."""
    places = Organisation.objects.filter(pk__in=organisations_for(user, Can.LOOK_AFTER_VOLUNTEERS)).order_by("name")
    return [Crew(place, journeys(volunteers_of(place), {place.pk})) for place in places]


def volunteers_of(place: Organisation) -> QuerySet[User]:
    """Its buddies and lay tutors, those who lead its sessions, run its groups, or did what was noted by hand."""
    roles = Membership.objects.current().filter(user=OuterRef("pk"), organisation=place)
    buddies = Buddy.objects.current().filter(user=OuterRef("pk"), organisation=place)
    leads = Session.objects.filter(lay_tutor__user=OuterRef("pk"), cohort__organisation=place)
    runs = Member.objects.here().filter(
        person=OuterRef("person"), runs_it=True, group__organisation=place, group__state__in=Group.GOING
    )
    noted = VolunteerStep.objects.filter(user=OuterRef("pk"), organisation=place)
    lay = roles.filter(role__in=[Role.LAY_TUTOR, Role.BUDDY])
    any_of = Q(Exists(lay)) | Q(Exists(buddies)) | Q(Exists(leads)) | Q(Exists(runs)) | Q(Exists(noted))
    living = Q(person=None) | Q(person__died_on=None, person__restricted_at=None)
    return User.objects.filter(any_of, living, is_active=True).select_related("person").order_by("name", "pk")


def volunteer_for(request: HttpRequest, place: UUID, pk: UUID) -> tuple[Organisation, Journey]:
    """A volunteer of an organisation whose volunteers the account looks after, with what they did there."""
    found = organisation_for(request, place, Can.LOOK_AFTER_VOLUNTEERS)
    user = get_object_or_404(volunteers_of(found), pk=pk)
    return found, journeys([user], {found.pk})[0]


def step_of(journey: Journey, pk: UUID) -> VolunteerStep:
    """A step of a journey that was fetched, noted by hand there; otherwise 404."""
    own = [step.noted.pk for step in journey.steps if step.noted]
    return get_object_or_404(VolunteerStep.objects.filter(pk__in=own).select_related("user__person"), pk=pk)
