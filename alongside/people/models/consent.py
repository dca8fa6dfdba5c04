"""What a person agreed to, and how they like to be reached."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.people.models.organisations import Organisation
from alongside.people.models.persons import Person


class Purpose(models.TextChoices):
    CARE_TEAM = "care_team", _("my care team sends me messages and follow-ups")
    OTHER_SERVICE = "other_service", _("another service sees my plan")
    PEER_SUPPORTER = "peer_supporter", _("a buddy or peer supporter is told about me")
    EVALUATION = "evaluation", _("my information is used to see whether the support works")


class ConsentQuerySet(models.QuerySet):
    def in_force(self) -> "ConsentQuerySet":
        """Given, not withdrawn, not run out."""
        today = timezone.localdate()
        return self.filter(Q(until__isnull=True) | Q(until__gte=today), withdrawn_at__isnull=True)

    def sharing(self) -> "ConsentQuerySet":
        """In force, with a team that is shown the plan."""
        return self.in_force().filter(purpose=Purpose.OTHER_SERVICE)

    def messages(self) -> "ConsentQuerySet":
        """In force, to messages from the care team."""
        return self.in_force().filter(purpose=Purpose.CARE_TEAM)


class Consent(models.Model):
    """One thing a person agreed to. Withdrawing dates the row; agreeing again makes a new one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    # The team the plan is shared with; only for OTHER_SERVICE, which always ends on a day.
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="shared_with_us"
    )
    given_at = models.DateTimeField(default=timezone.now)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    until = models.DateField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    # Goes when somebody asks to be forgotten, even where the care record must be kept.
    part_of_care_record = False

    objects = ConsentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose="other_service", organisation__isnull=False, until__isnull=False)
                | (~Q(purpose="other_service") & Q(organisation__isnull=True)),
                name="sharing_names_a_team_and_a_day",
            ),
            models.UniqueConstraint(
                fields=["person", "purpose"],
                condition=Q(withdrawn_at__isnull=True, organisation__isnull=True),
                name="one_consent_in_force_per_purpose",
            ),
            models.UniqueConstraint(
                fields=["person", "organisation"],
                condition=Q(withdrawn_at__isnull=True, organisation__isnull=False),
                name="one_sharing_in_force_per_team",
            ),
        ]

    def __str__(self) -> str:
        return self.get_purpose_display()


class ContactPreference(models.Model):
    """How a person likes to be reached. Without a row: text if there is a mobile number, else letter."""

    class Channel(models.TextChoices):
        TEXT = "text", _("text message")
        EMAIL = "email", _("e-mail")
        LETTER = "letter", _("letter")
        NONE = "none", _("do not send me anything")

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.CASCADE, related_name="contact_preference")
    # Goes when somebody asks to be forgotten, even where the care record must be kept.
    part_of_care_record = False

    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.TEXT)
    language = models.CharField(max_length=35, default="en")
    large_print = models.BooleanField(default=False)
    needs_interpreter = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.get_channel_display()

    @classmethod
    def of(cls, person: Person) -> "ContactPreference":
        """The person's own choice, or what stands in for it until they choose."""
        kept = cls.objects.filter(person=person).first()
        return kept or cls(person=person, channel=cls.Channel.TEXT if person.phone else cls.Channel.LETTER)


class ErasureRequest(models.Model):
    """A person asked for what is held about them to be deleted, and what became of it.

    Where everything was deleted, this row went with it and only the audit trail tells of it.
    """

    class Outcome(models.TextChoices):
        KEPT = "kept", _("the care record is kept, the rest was deleted")
        TAKEN_BACK = "taken_back", _("they changed their mind")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="erasure_requests")
    asked_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(decided_at__isnull=True), name="one_open_erasure_request"
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, outcome="") | Q(decided_at__isnull=False) & ~Q(outcome=""),
                name="a_decided_erasure_has_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"asked {self.asked_at:%d %b %Y}"
