"""Answering a questionnaire: once each, and with nothing that leads from what was said to whoever said it."""

from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from alongside.peers.models import Answer, Invitation, Question, Questionnaire
from alongside.peers.queries.reference.standing import questionnaire_locked
from alongside.peers.refusals import AlreadyThere, NotNow
from alongside.people import audit
from alongside.people.actors import Actor


@transaction.atomic
def answer(*, by: Actor, invitation: Invitation, said: dict[UUID, Any], put_in: bool = False) -> None:
    """Keep what somebody said: by question, words or what they chose. One they left out has no answer.

    The trail has no row of it: its time, beside that of opening the link, would lead to whose answers they are. What is
    `put_in` for somebody is known to whoever writes it down, so the person reads in their trail that it was.
    Raises NotNow where nobody can answer any more, AlreadyThere where they have.
    """
    questionnaire = questionnaire_locked(invitation.questionnaire)
    if questionnaire.state != Questionnaire.State.OPEN or questionnaire.closes_on < timezone.localdate():
        raise NotNow
    row = Invitation.objects.select_for_update(of=("self",)).select_related("member__person").get(pk=invitation.pk)
    if row.answered:
        raise AlreadyThere
    row.answered, row.put_in = True, put_in
    row.save(update_fields=["answered", "put_in"])
    response = uuid4()
    kept = [_answer(each, said.get(each.pk), response) for each in questionnaire.questions.all()]
    Answer.objects.bulk_create([each for each in kept if each])
    if put_in:
        audit.record(by=by, verb="reference.put_in", person=row.member.person, target=questionnaire)


def _answer(question: Question, said: Any, response: UUID) -> Answer | None:
    if not said:
        return None
    if question.kind == Question.Kind.WORDS:
        return Answer(question=question, response=response, words=said)
    chosen = said if isinstance(said, list) else [said]
    return Answer(question=question, response=response, chosen=chosen)
