"""Who may act for a person here, and who was asked to."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.people.models.organisations import CurrentQuerySet
from alongside.people.models.persons import Person


class CarerInvitationQuerySet(models.QuerySet):
    def open(self) -> "CarerInvitationQuerySet":
        return self.filter(outcome="", person__died_on=None, person__restricted_at=None)


class CarerInvitation(models.Model):
    """A person asked somebody to act for them.

    It names an e-mail address, never an account: whoever asks does not learn who has one.
    """

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("said yes")
        DECLINED = "declined", _("said no")
        TAKEN_BACK = "taken_back", _("you took it back")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="carer_invitations")
    email = models.EmailField()
    relationship = models.CharField(max_length=60, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    # Goes when somebody asks to be forgotten, even where the care record must be kept.
    part_of_care_record = False

    objects = CarerInvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "person", Lower("email"), condition=Q(outcome=""), name="asked_once_until_there_is_an_answer"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", ended_at=None) | ~Q(outcome="") & Q(ended_at__isnull=False),
                name="carer_invitation_ended_when_it_has_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} for {self.person}"


class CarerAgreement(models.Model):
    """A person's agreement that somebody else may act for them here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="carer_agreements")
    carer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="cares_for")
    relationship = models.CharField(max_length=60, blank=True)
    since = models.DateField(default=timezone.localdate)
    until = models.DateField(null=True, blank=True)

    # Goes when somebody asks to be forgotten, even where the care record must be kept.
    part_of_care_record = False

    objects = CurrentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "carer"], condition=Q(until__isnull=True), name="one_open_carer_agreement"
            )
        ]

    def __str__(self) -> str:
        return f"{self.carer} for {self.person}"
