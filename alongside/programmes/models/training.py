"""Who of the staff has been trained to what level, and how much of a team is meant to be."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from alongside.people.models import Organisation
from alongside.programmes.models.cohorts import Cohort


class Training(models.Model):
    """Somebody has done a course: written when they came often enough, or by hand for what was done elsewhere."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="trainings")
    level = models.CharField(max_length=20)
    on = models.DateField()
    # None: done elsewhere.
    cohort = models.ForeignKey(Cohort, null=True, blank=True, on_delete=models.CASCADE, related_name="trained")
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(fields=["user", "cohort"], name="trained_once_in_a_group"),
        ]
        indexes = [models.Index(fields=["user", "on"])]

    def __str__(self) -> str:
        return f"{self.user}, {self.level}"


class Target(models.Model):
    """How much of a team is to be trained, as the team itself set it: its critical mass."""

    organisation = models.OneToOneField(
        Organisation, primary_key=True, on_delete=models.CASCADE, related_name="training_target"
    )
    percent = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(100)])
    set_at = models.DateTimeField(default=timezone.now)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(percent__gte=1, percent__lte=100), name="a_target_is_a_share"),
        ]

    def __str__(self) -> str:
        return f"{self.percent} %"
