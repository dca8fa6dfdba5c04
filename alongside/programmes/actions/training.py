"""Training whole teams."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from alongside.people import audit
from alongside.people.actors import Actor
from alongside.people.models import Organisation, User
from alongside.people.queries.organisations import members_of
from alongside.programmes.actions.places import train
from alongside.programmes.models import Cohort, Enrolment, Target, Training
from alongside.programmes.queries.completing import came, enough_of
from alongside.programmes.refusals import AlreadyOn


@transaction.atomic
def train_team(*, by: Actor, cohort: Cohort) -> int:
    """A place for everybody who works in the team the group is for, or the waiting list; returns how many are new."""
    team = cohort.team
    return sum(_train(by, cohort, member, team) for member in members_of(team)) if team else 0


def _train(by: Actor, cohort: Cohort, member: User, team: Organisation) -> bool:
    try:
        train(by=by, cohort=cohort, staff=member, team=team)
    except AlreadyOn:
        return False
    return True


@transaction.atomic
def note_training(*, by: Actor, user: User, level: str, on: date) -> Training:
    """Write down what somebody learned elsewhere. The same again is the same."""
    known = {"user": user, "level": level, "on": on, "cohort": None}
    row, new = Training.objects.get_or_create(**known, defaults={"noted_by": by.user})
    if new:
        audit.record(by=by, verb="training.noted", target=row, level=level)
    return row


@transaction.atomic
def set_target(*, by: Actor, organisation: Organisation, percent: int) -> Target:
    """How much of a team is to be trained, in percent from 1 to 100."""
    facts = {"percent": percent, "set_at": timezone.now(), "set_by": by.user}
    target, _new = Target.objects.update_or_create(organisation=organisation, defaults=facts)
    audit.record(by=by, verb="training.target", target=target, percent=percent)
    return target


def count_training(*, by: Actor, enrolment: Enrolment) -> None:
    """Write that somebody of the staff has done the course once they came often enough, and take it back otherwise."""
    course = enrolment.cohort.course
    if enrolment.staff_id is None or not course.level:
        return
    dates, enough = sorted(came([enrolment.pk]).get(enrolment.pk, {}).values()), enough_of([enrolment])[enrolment.pk]
    own = Training.objects.filter(user=enrolment.staff_id, cohort=enrolment.cohort)
    if len(dates) < enough:
        own.delete()
        return
    facts = {"level": course.level, "on": dates[enough - 1], "noted_by": by.user}
    Training.objects.update_or_create(user_id=enrolment.staff_id, cohort=enrolment.cohort, defaults=facts)
