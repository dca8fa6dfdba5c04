"""A hand for those who run groups, and asking those of a reunion whether it could become one."""

from functools import partial

from django.db import transaction
from django.utils import timezone

from alongside.messages import outbox
from alongside.peers.actions.groups.telling import ANSWER, REUNION, WORTH_IT_FOR, tell_runners
from alongside.peers.letters import tell_of_group
from alongside.peers.models import Member, SupportRequest
from alongside.peers.queries.groups.reunions import who_came_through
from alongside.peers.refusals import NotNow
from alongside.people import audit
from alongside.people.actors import Actor
from alongside.programmes.models import Session


@transaction.atomic
def ask_for_support(*, by: Actor, member: Member, words: str) -> SupportRequest:
    """Somebody who runs it would like a hand. Whoever looks after groups has an e-mail, without a word of it."""
    if not Member.objects.here().filter(pk=member.pk, runs_it=True).exists():
        raise NotNow
    asked = SupportRequest.objects.create(group=member.group, words=words)
    audit.record(by=by, verb="group.support_asked", person=member.person, target=asked)
    transaction.on_commit(partial(tell_of_group, member.group.organisation))
    return asked


@transaction.atomic
def answer_support(*, by: Actor, asked: SupportRequest, answer: str) -> SupportRequest:
    """What is done about it, for those who run the group to read. Raises NotNow where somebody else has answered."""
    asked = SupportRequest.objects.select_for_update(of=("self",)).select_related("group").get(pk=asked.pk)
    if asked.answered_at:
        raise NotNow
    asked.answer, asked.answered_at, asked.answered_by = answer, timezone.now(), by.user
    asked.save(update_fields=["answer", "answered_at", "answered_by"])
    audit.record(by=by, verb="group.support_answered", target=asked)
    tell_runners(by=by, group=asked.group, template=ANSWER, window=f"{asked.pk}")
    return asked


@transaction.atomic
def ask_after_reunion(*, by: Actor, session: Session) -> int:
    """Ask everybody who did the course whether they would like to go on meeting; each once. Returns how many."""
    people = who_came_through(session.cohort)
    for person in people:
        outbox.enqueue(
            by=by,
            person=person,
            organisation=session.cohort.organisation,
            template=REUNION,
            window=f"{session.pk}",
            facts={},
            subject_id=session.pk,
            not_after=timezone.now() + 2 * WORTH_IT_FOR,
        )
    audit.record(by=by, verb="group.reunion_asked", target=session)
    return len(people)
