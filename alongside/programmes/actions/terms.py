"""Proposing a term, and setting up what was proposed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from django.db import transaction
from django.utils import timezone

from alongside.people import audit
from alongside.people.actors import Actor
from alongside.people.models import Organisation
from alongside.programmes.actions.cohorts import plan_cohort
from alongside.programmes.actions.tutors import assign_sessions
from alongside.programmes.models import Cohort, Term, TermLine, Variant
from alongside.programmes.queries.terms import leaders_from, rooms_from
from alongside.programmes.refusals import NotNow
from alongside.programmes.term import Placed, Proposal, Wish, propose


@dataclass(frozen=True)
class Wanted:
    """So many groups of a course, or of a version of it, or for a team."""

    course: str
    groups: int = 1
    variant: Variant | None = None
    team: Organisation | None = None


def propose_term(
    *, by: Actor, organisation: Organisation, first: date, last: date, times: Sequence[time], wanted: Sequence[Wanted]
) -> Term:
    """Propose when, where and with whom groups could be held, in up to ten seconds; nothing that is planned moves."""
    first = max(first, timezone.localdate())
    wishes = [_wish(number, row) for number, row in enumerate(wanted)]
    rooms, leaders = rooms_from(organisation, first), leaders_from(organisation, first)
    # Outside of any transaction: nobody else waits for it.
    found = propose(wishes, rooms, leaders, first=first, last=max(first, last), times=times)
    return _keep(by, organisation, first, max(first, last), wanted, found)


def _wish(number: int, row: Wanted) -> Wish:
    cohort = Cohort(course_key=row.course, variant=row.variant)
    return Wish(str(number), cohort.course, row.groups)


@transaction.atomic
def _keep(
    by: Actor, organisation: Organisation, first: date, last: date, wanted: Sequence[Wanted], found: Proposal
) -> Term:
    term = Term.objects.create(
        organisation=organisation, first=first, last=last, of_best=found.of_best, made_by=by.user
    )
    placed = [_line(term, wanted[int(row.wish.key)], **_where(row)) for row in found.placed]
    unplaced = [
        _line(term, wanted[int(row.wish.key)], groups=row.groups, why_not=row.why[:400]) for row in found.unplaced
    ]
    TermLine.objects.bulk_create(placed + unplaced)
    audit.record(by=by, verb="term.proposed", target=term)
    return term


def _line(term: Term, row: Wanted, **facts: object) -> TermLine:
    return TermLine(term=term, course_key=row.course, variant=row.variant, team=row.team, **facts)


def _where(row: Placed) -> dict[str, object]:
    return {
        "starts_at": row.start.at,
        "venue_id": row.room.pk,
        "lay_tutor_id": row.lay.pk if row.lay else None,
        "clinical_tutor_id": row.clinical.pk if row.clinical else None,
    }


@transaction.atomic
def set_up(*, by: Actor, line: TermLine) -> Cohort:
    """Set a proposed group up, with its tutors. Set up already, it is that group.

    Raises AlreadyUsed or CannotLead where something was given to others since, NotNow where the day is over or the
    version of the course was ended; then nothing is set up.
    """
    line = TermLine.objects.select_for_update().get(pk=line.pk)
    if line.cohort:
        return line.cohort
    if line.starts_at is None or line.venue is None or line.starts_at <= timezone.now():
        raise NotNow
    if line.variant and line.variant.ended_at:
        raise NotNow
    cohort = plan_cohort(
        by=by,
        organisation=line.term.organisation,
        course=line.course_key,
        variant=line.variant,
        team=line.team,
        venue=line.venue,
        starts_at=line.starts_at,
    )
    for kind in ("lay", "clinical"):
        if tutor := getattr(line, f"{kind}_tutor"):
            lacking = [session for session in cohort.sessions.all() if kind in session.missing]
            assign_sessions(by=by, sessions=lacking, tutor=tutor)
    line.cohort = cohort
    line.save(update_fields=["cohort"])
    return cohort
