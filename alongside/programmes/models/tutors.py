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
    # Parts of the week, as hours.PARTS has them, when they can as a rule; none: at any time.
    usual = models.JSONField(default=list, blank=True)
    # Pounds for each session: pay, or what a volunteer has for bus and lunch.
    pay = models.DecimalField(max_digits=7, decimal_places=2, default=0)

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
            models.CheckConstraint(condition=Q(pay__gte=0), name="pay_is_not_less_than_nothing"),
        ]

    def __str__(self) -> str:
        return self.user.name if self.user else str(_("somebody who has left"))


class TimeAway(models.Model):
    """Days on which somebody leads nothing, the first and the last included."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="times_away")
    first = models.DateField()
    last = models.DateField()

    class Meta:
        ordering = ["first"]
        constraints = [models.CheckConstraint(condition=Q(first__lte=models.F("last")), name="away_from_first_to_last")]

    def __str__(self) -> str:
        return f"{self.first} - {self.last}"


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
    # Pounds for each session.
    price = models.DecimalField(max_digits=7, decimal_places=2, default=0)
    # Buses, parking, which door.
    getting_there = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="a_venue_is_named_once"),
            models.CheckConstraint(condition=Q(price__gte=0), name="a_price_is_not_less_than_nothing"),
        ]

    def __str__(self) -> str:
        return self.name
