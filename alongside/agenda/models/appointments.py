"""Appointments, visits and results."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.people.models import Organisation, Person


class Appointment(models.Model):
    """A time set aside for a person, put in by a receptionist or an import."""

    class State(models.TextChoices):
        BOOKED = "booked", _("booked")
        ATTENDED = "attended", _("attended")
        MISSED = "missed", _("not attended")
        CANCELLED = "cancelled", _("cancelled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="appointments")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="appointments")
    clinician = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="appointments"
    )
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=10)
    state = models.CharField(max_length=10, choices=State.choices, default=State.BOOKED)
    source = models.CharField(max_length=300, null=True, blank=True, unique=True)

    class Meta:
        ordering = ["starts_at"]
        indexes = [models.Index(fields=["organisation", "starts_at"]), models.Index(fields=["person", "starts_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "starts_at", "organisation"],
                condition=Q(state="booked", source__isnull=True),
                name="not_booked_twice_for_the_same_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {timezone.localtime(self.starts_at):%d %b %Y %H:%M}"

    @property
    def prepared(self) -> Any:
        """The Preparation, which knows this module and not the other way round; None until they begin."""
        return getattr(self, "preparation", None)


class Visit(models.Model):
    """The meeting itself. Open until closed, and closed only when every agenda item has an answer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="visits")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="visits"
    )
    appointment = models.OneToOneField(
        Appointment, null=True, blank=True, on_delete=models.SET_NULL, related_name="visit"
    )
    clinician = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="visits"
    )
    # Who was seen, in a patient's words ("nurse"), also for visits imported from elsewhere.
    seen_by = models.CharField(max_length=100, blank=True)
    started_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    source = models.CharField(max_length=300, null=True, blank=True, unique=True)

    class Meta:
        ordering = ["-started_at"]
        indexes = [models.Index(fields=["person", "-started_at"])]

    def __str__(self) -> str:
        return f"{self.person}, {self.started_at:%d %b %Y}"

    @property
    def prepared(self) -> Any:
        """The Preparation of its appointment; None for a visit without an appointment, too."""
        return self.appointment.prepared if self.appointment else None


class Result(models.Model):
    """A measurement or test result (an Observation). The person sees it once the practice has released it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="results")
    code = models.CharField(max_length=40)
    system = models.CharField(max_length=200, blank=True)
    display = models.CharField(max_length=300)
    value = models.FloatField(null=True, blank=True)
    # For values that are words, and for pairs such as 130/80.
    text = models.CharField(max_length=300, blank=True)
    unit = models.CharField(max_length=60, blank=True)
    taken_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True)
    source = models.CharField(max_length=300, null=True, blank=True, unique=True)

    class Meta:
        ordering = ["-taken_at"]
        indexes = [models.Index(fields=["person", "code", "-taken_at"])]

    def __str__(self) -> str:
        return f"{self.display} {self.value if self.value is not None else self.text}"
