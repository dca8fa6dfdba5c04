"""The plan itself."""

import uuid

from django.db import models
from django.utils import timezone

from alongside.people.models import Person


class Plan(models.Model):
    """One person's plan, seen by everybody they allow."""

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.CASCADE, related_name="plan")
    what_matters = models.TextField(blank=True)
    review_on = models.DateField(null=True, blank=True)
    updated_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"Plan of {self.person}"


class WarningSign(models.Model):
    """A sign the person watches for, and what was agreed to do then."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="warning_signs")
    sign = models.CharField(max_length=300)
    what_to_do = models.CharField(max_length=300)
    agreed_on = models.DateField(default=timezone.localdate)

    class Meta:
        ordering = ["agreed_on", "sign"]
        constraints = [models.UniqueConstraint(fields=["plan", "sign"], name="each_sign_once")]

    def __str__(self) -> str:
        return self.sign


class PlanContact(models.Model):
    """Somebody to call or lean on, in the person's words."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=100)
    how = models.CharField("how they help", max_length=200, blank=True)
    phone = models.CharField(max_length=30, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["plan", "name"], name="each_contact_once")]

    def __str__(self) -> str:
        return self.name
