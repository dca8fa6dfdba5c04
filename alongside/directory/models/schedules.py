"""When a service is open."""

from collections.abc import Collection
from dataclasses import fields
from datetime import date
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from alongside.directory.models.places import ServiceAtLocation
from alongside.directory.models.services import Service
from alongside.directory.times import Times
from alongside.ui.formats import clock

WHICH = {
    "1": _("first"), "2": _("second"), "3": _("third"), "4": _("fourth"), "5": _("fifth"), "-1": _("last"),
    "-2": _("last but one"),
}  # fmt: skip


class ScheduleQuerySet(models.QuerySet):
    def of(self, services: Collection[UUID]) -> "ScheduleQuerySet":
        """Of these services, also at one of their places only; whose each is as `whose`."""
        there = ServiceAtLocation.objects.filter(service__in=services)
        rows = self.filter(Q(service__in=services) | Q(service_at_location__in=there))
        return rows.annotate(whose=Coalesce("service", "service_at_location__service"))

    def in_force(self, today: date) -> "ScheduleQuerySet":
        return self.exclude(valid_from__gt=today).exclude(valid_to__lt=today)

    def weekly(self) -> "ScheduleQuerySet":
        """On the same day every week, from one hour to another."""
        timed = self.filter(opens_at__isnull=False, closes_at__isnull=False)
        return timed.filter(freq=Schedule.Freq.WEEKLY, interval=1, byday__in=Schedule.Day.values)


class Schedule(models.Model):
    """A time at which a service is open, at all its places or at one. One without any may be open at any time: nobody
    said. `times.next_time` reckons with these; of what only `notes` say nothing can be reckoned.
    """

    class Day(models.TextChoices):
        MONDAY = "MO", _("Monday")
        TUESDAY = "TU", _("Tuesday")
        WEDNESDAY = "WE", _("Wednesday")
        THURSDAY = "TH", _("Thursday")
        FRIDAY = "FR", _("Friday")
        SATURDAY = "SA", _("Saturday")
        SUNDAY = "SU", _("Sunday")

    class Freq(models.TextChoices):
        WEEKLY = "WEEKLY", _("every week")
        MONTHLY = "MONTHLY", _("every month")

    service = models.ForeignKey(Service, null=True, blank=True, on_delete=models.CASCADE, related_name="schedules")
    service_at_location = models.ForeignKey(
        ServiceAtLocation, null=True, blank=True, on_delete=models.CASCADE, related_name="schedules"
    )
    freq = models.CharField(max_length=7, choices=Freq.choices, default=Freq.WEEKLY)
    # Every second, every third week or month; counted from `dtstart`.
    interval = models.PositiveSmallIntegerField(default=1)
    # One day: "TU"; with MONTHLY also which of the month, "1TU", "-1FR". More days are more rows.
    byday = models.CharField(max_length=4, blank=True)
    # Days of the month: "1,15", "-1".
    bymonthday = models.CharField(max_length=100, blank=True)
    dtstart = models.DateField(null=True, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    # Hours from UTC, as its source has it. Not reckoned with: a group at two meets at two, summer and winter.
    timezone = models.FloatField(null=True, blank=True)
    opens_at = models.TimeField(null=True, blank=True)
    closes_at = models.TimeField(null=True, blank=True)
    notes = models.TextField(blank=True)

    objects = ScheduleQuerySet.as_manager()

    class Meta:
        ordering = ["byday", "opens_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(service__isnull=False, service_at_location=None)
                | Q(service=None, service_at_location__isnull=False),
                name="a_schedule_is_of_a_service_or_of_one_at_a_location",
            ),
            models.CheckConstraint(condition=Q(interval__gte=1), name="a_schedule_comes_round"),
        ]

    def __str__(self) -> str:
        hours = f" {_('to')} ".join(clock(each) for each in (self.opens_at, self.closes_at) if each)
        return f"{self.day or self.bymonthday} {hours}".strip() or self.notes

    @property
    def day(self) -> str:
        """The day in words: "Tuesday", "every second Tuesday", "first Tuesday of the month"."""
        name = str(dict(self.Day.choices).get(self.byday[-2:], ""))
        which = WHICH.get(self.byday[:-2])
        if self.freq == self.Freq.WEEKLY and self.interval == 2:
            return str(_("every second %(day)s") % {"day": name})
        return str(_("%(which)s %(day)s of the month") % {"which": which, "day": name}) if which else name

    @property
    def times(self) -> Times:
        """What `times` reckons with."""
        return Times(**{field.name: getattr(self, field.name) for field in fields(Times)})
