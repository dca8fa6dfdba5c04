"""Where records come from, and how far an import of them has come."""

import uuid
from datetime import datetime

from django.db import models
from django.utils import timezone


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


class ImportRunQuerySet(models.QuerySet):
    def unfinished(self, *, since: datetime) -> "ImportRunQuerySet":
        """Those that stopped on their way, newest first; `since` is when a run is too old to go on with."""
        return self.filter(ended_at=None, began_at__gte=since).order_by("-began_at")


class ImportRun(models.Model):
    """One reading of a source, from its first page to the report at its end."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="runs")
    # An address, or the name of a file.
    origin = models.CharField(max_length=500)
    began_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    # How far an API has been read: the page to ask for next; when its last page was read, and whether that was all.
    next_page = models.PositiveIntegerField(default=1)
    listed_at = models.DateTimeField(null=True, blank=True)
    whole = models.BooleanField(default=False)
    # Counts, what was left out and why, and notes for whoever started it.
    report = models.JSONField(default=dict)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        ordering = ["-began_at"]

    def __str__(self) -> str:
        return f"{self.source}, {self.began_at:%Y-%m-%d %H:%M}"


class FeedRecord(models.Model):
    """A service an API has named, and what it said of it, kept until the run has ended."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="records")
    source_key = models.CharField(max_length=200)
    # The service as `importing.rows.Row`, once its details were read; or why it is left out.
    row = models.JSONField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "source_key"], name="a_service_once_in_a_run")]

    def __str__(self) -> str:
        return self.source_key
