"""What worried a buddy about somebody, followed to its end."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from alongside.peers.models.matches import Call, Match


class WorryQuerySet(models.QuerySet):
    def open(self) -> "WorryQuerySet":
        return self.filter(closed_at=None)


class Worry(models.Model):
    """Raised with a call or between calls. Whoever looks after buddies sees it until it is closed with an outcome."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="worries")
    call = models.ForeignKey(Call, null=True, on_delete=models.SET_NULL, related_name="+")
    words = models.CharField(max_length=1000)
    raised_at = models.DateTimeField(default=timezone.now)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    outcome = models.CharField(max_length=500, blank=True)

    objects = WorryQuerySet.as_manager()

    class Meta:
        ordering = ["raised_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, outcome="") | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="a_worry_is_closed_with_what_became_of_it",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.match}, {self.raised_at:%d %b %Y}"


class WorryStep(models.Model):
    """What was done about a worry: when, and by whom."""

    worry = models.ForeignKey(Worry, on_delete=models.CASCADE, related_name="steps")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    words = models.CharField(max_length=500)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.words
