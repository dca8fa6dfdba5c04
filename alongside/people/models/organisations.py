"""Organisations, who works or helps in them, and who answers for self-management support there."""

import uuid
from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody does. PATIENT and CARER follow from the person's own agreements, the rest from membership."""

    PATIENT = "patient", _("patient")
    CARER = "carer", _("carer")
    CLINICIAN = "clinician", _("clinician")
    RECEPTIONIST = "receptionist", _("receptionist")
    PRACTICE_MANAGER = "practice_manager", _("practice manager")
    COORDINATOR = "coordinator", _("coordinator")
    LINK_WORKER = "link_worker", _("link worker")
    LAY_TUTOR = "lay_tutor", _("lay tutor")
    CLINICAL_TUTOR = "clinical_tutor", _("clinical tutor")
    BUDDY = "buddy", _("buddy")
    EDITOR = "editor", _("editor")
    DIRECTORY_STEWARD = "directory_steward", _("directory steward")
    IMPROVEMENT_LEAD = "improvement_lead", _("improvement lead")
    COMMISSIONER = "commissioner", _("commissioner")
    EVALUATOR = "evaluator", _("evaluator")
    ADMINISTRATOR = "administrator", _("administrator")


class Organisation(models.Model):
    """A health economy, a practice in it, a service or team, or a community organisation."""

    class Kind(models.TextChoices):
        HEALTH_ECONOMY = "health_economy", _("health economy")
        PRACTICE = "practice", _("practice")
        TEAM = "team", _("service or team")
        COMMUNITY = "community", _("community organisation")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    name = models.CharField(max_length=200)
    ods_code = models.CharField("ODS code", max_length=12, null=True, blank=True, unique=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    address = models.CharField(max_length=300, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    # Where an imported row came from, "system|value".
    source = models.CharField(max_length=300, null=True, blank=True, unique=True)
    # Made up for the demo. Production refuses to start with one.
    fictional = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="practice") | Q(ods_code__isnull=False) | Q(source__isnull=False),
                name="practice_has_ods_code_or_source",
                violation_error_message=_("A practice needs its ODS code."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class CurrentQuerySet(models.QuerySet):
    def current(self) -> "CurrentQuerySet":
        """Rows in force today; the last day counts."""
        today = timezone.localdate()
        return self.filter(Q(until__isnull=True) | Q(until__gte=today), since__lte=today)


def ends_now() -> date:
    """The last day of a row that ends at this moment: the last whole day, as a row's last day counts."""
    return timezone.localdate() - timedelta(days=1)


class Membership(models.Model):
    """A role somebody holds in an organisation, from a day, perhaps until a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    # What a patient would call them: "nurse", "GP", "link worker".
    title = models.CharField(max_length=60, blank=True)
    since = models.DateField(default=timezone.localdate)
    until = models.DateField(null=True, blank=True)

    objects = CurrentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=Q(until__isnull=True),
                name="one_open_membership_per_role",
            ),
            models.CheckConstraint(
                condition=~Q(role__in=["patient", "carer"]), name="patients_and_carers_are_not_members"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} is {self.get_role_display()} at {self.organisation}"

    @property
    def called(self) -> str:
        """What they are here, in a patient's words: "nurse"."""
        return self.title or str(self.get_role_display())


class Duty(models.TextChoices):
    OWNER = "owner", _("owner of self-management support")
    CHAMPION = "champion", _("champion for self-management support")


class Responsibility(models.Model):
    """The named owner or champion of an organisation. No current row is a vacancy."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="responsibilities")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="responsibilities")
    duty = models.CharField(max_length=10, choices=Duty.choices)
    since = models.DateField(default=timezone.localdate)
    until = models.DateField(null=True, blank=True)

    objects = CurrentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "duty"], condition=Q(until__isnull=True), name="one_holder_of_each_duty"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_duty_display()}"
