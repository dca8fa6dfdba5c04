"""Providers, services, and where and when they are to be had. Names of tables and columns follow HSDS 3.0.

HSDS calls the provider an organization; here that word is taken by the organisations people belong to.
"""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Source(models.Model):
    """Where records came from, and under which licence they may be shown."""

    key = models.SlugField(primary_key=True)
    name = models.CharField(max_length=200)
    licence = models.CharField(max_length=200)
    licence_url = models.URLField(blank=True)
    attribution = models.TextField()

    def __str__(self) -> str:
        return self.name


class FromSource(models.Model):
    """A row that a source knows by an id of its own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT)
    source_key = models.CharField(max_length=200)

    class Meta:
        abstract = True


class Provider(FromSource):
    """Who runs a service (HSDS organization)."""

    name = models.CharField(max_length=300)
    website = models.URLField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "source_key"], name="provider_once_from_a_source")]

    def __str__(self) -> str:
        return self.name


class TaxonomyTerm(models.Model):
    """What kind of service it is, in the words of some list."""

    taxonomy = models.CharField(max_length=100)
    code = models.CharField(max_length=100)
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["taxonomy", "code"], name="a_term_once_in_its_taxonomy")]

    def __str__(self) -> str:
        return self.name


class ServiceQuerySet(models.QuerySet):
    def listed(self) -> "ServiceQuerySet":
        """Those that people may be shown."""
        return self.filter(status=Service.Status.ACTIVE, retired_at=None)


class Service(FromSource):
    """Something that helps people, by one provider."""

    class Status(models.TextChoices):
        ACTIVE = "active", _("active")
        INACTIVE = "inactive", _("inactive")
        DEFUNCT = "defunct", _("defunct")
        TEMPORARILY_CLOSED = "temporarily closed", _("temporarily closed")

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="services")
    name = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    url = models.URLField(max_length=500, blank=True)
    phone = models.CharField(max_length=50, blank=True)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.ACTIVE)
    terms = models.ManyToManyField(TaxonomyTerm, related_name="services")
    # Set when its source no longer names it; the row stays, for somebody may have been sent there.
    retired_at = models.DateTimeField(null=True, blank=True)
    # When somebody last made sure of it; a source that does not say leaves it empty.
    assured_on = models.DateField(null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["source", "source_key"], name="service_once_from_a_source")]
        # Every search asks when the last change was.
        indexes = [models.Index(fields=["updated_at"], name="service_updated_at")]

    def __str__(self) -> str:
        return self.name


class Location(FromSource):
    """Where a service can be had, in degrees (WGS 84) where known."""

    name = models.CharField(max_length=300, blank=True)
    address = models.CharField(max_length=500, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "source_key"], name="location_once_from_a_source"),
            models.CheckConstraint(
                condition=models.Q(latitude=None, longitude=None)
                | models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="a_location_lies_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.address or self.postcode


class ServiceAtLocation(models.Model):
    """One of the places at which a service can be had."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="at_locations")
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="services")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "location"], name="a_service_once_at_a_location")]

    def __str__(self) -> str:
        return f"{self.service}, {self.location}"


class Schedule(models.Model):
    """A time at which a service is open, every week. A service without any may be open at any time: nobody said."""

    class Day(models.TextChoices):
        MONDAY = "MO", _("Monday")
        TUESDAY = "TU", _("Tuesday")
        WEDNESDAY = "WE", _("Wednesday")
        THURSDAY = "TH", _("Thursday")
        FRIDAY = "FR", _("Friday")
        SATURDAY = "SA", _("Saturday")
        SUNDAY = "SU", _("Sunday")

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="schedules")
    byday = models.CharField(max_length=2, choices=Day.choices)
    opens_at = models.TimeField()
    closes_at = models.TimeField()

    class Meta:
        ordering = ["byday", "opens_at"]

    def __str__(self) -> str:
        return f"{self.get_byday_display()} {self.opens_at:%H:%M} to {self.closes_at:%H:%M}"


class ServiceArea(models.Model):
    """A part of the country that a service is for."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="areas")
    name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name
