"""How we know that a record is right, and what its steward decided about it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.directory.models.services import Service
from alongside.directory.models.sources import ImportRun


class Assurance(models.Model):
    """Somebody made sure that a record is right."""

    class How(models.TextChoices):
        PHONE = "phone", _("rang them")
        VISIT = "visit", _("went there")
        WEBSITE = "website", _("read their website")
        PROVIDER = "provider", _("the provider said so")
        LINK = "link", _("the provider said so by a link")
        SOURCE = "source", _("its source says so")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="assurances")
    how = models.CharField(max_length=10, choices=How.choices)
    on = models.DateField(default=timezone.localdate)
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(default=timezone.now)
    # The account, where it was one; and who it was in words: "a directory steward at Westhaven".
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    checked_by = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-on", "-at"]

    def __str__(self) -> str:
        return f"{self.service}, {self.on:%d %b %Y}"


class ServiceEdit(models.Model):
    """What is shown of a service was changed, by hand or by an import. Rows are only ever added."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="edits")
    field = models.CharField(max_length=40)
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    changed_by = models.CharField(max_length=300, blank=True)
    run = models.ForeignKey(ImportRun, null=True, blank=True, on_delete=models.SET_NULL, related_name="edits")
    # Whether it was changed here. The newest row of a field says whether imports leave that field alone.
    ours = models.BooleanField()

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["service", "field", "at"])]

    def __str__(self) -> str:
        return f"{self.service}: {self.field}"


class ConflictQuerySet(models.QuerySet):
    def open(self) -> "ConflictQuerySet":
        return self.filter(settled_at=None)


class Conflict(models.Model):
    """A source says something new of a field that a steward changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="conflicts")
    field = models.CharField(max_length=40)
    theirs = models.JSONField(null=True, blank=True)
    ours = models.JSONField(null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    took_theirs = models.BooleanField(null=True, blank=True)

    objects = ConflictQuerySet.as_manager()

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "field"], condition=Q(settled_at=None), name="one_open_conflict_per_field"
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, took_theirs=None) | Q(settled_at__isnull=False, took_theirs__isnull=False),
                name="a_settled_conflict_has_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service}: {self.field}"


class DuplicateQuerySet(models.QuerySet):
    def open(self) -> "DuplicateQuerySet":
        """Not yet decided, and both still shown."""
        listed = Service.objects.listed()
        return self.filter(settled_at=None, one__in=listed, other__in=listed)


class Duplicate(models.Model):
    """Two services that look like one. Nothing is merged until a steward says so."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # The one with the lesser key first, so that a pair is there once.
    one = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+")
    # Keys of `duplicates.Why`: "name", "near", "postcode", "phone", "website".
    why = models.JSONField(default=list)
    found_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    same = models.BooleanField(null=True, blank=True)

    objects = DuplicateQuerySet.as_manager()

    class Meta:
        ordering = ["found_at"]
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="a_pair_is_asked_about_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="a_pair_is_in_order"),
            models.CheckConstraint(
                condition=Q(settled_at=None, same=None) | Q(settled_at__isnull=False, same__isnull=False),
                name="a_settled_pair_has_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one}, {self.other}"


class ReportQuerySet(models.QuerySet):
    def open(self) -> "ReportQuerySet":
        return self.filter(settled_at=None)

    def alike(self, report: "Report") -> "ReportQuerySet":
        """Those that say the same; of something else, only this one does."""
        same = self.filter(service=report.service_id, kind=report.kind)
        return same.filter(pk=report.pk) if report.kind == Report.Kind.OTHER else same


class Report(models.Model):
    """Somebody said that something is wrong with a record. Who said so is nowhere kept."""

    class Kind(models.TextChoices):
        CLOSED = "closed", _("it has closed")
        NUMBER = "number", _("the number is wrong")
        OTHER = "other", _("something else is wrong")

    class Outcome(models.TextChoices):
        CLOSED = "closed", _("taken off the list")
        MENDED = "mended", _("put right")
        NOTHING = "nothing", _("it was right")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="reports")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    words = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at=None, outcome="") | (Q(settled_at__isnull=False) & ~Q(outcome="")),
                name="a_settled_report_has_an_outcome",
            )
        ]

    def __str__(self) -> str:
        return f"{self.service}: {self.get_kind_display()}"
