"""Goals, the small steps towards them, and how sure the person feels."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from alongside.plans.models.plan import Plan


class Goal(models.Model):
    """Something the person wants, in their own words. It is achieved, changed or set aside, never "failed"."""

    class State(models.TextChoices):
        ACTIVE = "active", _("active")
        ACHIEVED = "achieved", _("achieved")
        CHANGED = "changed", _("changed")
        SET_ASIDE = "set_aside", _("set aside for now")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="goals")
    words = models.CharField(max_length=300)
    why = models.TextField(blank=True)
    barrier = models.CharField("what might get in the way", max_length=300, blank=True)
    then_i_will = models.CharField(max_length=300, blank=True)
    helper = models.CharField("who could help", max_length=200, blank=True)
    # What would raise confidence to 7, when it was lower.
    would_raise = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ACTIVE)
    # The goal this one took the place of.
    instead_of = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="changed_to"
    )
    agreed_at = models.DateTimeField(default=timezone.now)
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # Who agreed it, as the person reads it: "a nurse at Elm Bank Surgery".
    agreed_with = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["agreed_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="active", ended_at__isnull=True) | (~Q(state="active") & Q(ended_at__isnull=False)),
                name="an_ended_goal_has_a_time",
            ),
            # The form sent twice is the same goal.
            models.UniqueConstraint(
                fields=["plan", "words"], condition=Q(state="active"), name="one_active_goal_in_the_same_words"
            ),
        ]

    def __str__(self) -> str:
        return self.words


class Action(models.Model):
    """A small step: what, where, how much, when and how often."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="actions")
    what = models.CharField(max_length=200)
    where = models.CharField(max_length=100, blank=True)
    how_much = models.CharField(max_length=100, blank=True)
    when = models.CharField(max_length=100, blank=True)
    # Days a week, so that "4 of 7 days" can be said later.
    days_a_week = models.PositiveSmallIntegerField(null=True, blank=True)
    since = models.DateField(default=timezone.localdate)
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(days_a_week__isnull=True) | Q(days_a_week__range=(1, 7)), name="one_to_seven_days_a_week"
            )
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def sentence(self) -> str:
        """The step read aloud: "Walk to the shop, down the hill, 10 minutes, after lunch, 4 days a week"."""
        often = ngettext("%(n)s day a week", "%(n)s days a week", self.days_a_week or 0) % {"n": self.days_a_week}
        parts = [self.what, self.where, self.how_much, self.when, often if self.days_a_week else ""]
        return ", ".join(part for part in parts if part)


class Confidence(models.Model):
    """How sure, or how important, from 0 to 10, on a day."""

    class Kind(models.TextChoices):
        CONFIDENCE = "confidence", _("how sure")
        IMPORTANCE = "importance", _("how important")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="confidences")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.CONFIDENCE)
    value = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["at"]
        constraints = [models.CheckConstraint(condition=Q(value__range=(0, 10)), name="from_0_to_10")]
        indexes = [models.Index(fields=["goal", "kind", "at"])]

    def __str__(self) -> str:
        return f"{self.value}/10"


class GoalScale(models.Model):
    """Goal Attainment Scaling, for those who want it: what each level would look like, and which was reached."""

    class Level(models.IntegerChoices):
        """Each is described in the field of its name."""

        MUCH_LESS = -2, _("Much less than expected")
        LESS = -1, _("Less than expected")
        EXPECTED = 0, _("As expected")
        BETTER = 1, _("Better than expected")
        MUCH_BETTER = 2, _("Much better than expected")

    goal = models.OneToOneField(Goal, primary_key=True, on_delete=models.CASCADE, related_name="scale")
    much_less = models.CharField(max_length=200)
    less = models.CharField(max_length=200)
    expected = models.CharField(max_length=200)
    better = models.CharField(max_length=200)
    much_better = models.CharField(max_length=200)
    weight = models.PositiveSmallIntegerField(default=1)
    level = models.SmallIntegerField(null=True, blank=True)
    rated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(level__isnull=True, rated_at__isnull=True)
                | Q(level__range=(-2, 2), rated_at__isnull=False),
                name="a_reached_level_has_a_time",
            ),
            models.CheckConstraint(condition=Q(weight__range=(1, 3)), name="weight_from_1_to_3"),
        ]

    def __str__(self) -> str:
        return f"Scale of {self.goal}"

    @property
    def levels(self) -> dict[Level, str]:
        """What each level would look like, from the least to the most."""
        return {level: getattr(self, level.name.lower()) for level in self.Level}

    @property
    def reached(self) -> str:
        return "" if self.level is None else self.levels[self.Level(self.level)]

    @property
    def words(self) -> str:
        return "\n".join([self.goal.words, *self.levels.values()])
