"""What volunteers did that is not known from the work itself, and the thanks they had."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.people.models import Organisation


class VolunteerStep(models.Model):
    """A step noted by hand: a talk that was given, a training, work that was found."""

    class Kind(models.TextChoices):
        HELPED = "helped", _("helped out")
        TRAINED = "trained", _("was trained")
        EMPLOYED = "employed", _("found work")
        RESTING = "resting", _("takes a rest")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="volunteer_steps")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="volunteer_steps")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    on = models.DateField(default=timezone.localdate)
    words = models.CharField(max_length=200, blank=True)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["on"]

    def __str__(self) -> str:
        return self.words or str(self.get_kind_display())


class Thanks(models.Model):
    """Somebody thanked a volunteer, in words of their own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="thanks")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="thanks_given")
    words = models.CharField(max_length=500)
    # As the volunteer reads it: "a coordinator at Westhaven Breathing Team".
    from_whom = models.CharField(max_length=300)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-at"]
        verbose_name_plural = "thanks"

    def __str__(self) -> str:
        return self.words
