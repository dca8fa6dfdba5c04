"""From a place in the directory to somebody being helped there: choosing, giving, and what became of it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alongside.directory.actions import note_heard
from alongside.directory.models import Service
from alongside.messages import links, outbox
from alongside.messages.models import SignedLink
from alongside.people import audit
from alongside.people.actors import Actor
from alongside.people.models import Person
from alongside.people.queries.sharing import practice_of
from alongside.plans import owners
from alongside.plans.actions.plan import plan_of
from alongside.plans.models import Handover, Plan, Signposting
from alongside.worklist.actions import add_task, finish_task
from alongside.worklist.models import Task
from alongside.worklist.working_days import after_working_days

State = Signposting.State

GIVEN = "services.given"
# Long enough to ring, to wait for the day it is on, and to have been once.
ASK_AFTER = timedelta(days=21)
# The link that says where to go also takes the answer, and a late one is welcome.
LINK_LASTS = timedelta(days=90)
STUCK_WORKING_DAYS = 3


class ThreeAlready(Exception):
    """Nobody leaves with more than three."""


class Given(Exception):
    """It was given to the person in the meantime, so it cannot be taken back."""


@transaction.atomic
def save_for_later(*, by: Actor, person: Person, service: Service) -> Signposting:
    """Keep a service that somebody found. One they have already stays as it is."""
    plan = _held_plan(by, person)
    kept: Signposting | None = Signposting.objects.open().filter(plan=plan, service=service).first()
    return kept or _begin(by, plan, service, State.SAVED, None)


@transaction.atomic
def choose_service(*, by: Actor, person: Person, service: Service) -> Signposting:
    """Put a service among those the person leaves this place with; raises ThreeAlready for a fourth, and Given for one
    that they left with before, or are choosing elsewhere.
    """
    plan = _held_plan(by, person)
    kept: Signposting | None = Signposting.objects.open().filter(plan=plan, service=service).first()
    if kept and kept.handover and not _is_chosen_by(by, kept.handover):
        raise Given
    handover, _new = Handover.objects.get_or_create(
        plan=plan, organisation=by.organisation, state=Handover.State.CHOOSING
    )
    if kept and kept.handover_id == handover.pk:
        return kept
    if handover.signpostings.count() >= Handover.MOST:
        raise ThreeAlready
    if kept is None:
        return _begin(by, plan, service, State.OFFERED, handover)
    kept.handover = handover
    kept.save(update_fields=["handover"])
    return _move(by, kept, State.OFFERED) if kept.state == State.SAVED else kept


def _is_chosen_by(by: Actor, handover: Handover) -> bool:
    return handover.state == Handover.State.CHOOSING and handover.organisation == by.organisation


def _held_plan(by: Actor, person: Person) -> Plan:
    """The plan, held until the transaction ends: two who choose at once take turns."""
    return Plan.objects.select_for_update().get(pk=plan_of(by=by, person=person).pk)


def _begin(by: Actor, plan: Plan, service: Service, state: str, handover: Handover | None) -> Signposting:
    row = Signposting(plan=plan, service=service, handover=handover, state=state, chosen_with=_words(by, plan.person))
    row.save(force_insert=True)
    row.moves.create(by=by.user, by_whom=row.chosen_with, after=state)
    audit.record(by=by, verb=f"service.{state}", person=plan.person, target=row)
    return row


@transaction.atomic
def take_out_service(*, by: Actor, signposting: Signposting) -> None:
    """Take a service out of those being chosen, or out of those somebody saved; raises Given when it is too late."""
    row = _held(signposting)
    choosing = row.handover is not None and _is_chosen_by(by, row.handover)
    if not choosing and row.state != State.SAVED:
        raise Given
    audit.record(by=by, verb="service.taken_out", person=row.plan.person, target=row)
    if choosing and row.moves.count() > 1:
        _back_to_where_it_was(by, row)
    else:
        row.delete()


def _back_to_where_it_was(by: Actor, row: Signposting) -> None:
    row.handover = None
    row.save(update_fields=["handover"])
    if row.state == State.OFFERED:
        _move(by, row, State.SAVED)


@transaction.atomic
def give_services(*, by: Actor, handover: Handover, send: bool) -> Handover:
    """The person leaves with what was chosen; `send` puts a message with the way there in the outbox. Given once."""
    handover = Handover.objects.select_for_update().get(pk=handover.pk)
    if handover.state == Handover.State.CHOOSING:
        handover.state, handover.given_at, handover.given_by = Handover.State.GIVEN, timezone.now(), by.user
        handover.ask_on = timezone.localdate() + ASK_AFTER
        handover.save()
        audit.record(by=by, verb="services.given", person=handover.plan.person, target=handover)
    if send:
        send_services(by=by, handover=handover, template=GIVEN, now=timezone.now())
    return handover


@transaction.atomic
def send_services(*, by: Actor, handover: Handover, template: str, now: datetime) -> None:
    """One message of its kind about what was given, with the link that shows it and takes the answer."""
    person = handover.plan.person
    outbox.enqueue(
        by=by,
        person=person,
        template=template,
        window=f"{template}:{handover.pk}",
        organisation=handover.organisation or practice_of(person),
        facts={},
        subject_id=handover.pk,
        link=_link(by, handover, now),
        not_before=now,
    )


def _link(by: Actor, handover: Handover, now: datetime) -> SignedLink:
    """The link that was sent already, as long as it works for a month yet; otherwise a new one."""
    return links.link_that_lasts(
        by=by,
        person=handover.plan.person,
        purpose=SignedLink.Purpose.SERVICES,
        subject_id=handover.pk,
        enough=now + timedelta(days=28),
        expires_at=now + LINK_LASTS,
    )


@transaction.atomic
def say_what_became(
    *, by: Actor, signposting: Signposting, after: str, helped: str = "", why: str = "", help_wanted: bool = False
) -> Signposting:
    """How far it went, by whoever says so. Said again, or said differently later, the last word stands.

    Where it stopped, the team is told, so that nobody is left with an address that led nowhere; what is "not for me"
    only when the person wants help to find something else.
    """
    row = _held(signposting)
    if row.state == State.STOPPED and after != State.STOPPED:
        # Chosen again since: what is said now by an old link is said of that one.
        again = Signposting.objects.open().filter(plan=row.plan_id, service=row.service_id).first()
        row = _held(again) if again else row
    if (row.state, row.helped, row.stopped_why) != (after, helped, why):
        row = _move(by, row, after, helped=helped, why=why)
        _note_answered(by, row)
        note_heard(by=by, service=row.service, **_heard(row.service))
    if after == State.STOPPED and (help_wanted or (row.handover_id and why != Signposting.Why.NOT_FOR_ME)):
        _tell_team(by, row)
    elif after != State.STOPPED:
        _is_stuck_no_more(by, row)
    return row


def _held(signposting: Signposting) -> Signposting:
    row = Signposting.objects.select_for_update().get(pk=signposting.pk)
    row.plan = Plan.objects.select_related("person").get(pk=row.plan_id)
    return row


def _move(by: Actor, row: Signposting, after: str, *, helped: str = "", why: str = "") -> Signposting:
    before = row.state
    row.state, row.helped, row.stopped_why, row.changed_at = after, helped, why, timezone.now()
    row.save(update_fields=["state", "helped", "stopped_why", "changed_at"])
    words = _words(by, row.plan.person)
    row.moves.create(by=by.user, by_whom=words, before=before, after=after, helped=helped, why=why)
    audit.record(by=by, verb=f"service.{after}", person=row.plan.person, target=row)
    return row


def _words(by: Actor, person: Person) -> str:
    """Who it was, as the person reads it."""
    return "you" if by.person == person else by.words


def _note_answered(by: Actor, row: Signposting) -> None:
    handover = row.handover
    if handover and handover.state in {Handover.State.ASKED, Handover.State.SILENT}:
        handover.state = Handover.State.ANSWERED
        handover.save(update_fields=["state"])
        outbox.cancel(by=by, subject_id=handover.pk, reason="answered")


def _heard(service: Service) -> dict[str, int]:
    """How many said whether it helped, and how many of them that it did, at least a little."""
    said = Signposting.objects.filter(service=service).exclude(helped="")
    return {"answered": said.count(), "helped": said.exclude(helped=Signposting.Helped.NO).count()}


def _tell_team(by: Actor, row: Signposting) -> None:
    team = owners.team_for(row.plan.person, row.handover.organisation if row.handover else None)
    if team is None:
        return
    # Where somebody wanted to go tells of their health, so it stands in the note, which fewer people read.
    add_task(
        by=by,
        kind=Task.Kind.STUCK,
        person=row.plan.person,
        title=_("Got stuck on the way to help: find another way, or something else"),
        note=f"{row.service}. {row.get_stopped_why_display()}.",
        team=team,
        due=after_working_days(timezone.localdate(), STUCK_WORKING_DAYS),
        subject_id=row.pk,
    )


def _is_stuck_no_more(by: Actor, row: Signposting) -> None:
    for task in Task.objects.open().filter(kind=Task.Kind.STUCK, subject_id=row.pk):
        finish_task(by=by, task=task, outcome=str(row.get_state_display()))
