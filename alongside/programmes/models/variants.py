"""A site's own version of a course. What it changed is kept beside the original, so that everybody can see it."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from alongside.people.models import Organisation


class Variant(models.Model):
    """What it changes is never altered once it is made: a new version is made instead.

    It is read beside the original as that is now.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="course_variants")
    course_key = models.CharField(max_length=40)
    name = models.CharField(max_length=100)
    why = models.CharField(max_length=500)
    # See versions.Changes: what is left out, how long, how far apart, what is added.
    changes = models.JSONField()
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # From then on no new group has it.
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="a_version_is_named_once"),
        ]

    def __str__(self) -> str:
        return self.name
