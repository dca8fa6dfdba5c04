"""How sure, or how important, from 0 to 10."""

from django.db import transaction
from django.utils import timezone

from alongside.people import audit
from alongside.people.actors import Actor
from alongside.plans.models import Confidence, Goal


@transaction.atomic
def rate_confidence(
    *, by: Actor, goal: Goal, value: int, kind: str = Confidence.Kind.CONFIDENCE, would_raise: str = ""
) -> Confidence:
    """Add today's number. A second number on the same day is a change of mind and takes the place of the first."""
    Goal.objects.select_for_update().get(pk=goal.pk)
    if would_raise:
        goal.would_raise = would_raise
        goal.save(update_fields=["would_raise"])
    today = _todays(goal, kind)
    if today and today.value == value:
        return today
    row = today or Confidence(goal=goal, kind=kind)
    row.value, row.at, row.by = value, timezone.now(), by.user
    row.save()
    audit.record(by=by, verb="goal.rated", person=goal.plan.person, target=goal, kind=str(kind))
    return row


def _todays(goal: Goal, kind: str) -> Confidence | None:
    latest = goal.confidences.filter(kind=kind).order_by("-at").first()
    return latest if latest and timezone.localdate(latest.at) == timezone.localdate() else None
