"""Noting what volunteers do, and thanking them."""

from datetime import date
from functools import partial

from django.db import transaction

from alongside.peers.letters import tell_of_thanks
from alongside.peers.models import Thanks, VolunteerStep
from alongside.people import audit
from alongside.people.actors import Actor
from alongside.people.models import Organisation, User


@transaction.atomic
def note_step(
    *, by: Actor, user: User, organisation: Organisation, kind: str, on: date, words: str = ""
) -> VolunteerStep:
    """Something they did that is not known from the work itself."""
    facts = {"kind": kind, "on": on, "words": words, "noted_by": by.user}
    step = VolunteerStep.objects.create(user=user, organisation=organisation, **facts)
    audit.record(by=by, verb="volunteer.step", person=user.person, target=step, kind=str(kind))
    return step


@transaction.atomic
def take_back_step(*, by: Actor, step: VolunteerStep) -> None:
    """It was noted by mistake."""
    audit.record(by=by, verb="volunteer.step_taken_back", person=step.user.person, target=step)
    step.delete()


@transaction.atomic
def thank(*, by: Actor, user: User, organisation: Organisation, words: str) -> Thanks:
    """Thank a volunteer. They have an e-mail that says so, and read the words on their own page."""
    facts = {"words": words, "from_whom": by.words[:300], "by": by.user}
    thanks = Thanks.objects.create(user=user, organisation=organisation, **facts)
    audit.record(by=by, verb="volunteer.thanked", person=user.person, target=thanks)
    transaction.on_commit(partial(tell_of_thanks, user, organisation))
    return thanks
