"""Who leads courses, and where they are held."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.people.models import Organisation
from alongside.people.models.organisations import CurrentQuerySet


class Tutor(models.Model):
    """Somebody approved to lead courses, as one who lives with a condition (lay) or as a health professional."""

    class Kind(models.TextChoices):
        LAY = "lay", _("lay tutor")
        CLINICAL = "clinical", _("clinical tutor")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # None once they asked to be forgotten: that a session had its tutor stays true.
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="tutoring")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    # Who approved them and calls on them.
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="tutors")
    trained_on = models.DateField()
    since = models.DateField(default=timezone.localdate)  # approved from
    until = models.DateField(null=True, blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # How many sessions in one week they are willing to lead.
    most_a_week = models.PositiveSmallIntegerField(default=2)

    objects = CurrentQuerySet.as_manager()

    class Meta:
        ordering = ["user__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind", "organisation"],
                condition=Q(until__isnull=True),
                name="approved_once_as_a_tutor",
            ),
            models.CheckConstraint(condition=Q(trained_on__lte=models.F("since")), name="trained_before_approved"),
        ]

    def __str__(self) -> str:
        return self.user.name if self.user else str(_("somebody who has left"))


class Venue(models.Model):
    """A room where a course is held, and what somebody needs to know before they set out."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="venues")
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=300)
    postcode = models.CharField(max_length=8)
    holds = models.PositiveSmallIntegerField()
    step_free = models.BooleanField(default=False)
    hearing_loop = models.BooleanField(default=False)
    # Buses, parking, which door.
    getting_there = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="a_venue_is_named_once"),
        ]

    def __str__(self) -> str:
        return self.name
