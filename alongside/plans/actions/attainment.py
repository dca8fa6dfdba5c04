"""Goal Attainment Scaling, for those who want it."""

from django.db import transaction
from django.utils import timezone

from alongside.people import audit
from alongside.people.actors import Actor
from alongside.plans.models import Goal, GoalScale


@transaction.atomic
def describe_levels(
    *,
    by: Actor,
    goal: Goal,
    much_less: str,
    less: str,
    expected: str,
    better: str,
    much_better: str,
    weight: int = 1,
) -> GoalScale:
    """Write down what each level would look like. Describing them again keeps the level that was reached."""
    levels = {"much_less": much_less, "less": less, "expected": expected, "better": better, "much_better": much_better}
    scale, _new = GoalScale.objects.update_or_create(goal=goal, defaults={**levels, "weight": weight})
    audit.record(by=by, verb="goal.levels_described", person=goal.plan.person, target=scale)
    return scale


@transaction.atomic
def rate_level(*, by: Actor, scale: GoalScale, level: int) -> GoalScale:
    """Say which level was reached, from -2 to +2."""
    scale.level, scale.rated_at = level, timezone.now()
    scale.save(update_fields=["level", "rated_at"])
    audit.record(by=by, verb="goal.level_reached", person=scale.goal.plan.person, target=scale)
    return scale
