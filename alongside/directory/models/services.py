"""Providers and services. Names of tables and columns follow HSDS 3.0.

HSDS calls the provider an organization; here that word is taken by the organisations people belong to.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from alongside.directory.models.sources import FromSource
from alongside.people.models import Organisation


class Provider(FromSource):
    """Who runs a service (HSDS organization)."""

    name = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    website = models.URLField(max_length=500, blank=True)
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=50, blank=True)
    # Whose people keep its services' records right, where it belongs here.
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "source_key"], name="provider_once_from_a_source")]

    def __str__(self) -> str:
        return self.name


class TaxonomyTerm(models.Model):
    """A word of some list for what a service is, or whom it is for."""

    taxonomy = models.CharField(max_length=100)
    code = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    term_uri = models.URLField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["taxonomy", "code"], name="a_term_once_in_its_taxonomy")]

    def __str__(self) -> str:
        return self.name


class ServiceQuerySet(models.QuerySet):
    def listed(self) -> "ServiceQuerySet":
        """Those that people may be shown."""
        return self.filter(status=Service.Status.ACTIVE, retired_at=None, duplicate_of=None)

    def to_check(self) -> "ServiceQuerySet":
        """What is listed in the order to make sure of it: most complained of first, then what its source says
        otherwise, then what most people told us of, then what was never or longest ago made sure of.
        """
        open_reports = Q(reports__id__isnull=False, reports__settled_at=None)
        open_conflicts = Q(conflicts__id__isnull=False, conflicts__settled_at=None)
        counted = self.listed().annotate(
            complaints=models.Count("reports", filter=open_reports, distinct=True),
            differs=models.Count("conflicts", filter=open_conflicts, distinct=True),
        )
        longest_ago = F("assured_on").asc(nulls_first=True)
        return counted.order_by("-complaints", "-differs", "-heard_from", longest_ago, "name", "pk")


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
    email = models.CharField(max_length=254, blank=True)
    # The number to ring; `phones` has the others and what they are for.
    phone = models.CharField(max_length=50, blank=True)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.ACTIVE)
    # How to come: turn up, ring first, ask your GP.
    application_process = models.TextField(blank=True)
    fees_description = models.TextField(blank=True)
    eligibility_description = models.TextField(blank=True)
    minimum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    maximum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    # For a while only: "closed over Easter".
    alert = models.TextField(blank=True)
    terms = models.ManyToManyField(TaxonomyTerm, through="Attribute", related_name="services")
    # Set when its source no longer names it; the row stays, for somebody may have been sent there.
    retired_at = models.DateTimeField(null=True, blank=True)
    # A steward found that both are the same; the other one is shown.
    duplicate_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="duplicates"
    )
    # When somebody last made sure of it: the latest of `assurances`. Empty where nobody ever did.
    assured_on = models.DateField(null=True, blank=True)
    # What people who went there said: how many told us whether it helped, and how many of them that it did.
    heard_from = models.PositiveIntegerField(default=0)
    helped = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["source", "source_key"], name="service_once_from_a_source"),
            models.CheckConstraint(
                condition=Q(minimum_age=None) | Q(maximum_age=None) | Q(minimum_age__lte=F("maximum_age")),
                name="the_youngest_is_no_older_than_the_oldest",
            ),
            models.CheckConstraint(condition=Q(helped__lte=F("heard_from")), name="helped_are_among_the_heard"),
        ]
        # Every search asks when the last change was.
        indexes = [models.Index(fields=["updated_at"], name="service_updated_at")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_listed(self) -> bool:
        """Whether people may be shown it, as `listed` has it."""
        active = self.status == self.Status.ACTIVE
        return active and self.retired_at is None and self.duplicate_of_id is None


class Attribute(models.Model):
    """That a term says something of a service, and what kind of thing."""

    class LinkType(models.TextChoices):
        SERVICE_TYPE = "service_type", _("what it is")
        CIRCUMSTANCE = "circumstance", _("who it is for")
        ACCESS = "access_requirement", _("what it offers to those who need it")
        OTHER = "other", _("something else")

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="attributes")
    taxonomy_term = models.ForeignKey(TaxonomyTerm, on_delete=models.CASCADE, related_name="attributes")
    link_type = models.CharField(max_length=20, choices=LinkType.choices, default=LinkType.SERVICE_TYPE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "taxonomy_term"], name="a_term_once_of_a_service"),
        ]

    def __str__(self) -> str:
        return f"{self.service}: {self.taxonomy_term}"
