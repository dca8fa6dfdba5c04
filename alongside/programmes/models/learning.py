"""How far somebody has come with a module of e-learning."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone


class ModuleProgress(models.Model):
    """Which pages they have gone on from, and whether it is done. Wrong answers are not kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="modules")
    module_key = models.CharField(max_length=40)
    seen = models.JSONField(default=list)  # keys of pages
    started_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "module_key"], name="a_module_is_gone_through_once"),
        ]

    def __str__(self) -> str:
        return self.module_key
