"""Planning a follow-up, asking when it is due, and hearing silence."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from alongside.messages import links, outbox
from alongside.messages.models import Message, SignedLink
from alongside.messages.queries import was_wanted_in_vain
from alongside.people import audit
from alongside.people.actors import Actor
from alongside.people.queries.sharing import practice_of
from alongside.plans import owners
from alongside.plans.models import FollowUp, Goal
from alongside.plans.queries import pace_of
from alongside.plans.rounds import each
from alongside.worklist.actions import add_task
from alongside.worklist.models import Task
from alongside.worklist.working_days import working_day_from

QUESTION = "goal.follow_up"
# Long enough for a letter to come and a bad week to pass, and no longer than the quickest pace (one week).
SILENT_AFTER = timedelta(days=7)
# A late answer is still welcome: the link outlives the silence.
LINK_LASTS = timedelta(days=28)
SILENCES_BEFORE_STOPPING = 2
USUAL_PACE = 14
SILENCE_TASK_DAYS = 5


@transaction.atomic
def schedule_follow_up(*, by: Actor, goal: Goal, due: date, every_days: int = USUAL_PACE) -> FollowUp:
    """Plan when to ask. One follow-up is under way per goal: a planned one moves, one already asked stays."""
    Goal.objects.select_for_update().get(pk=goal.pk)
    under_way = goal.follow_ups.filter(state__in=FollowUp.UNDER_WAY).first()
    if under_way and under_way.state == FollowUp.State.ASKED:
        return under_way
    follow_up = under_way or FollowUp(goal=goal)
    follow_up.due, follow_up.every_days = due, every_days
    follow_up.save()
    audit.record(by=by, verb="follow_up.planned", person=goal.plan.person, target=follow_up, due=due.isoformat())
    return follow_up


@transaction.atomic
def cancel_follow_ups(*, by: Actor, goal: Goal, reason: str) -> int:
    """Cancel what is under way about a goal, with its messages; returns how many there were."""
    under_way = goal.follow_ups.select_for_update().filter(state__in=FollowUp.UNDER_WAY)
    for follow_up in under_way:
        follow_up.state = FollowUp.State.CANCELLED
        follow_up.save(update_fields=["state"])
        outbox.cancel(by=by, subject_id=follow_up.pk, reason=reason)
        audit.record(by=by, verb="follow_up.cancelled", person=goal.plan.person, target=follow_up)
    return len(under_way)


@transaction.atomic
def stop_follow_ups(*, by: Actor, goal: Goal) -> int:
    """Ask no more about a goal; returns how many questions were called off. After two silences there is none to call
    off, and a row says all the same that somebody said stop: a late answer does not begin the asking again."""
    Goal.objects.select_for_update().get(pk=goal.pk)
    stopped = cancel_follow_ups(by=by, goal=goal, reason="asked to stop")
    if pace := pace_of(goal):
        row = goal.follow_ups.create(due=timezone.localdate(), every_days=pace, state=FollowUp.State.CANCELLED)
        audit.record(by=by, verb="follow_up.cancelled", person=goal.plan.person, target=row)
    return stopped


@transaction.atomic
def ask_now(*, by: Actor, goal: Goal) -> FollowUp:
    """Ask today instead of when it was due; the pace stays what it was. Stays planned when the person takes no
    messages."""
    today = timezone.localdate()
    follow_up = schedule_follow_up(by=by, goal=goal, due=today, every_days=pace_of(goal))
    if FollowUp.objects.to_ask(timezone.now()).filter(pk=follow_up.pk).exists():
        _ask(by, follow_up, timezone.now())
    return follow_up


def ask_due_follow_ups(*, by: Actor, now: datetime) -> int:
    """Ask everything that is due, each in its own transaction; returns how many were asked.

    Safe to run twice at once: whoever locks the row asks. People without consent or a channel are not asked; their
    follow-up waits until they allow it.
    """
    due = list(FollowUp.objects.to_ask(now).values_list("pk", flat=True))
    return each(due, lambda pk: _ask_if_still_due(by, pk, now))


@transaction.atomic
def _ask_if_still_due(by: Actor, pk: UUID, now: datetime) -> bool:
    lock = FollowUp.objects.select_for_update(skip_locked=True, of=("self",))
    planned = lock.filter(pk=pk, state=FollowUp.State.PLANNED).select_related("goal__plan__person").first()
    if planned:
        _ask(by, planned, now)
    return planned is not None


def _ask(by: Actor, follow_up: FollowUp, now: datetime) -> None:
    person = follow_up.goal.plan.person
    follow_up.state, follow_up.asked_at = FollowUp.State.ASKED, now
    follow_up.save(update_fields=["state", "asked_at"])
    outbox.enqueue(
        by=by,
        person=person,
        template=QUESTION,
        window=f"follow_up:{follow_up.pk}",
        organisation=practice_of(person),
        facts={},
        subject_id=follow_up.pk,
        link=links.make_link(
            by=by,
            person=person,
            purpose=SignedLink.Purpose.CHECK_IN,
            subject_id=follow_up.pk,
            expires_at=now + LINK_LASTS,
        ),
        not_before=now,
        not_after=now + SILENT_AFTER,
    )
    audit.record(by=by, verb="follow_up.asked", person=person, target=follow_up)


def note_silences(*, by: Actor, now: datetime) -> int:
    """Note every question sent and not answered within seven days; returns how many. The second in a row stops
    the asking and tells the team. A message that never went out is nobody's silence: the team is told that, and we
    ask again at the usual pace."""
    lost = Message.objects.filter(subject_id=OuterRef("pk"), template=QUESTION, state=Message.State.FAILED)
    asked = FollowUp.objects.filter(Q(asked_at__lte=now - SILENT_AFTER) | Exists(lost), state=FollowUp.State.ASKED)
    return each(list(asked.values_list("pk", flat=True)), lambda pk: _note_silence(by, pk, now))


@transaction.atomic
def _note_silence(by: Actor, pk: UUID, now: datetime) -> bool:
    lock = FollowUp.objects.select_for_update(skip_locked=True, of=("self",))
    follow_up = lock.filter(pk=pk, state=FollowUp.State.ASKED).select_related("goal__plan__person").first()
    message = Message.objects.filter(subject_id=pk, template=QUESTION).order_by("-created_at").first()
    if follow_up is None or message is None or message.state in {Message.State.WAITING, Message.State.SENDING}:
        return False
    if message.state != Message.State.SENT:
        _end(by, follow_up, FollowUp.State.CANCELLED, "follow_up.not_delivered")
        if was_wanted_in_vain(message):
            _tell_team(by, follow_up.goal, _("Could not be asked how a goal is going"), timezone.localdate(now))
        _plan_next(by, follow_up, timezone.localdate(now))
        return False
    if message.sent_at is None or message.sent_at > now - SILENT_AFTER:
        return False
    _end(by, follow_up, FollowUp.State.SILENT, "follow_up.silent")
    _after_silence(by, follow_up, timezone.localdate(now))
    return True


def _end(by: Actor, follow_up: FollowUp, state: str, verb: str) -> None:
    follow_up.state = state
    follow_up.save(update_fields=["state"])
    audit.record(by=by, verb=verb, person=follow_up.goal.plan.person, target=follow_up)


def _after_silence(by: Actor, follow_up: FollowUp, today: date) -> None:
    goal = follow_up.goal
    heard = goal.follow_ups.filter(state__in=[FollowUp.State.ANSWERED, FollowUp.State.SILENT])
    last = list(heard.order_by("-asked_at").values_list("state", flat=True)[:SILENCES_BEFORE_STOPPING])
    if last.count(FollowUp.State.SILENT) == SILENCES_BEFORE_STOPPING:
        _tell_team(by, goal, _("No answer twice when asked how a goal is going"), today)
    else:
        _plan_next(by, follow_up, today)


def _plan_next(by: Actor, follow_up: FollowUp, today: date) -> None:
    if pace := follow_up.every_days:
        schedule_follow_up(by=by, goal=follow_up.goal, due=today + timedelta(days=pace), every_days=pace)


def _tell_team(by: Actor, goal: Goal, title: str, today: date) -> None:
    person = goal.plan.person
    whose = owners.of_goal(goal)
    if whose:
        add_task(
            by=by,
            kind=Task.Kind.SILENCE,
            person=person,
            title=title,
            team=whose.team,
            owner=whose.owner,
            due=working_day_from(today + timedelta(days=SILENCE_TASK_DAYS)),
            subject_id=goal.pk,
        )
