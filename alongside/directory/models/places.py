"""Where a service can be had, and for which part of the country. An HSDS address is part of its location here."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.directory.models.services import Service
from alongside.directory.models.sources import FromSource


class Location(FromSource):
    """Where a service can be had, in degrees (WGS 84) where known."""

    class Type(models.TextChoices):
        PHYSICAL = "physical", _("a place to go to")
        POSTAL = "postal", _("a place to write to")
        VIRTUAL = "virtual", _("online or by telephone")

    location_type = models.CharField(max_length=8, choices=Type.choices, default=Type.PHYSICAL)
    name = models.CharField(max_length=300, blank=True)
    address = models.CharField(max_length=500, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    # How to get there: buses, parking.
    transportation = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "source_key"], name="location_once_from_a_source"),
            models.CheckConstraint(
                # Half a point would pass, were it not said that neither half is missing: null is not false.
                condition=Q(latitude=None, longitude=None)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="a_location_lies_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.address or self.postcode


class Accessibility(models.Model):
    """What a location offers to those who need it: a ramp, an induction loop."""

    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="accessibility")
    description = models.TextField()
    details = models.TextField(blank=True)
    url = models.URLField(max_length=500, blank=True)

    class Meta:
        ordering = ["description"]

    def __str__(self) -> str:
        return self.description


class ServiceAtLocation(models.Model):
    """One of the places at which a service can be had."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="at_locations")
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="services")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "location"], name="a_service_once_at_a_location")]

    def __str__(self) -> str:
        return f"{self.service}, {self.location}"


class ServiceArea(models.Model):
    """A part of the country that a service is for."""

    class Kind(models.TextChoices):
        COUNTRY = "country", _("country")
        REGION = "region", _("region")
        COUNTY = "county", _("county")
        BOROUGH = "borough", _("borough")
        WARD = "ward", _("ward")
        UNKNOWN = "", _("not known")

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="areas")
    name = models.CharField(max_length=300)
    kind = models.CharField(max_length=10, choices=Kind.choices, blank=True)
    # The area itself, as its source wrote it, in words or GeoJSON; and the official name of it.
    extent = models.TextField(blank=True)
    extent_type = models.CharField(max_length=20, blank=True)
    uri = models.URLField(max_length=500, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
