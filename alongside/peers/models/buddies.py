"""Buddies: people who have been through it themselves, trained and checked, who ring others for a while."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.peers.wishes import WouldRather
from alongside.people.models import Organisation, Person


class BuddyQuerySet(models.QuerySet):
    def current(self) -> "BuddyQuerySet":
        """Approved, and not ended."""
        return self.filter(ended_at=None)


class Buddy(models.Model):
    """Somebody approved as a buddy. `taken` counts whom they are there for; the database refuses one too many."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # None once they asked to be forgotten.
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="buddying")
    # Who approved them and looks after them.
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="buddies")
    since = models.DateField(default=timezone.localdate)
    ended_at = models.DateTimeField(null=True, blank=True)
    # What they live with: kinds of content/conditions.toml.
    conditions = models.JSONField(default=list, blank=True)
    # Keys of content/peers.toml: what they have been through, and what they like.
    topics = models.JSONField(default=list, blank=True)
    interests = models.JSONField(default=list, blank=True)
    languages = models.JSONField(default=list)
    # Parts of the week, as programmes/hours.py has them; none: at any time.
    free_at = models.JSONField(default=list, blank=True)
    sex = models.CharField(max_length=10, choices=Person.Sex.choices, default=Person.Sex.UNKNOWN)
    would_rather = models.CharField(max_length=10, choices=WouldRather.choices, blank=True)
    # As somebody who might have them as a buddy reads it.
    about = models.CharField(max_length=300, blank=True)
    # Of the telephone that they have for this.
    phone = models.CharField(max_length=30, blank=True)
    # How many they wish to ring at a time; and how many they may, which is more while they still ring more.
    wished = models.PositiveSmallIntegerField(default=2)
    most = models.PositiveSmallIntegerField(default=2)
    taken = models.PositiveSmallIntegerField(default=0)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = BuddyQuerySet.as_manager()

    class Meta:
        ordering = ["user__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(ended_at__isnull=True), name="a_buddy_is_approved_once"
            ),
            models.CheckConstraint(condition=Q(taken__lte=F("most")), name="no_more_than_a_buddy_is_willing"),
        ]

    def __str__(self) -> str:
        return self.user.name if self.user else str(_("somebody who has left"))

    @property
    def called(self) -> str:
        """By their first name, as whoever they ring knows them."""
        return next(iter(str(self).split()), "")


class Check(models.Model):
    """A reference that came, a check that was made, a training that was done: when, and until when it holds."""

    class Kind(models.TextChoices):
        TRAINING = "training", _("training")
        REFERENCE = "reference", _("reference")
        DBS = "dbs", _("DBS check")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    buddy = models.ForeignKey(Buddy, on_delete=models.CASCADE, related_name="checks")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    on = models.DateField()
    # None: does not run out.
    expires_on = models.DateField(null=True, blank=True)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-on"]
        constraints = [
            models.UniqueConstraint(fields=["buddy", "kind", "on"], name="a_check_is_noted_once"),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gte=F("on")), name="runs_out_after_it_was_made"
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Meeting(models.Model):
    """The monthly meeting of buddies, or a de-brief after a hard call: when, and who was there. Not what was said."""

    class Kind(models.TextChoices):
        MEETING = "meeting", _("monthly meeting")
        DEBRIEF = "debrief", _("de-brief")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="buddy_meetings")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    on = models.DateField()
    there = models.ManyToManyField(Buddy, related_name="meetings")
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-on"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.on}"


# How long before a check runs out it is shown that it will.
NOTICE = timedelta(days=28)
