"""Fetching one row for the signed-in account if it may, and 404 for everybody else."""

from datetime import timedelta
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from alongside.messages.models import SignedLink
from alongside.people.access import Can, ask, organisation_for, organisations_for, person_for
from alongside.people.models import Organisation, Person, User
from alongside.programmes.models import Cohort, Enrolment, Session, Tutor
from alongside.programmes.queries.offers import open_cohorts

OPEN_FOR = timedelta(days=30)  # for which whoever led a session may put its register right
PARTS = ("cohort__organisation", "cohort__team", "cohort__variant", "venue", "lay_tutor__user", "clinical_tutor__user")


def cohort_for(request: HttpRequest, pk: UUID) -> Cohort:
    """A cohort of an organisation whose courses the account runs."""
    found = get_object_or_404(Cohort.objects.select_related("organisation", "team", "variant"), pk=pk)
    organisation_for(request, found.organisation_id, Can.RUN_COURSES)
    return found


def session_for(request: HttpRequest, pk: UUID) -> Session:
    """A session of a cohort of an organisation whose courses the account runs."""
    found = get_object_or_404(Session.objects.select_related(*PARTS), pk=pk)
    organisation_for(request, found.cohort.organisation_id, Can.RUN_COURSES)
    return found


def is_room_taken(session: Session) -> bool:
    """Whether anything else in its room overlaps with it, not only what begins at the same minute."""
    around = (
        Session.objects.exclude(state=Session.State.CANCELLED).exclude(pk=session.pk).filter(venue=session.venue_id)
    )
    near = around.filter(starts_at__lt=session.ends_at, starts_at__gt=session.starts_at - timedelta(hours=24))
    return any(other.ends_at > session.starts_at for other in near)


def session_locked(session: Session) -> Session:
    """The row as it is now, held until the transaction ends; what it points to is looked up afterwards."""
    return Session.objects.select_for_update().get(pk=session.pk)


def session_led_by(request: HttpRequest, pk: UUID) -> Session:
    """A session whose register the account keeps: it leads it, or runs the course."""
    ask(request, Can.TEACH)
    return get_object_or_404(registers_of(request.user).select_related(*PARTS), pk=pk)


def registers_of(user: User | AnonymousUser) -> QuerySet[Session]:
    """The sessions whose register an account keeps."""
    if not user.is_authenticated:
        return Session.objects.none()
    approved = Tutor.objects.current().filter(user=user, organisation__in=organisations_for(user, Can.TEACH))
    own = Q(lay_tutor__in=approved) | Q(clinical_tutor__in=approved)
    led = own & Q(starts_at__gt=timezone.now() - OPEN_FOR)
    run = Q(cohort__organisation__in=organisations_for(user, Can.RUN_COURSES))
    return Session.objects.filter(led | run).exclude(state=Session.State.CANCELLED)


def cohort_open_to(person: Person, pk: UUID) -> Cohort:
    """A cohort that a person, fetched with their capability, may join; otherwise 404."""
    return get_object_or_404(open_cohorts(person), pk=pk)


def place_in(cohort: Cohort, pk: UUID) -> Enrolment:
    """A place, or a wait for one, in a cohort that was fetched with its capability; otherwise 404."""
    return get_object_or_404(cohort.enrolments.open().reachable().select_related("person", "cohort"), pk=pk)


def tutor_of(organisation: Organisation, pk: UUID) -> Tutor:
    """A tutor of an organisation that was fetched with its capability; otherwise 404."""
    return get_object_or_404(Tutor.objects.current(), pk=pk, organisation=organisation)


def enrolment_for(request: HttpRequest, pk: UUID) -> Enrolment:
    """A place, or a wait for one, of a person whose plan the account may change; otherwise 404."""
    found = get_object_or_404(
        Enrolment.objects.select_related("cohort__organisation", "cohort__variant", "person"), pk=pk
    )
    if found.person is None:
        raise Http404("A place of somebody who works in a team.")
    found.person = person_for(request, found.person.pk, Can.EDIT_PLAN)
    return found


def enrolment_of(link: SignedLink) -> Enrolment | None:
    """What a link is about; None where it is gone."""
    found = Enrolment.objects.filter(pk=link.subject_id, person=link.person_id)
    return found.select_related("cohort__organisation", "cohort__variant", "person").first()
