"""Asking how a goal is going, and the answers."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.people.models import Consent, ContactPreference, Purpose
from alongside.plans.models.goals import Goal


class FollowUpQuerySet(models.QuerySet):
    def to_ask(self, now: datetime) -> "FollowUpQuerySet":
        """Planned, due, and about somebody who takes messages."""
        person = OuterRef("goal__plan__person")
        consent = Consent.objects.in_force().filter(person=person, purpose=Purpose.CARE_TEAM)
        planned = self.filter(
            Exists(consent),
            state=FollowUp.State.PLANNED,
            due__lte=timezone.localdate(now),
            goal__state=Goal.State.ACTIVE,
            goal__plan__person__died_on=None,
            goal__plan__person__restricted_at=None,
        )
        return planned.exclude(goal__plan__person__contact_preference__channel=ContactPreference.Channel.NONE)


class FollowUp(models.Model):
    """One time we ask. Two silences in a row stop the asking and tell the team."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        ASKED = "asked", _("asked")
        ANSWERED = "answered", _("answered")
        SILENT = "silent", _("no answer")
        CANCELLED = "cancelled", _("cancelled")

    UNDER_WAY = (State.PLANNED, State.ASKED)
    # The pace of a question that none follows: asked by a clinician, or answered unasked, where asking was not wanted.
    ONCE = 0

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="follow_ups")
    created_at = models.DateTimeField(default=timezone.now)
    due = models.DateField()
    # Days between this one and the next, the person's own pace.
    every_days = models.PositiveSmallIntegerField(default=14)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    asked_at = models.DateTimeField(null=True, blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        ordering = ["due"]
        constraints = [
            models.UniqueConstraint(
                fields=["goal"], condition=Q(state__in=["planned", "asked"]), name="one_follow_up_under_way_per_goal"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["asked", "answered", "silent"]) | Q(asked_at__isnull=False),
                name="asked_follow_ups_have_a_time",
            ),
        ]
        indexes = [models.Index(fields=["state", "due"])]

    def __str__(self) -> str:
        return f"{self.goal}, {self.due:%d %b %Y}"

    @property
    def answer(self) -> "CheckIn | None":
        return getattr(self, "check_in", None)

    @property
    def takes_answers(self) -> bool:
        """Whether an answer is welcome: a late one always, a changed one on the same day."""
        if self.answer:
            return timezone.localdate(self.answer.at) == timezone.localdate()
        return self.state != self.State.CANCELLED and self.goal.state == Goal.State.ACTIVE


class CheckIn(models.Model):
    """What the person said. One tap is enough; the rest is there for those who want it."""

    class Going(models.TextChoices):
        WELL = "well", _("going well")
        UP_AND_DOWN = "up_and_down", _("up and down")
        NOT_GOING = "not_going", _("not going")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    follow_up = models.OneToOneField(FollowUp, on_delete=models.CASCADE, related_name="check_in")
    going = models.CharField(max_length=15, choices=Going.choices)
    days_done = models.PositiveSmallIntegerField(null=True, blank=True)
    words = models.TextField(blank=True)
    please_call = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(days_done__isnull=True) | Q(days_done__range=(0, 7)), name="at_most_seven_days_done"
            )
        ]

    def __str__(self) -> str:
        return self.get_going_display()
