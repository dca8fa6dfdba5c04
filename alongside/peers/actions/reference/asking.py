"""A questionnaire from its first words to what people are told came of it."""

from collections.abc import Collection
from datetime import datetime, timedelta
from random import SystemRandom
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from alongside.messages import outbox
from alongside.messages.links import link_that_lasts
from alongside.messages.models import SignedLink
from alongside.peers.models import Answer, Invitation, Question, Questionnaire
from alongside.peers.queries.reference.standing import can_be_asked, questionnaire_locked
from alongside.peers.refusals import NotNow, NotReady
from alongside.people import audit
from alongside.people.actors import Actor
from alongside.people.days import start_of
from alongside.people.models import Organisation

State = Questionnaire.State
ASKED, HAPPENED = "reference.asked", "reference.happened"
LINK_LASTS = timedelta(days=60)  # after the day by which people were to hear what happened


@transaction.atomic
def write_questionnaire(*, by: Actor, organisation: Organisation, **words: Any) -> Questionnaire:
    """Begin one: `title`, `why`, `promise`, `closes_on`, `report_by`. Nobody is asked yet."""
    made = Questionnaire.objects.create(organisation=organisation, **words)
    audit.record(by=by, verb="reference.written", target=made)
    return made


@transaction.atomic
def change_questionnaire(*, by: Actor, questionnaire: Questionnaire, **words: Any) -> Questionnaire:
    """Put its words right. Raises NotNow once people are asked: what was promised stays as it was."""
    found = _draft(questionnaire)
    for name, value in words.items():
        setattr(found, name, value)
    found.save(update_fields=list(words))
    audit.record(by=by, verb="reference.written", target=found)
    return found


@transaction.atomic
def add_question(
    *,
    by: Actor,
    questionnaire: Questionnaire,
    words: str,
    kind: str,
    options: Collection[str] = (),
    instead_of: Question | None = None,
) -> Question:
    """One more question, or one in the place of another. Raises NotNow once people are asked, NotReady where there are
    enough.
    """
    found = _draft(questionnaire)
    if instead_of is not None:
        remove_question(by=by, question=instead_of)
    elif found.is_full:
        raise NotReady
    last = found.questions.aggregate(last=Max("number"))["last"] or 0
    number = instead_of.number if instead_of else last + 1
    made = found.questions.create(number=number, words=words, kind=kind, options=list(options))
    audit.record(by=by, verb="reference.question", target=made)
    return made


@transaction.atomic
def remove_question(*, by: Actor, question: Question) -> None:
    """Take a question out. Raises NotNow once people are asked."""
    _draft(question.questionnaire)
    audit.record(by=by, verb="reference.question_removed", target=question)
    question.delete()


@transaction.atomic
def open_questionnaire(*, by: Actor, questionnaire: Questionnaire) -> int:
    """Ask everybody who may be asked now, each by a link of their own. Returns how many.

    Raises NotReady without a question, once its last day is past, or where nobody may be asked.
    """
    Organisation.objects.select_for_update().get(pk=questionnaire.organisation_id)  # two questionnaires take turns
    found = _draft(questionnaire)
    members = can_be_asked(found.organisation)
    if not members or not found.questions.exists() or found.closes_on < timezone.localdate():
        raise NotReady
    found.state, found.opened_at = State.OPEN, timezone.now()
    found.save(update_fields=["state", "opened_at"])
    for member in members:
        invitation = Invitation.objects.create(questionnaire=found, member=member)
        _tell(by, invitation, ASKED, not_after=start_of(found.closes_on + timedelta(days=1)))
    audit.record(by=by, verb="reference.opened", target=found)
    return len(members)


@transaction.atomic
def close_questionnaire(*, by: Actor, questionnaire: Questionnaire) -> Questionnaire:
    """Nobody can answer any more, and what was said is mixed. Closed already, it stays so."""
    found = questionnaire_locked(questionnaire)
    if found.state != State.OPEN:
        return found
    found.state = State.CLOSED
    found.save(update_fields=["state"])
    for invitation in found.invitations.all():
        outbox.cancel(by=by, subject_id=invitation.pk, reason="it is closed")
    _mix(found)
    audit.record(by=by, verb="reference.closed", target=found)
    return found


@transaction.atomic
def report_back(*, by: Actor, questionnaire: Questionnaire, happened: str) -> Questionnaire:
    """Tell everybody who was asked what people said and what happened with it, as was promised. Raises NotNow while
    people can still answer; told once, it can be put right, and nobody is told twice.
    """
    found = questionnaire_locked(questionnaire)
    if found.state not in (State.CLOSED, State.REPORTED):
        raise NotNow
    first = found.state == State.CLOSED
    found.state, found.happened, found.reported_by = State.REPORTED, happened, by.user
    found.reported_at = found.reported_at or timezone.now()
    found.save(update_fields=["state", "happened", "reported_at", "reported_by"])
    rows = found.invitations.filter(member__left_at=None).select_related("member__person")
    for invitation in rows.order_by("member__person") if first else ():  # in one order, as each holds its person
        _tell(by, invitation, HAPPENED)
    audit.record(by=by, verb="reference.reported", target=found)
    return found


def _mix(questionnaire: Questionnaire) -> None:
    """Write all answers anew, in no order and under new ids, and every invitation too, in one go: then the rows do not
    tell which answer came with which of them.
    """
    answers = list(Answer.objects.filter(question__questionnaire=questionnaire))
    anew = {response: uuid4() for response in {answer.response for answer in answers}}
    SystemRandom().shuffle(answers)
    Answer.objects.filter(question__questionnaire=questionnaire).delete()
    Answer.objects.bulk_create(
        Answer(question_id=row.question_id, response=anew[row.response], chosen=row.chosen, words=row.words)
        for row in answers
    )
    questionnaire.invitations.update(answered=F("answered"))


def _draft(questionnaire: Questionnaire) -> Questionnaire:
    found = questionnaire_locked(questionnaire)
    if found.state != State.DRAFT:
        raise NotNow
    return found


def _tell(by: Actor, invitation: Invitation, template: str, not_after: datetime | None = None) -> None:
    member, questionnaire = invitation.member, invitation.questionnaire
    until = start_of(questionnaire.report_by) + LINK_LASTS
    outbox.enqueue(
        by=by,
        person=member.person,
        organisation=questionnaire.organisation,
        template=template,
        window=f"{invitation.pk}",
        facts={"day": questionnaire.closes_on.isoformat()} if template == ASKED else {},
        subject_id=invitation.pk,
        link=_link(by, invitation, max(until, timezone.now() + LINK_LASTS)),
        not_after=not_after,
    )


def _link(by: Actor, invitation: Invitation, until: datetime) -> SignedLink:
    """The one they were sent, as long as it opens; otherwise a new one."""
    return link_that_lasts(
        by=by,
        person=invitation.member.person,
        purpose=SignedLink.Purpose.QUESTIONS,
        subject_id=invitation.pk,
        enough=timezone.now() + timedelta(days=14),
        expires_at=until,
    )
