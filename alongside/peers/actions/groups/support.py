"""A hand for those who run groups, and asking those of a reunion whether it could become one."""

from functools import partial

from django.db import transaction
from django.utils import timezone

from alongside.messages import outbox
from alongside.messages.models import Message
from alongside.peers.actions.groups.telling import ANSWER, REUNION, WORTH_IT_FOR, tell_runners
from alongside.peers.letters import tell_of_group
from alongside.peers.models import Group, Member, SupportRequest
from alongside.peers.queries.groups.reunions import who_came_through
from alongside.peers.refusals import NotNow, NotReady
from alongside.people import audit
from alongside.people.actors import Actor
from alongside.programmes.models import Session

MOST_OPEN = 2  # of a group, so that nobody's post tray is filled


@transaction.atomic
def ask_for_support(*, by: Actor, member: Member, words: str) -> SupportRequest:
    """Somebody who runs it would like a hand. Whoever looks after groups has an e-mail, without a word of it.

    Raises NotNow for whoever does not run it, NotReady while some of what was asked has no answer.
    """
    runs = Member.objects.here().filter(pk=member.pk, runs_it=True).exclude(group__state=Group.State.ENDED)
    if not runs.exists():
        raise NotNow
    if SupportRequest.objects.open().filter(group=member.group).count() >= MOST_OPEN:
        raise NotReady
    asked = SupportRequest.objects.create(group=member.group, asked_by=member, words=words)
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
    """Ask everybody who did the course whether they would like to go on meeting; each once. Returns how many now."""
    asked = Message.objects.filter(template=REUNION, subject_id=session.pk).values_list("person_id", flat=True)
    people = [person for person in who_came_through(session.cohort) if person.pk not in set(asked)]
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
    if people:
        audit.record(by=by, verb="group.reunion_asked", target=session)
    return len(people)
