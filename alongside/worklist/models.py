"""What somebody must do, whichever context asked for it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.people.models import Organisation, Person


class TaskQuerySet(models.QuerySet):
    def open(self) -> "TaskQuerySet":
        return self.filter(done_at__isnull=True)


class Task(models.Model):
    """One thing to do, with somebody or some team to do it and a day to do it by."""

    class Kind(models.TextChoices):
        HAND_ON = "hand_on", _("handed on")
        CALL_BACK = "call_back", _("asked for a call")
        SILENCE = "silence", _("no answer to follow-up")
        LINK_LOCKED = "link_locked", _("link locked")
        STUCK = "stuck", _("got stuck")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tasks")
    title = models.CharField(max_length=200)
    # Words for whoever does it; may be the person's own. Shown only to those who may see the person's answers.
    note = models.TextField(blank=True)
    team = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="tasks")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="tasks"
    )
    due = models.DateField()
    # What it came from; with the kind, asked for only once.
    subject_id = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    outcome = models.CharField(max_length=300, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["due", "created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_id"],
                condition=Q(subject_id__isnull=False, done_at__isnull=True),
                name="one_open_task_per_reason",
            ),
        ]
        indexes = [models.Index(fields=["team", "done_at", "due"])]

    def __str__(self) -> str:
        return self.title


class TaskMove(models.Model):
    """A task was passed on or put off: when, by whom, why. Dated rows, so that nobody has to remember."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="moves")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(max_length=300)
    from_owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    to_owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    from_due = models.DateField()
    to_due = models.DateField()

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return self.reason
