"""Messages waiting to go out, what became of them, and the links they carry."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.people.models import Organisation, Person


class SignedLink(models.Model):
    """A way in for one person, to one thing, until a day, without an account. The address is the row's signed id."""

    class Purpose(models.TextChoices):
        PREPARE = "prepare", _("say what matters before an appointment")
        CHECK_IN = "check_in", _("say how a goal is going")
        SERVICES = "services", _("see services that were chosen, and say what became of them")
        COURSE = "course", _("see where and when a course is, and give the place back")
        QUESTIONS = "questions", _("say what one thinks, and see what happened with it")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="links")
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    # The appointment or follow-up it is about: an id, because this context knows nothing of the ones above it.
    subject_id = models.UUIDField(db_index=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    opened_at = models.DateTimeField(null=True, blank=True)
    locked_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    # Goes when somebody asks to be forgotten, even where the care record must be kept (people/actions/erasure.py).
    part_of_care_record = False

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(wrong_tries__lte=5), name="at_most_five_wrong_tries"),
            models.UniqueConstraint(
                fields=["purpose", "subject_id"], condition=Q(revoked_at__isnull=True), name="one_link_in_use_per_thing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}, until {self.expires_at:%d %b %Y}"


class Message(models.Model):
    """One thing to tell one person: the outbox row. Its id is the reference the provider gets."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("could not be sent")
        CANCELLED = "cancelled", _("cancelled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="messages")
    # Which template in content/messages, such as "prepare.invite".
    template = models.CharField(max_length=60)
    # Who writes. None where no practice is known: then it is the care team.
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="messages"
    )
    # Only what a template may say: days, times. Never clinical, never free text.
    facts = models.JSONField(default=dict)
    link = models.ForeignKey(SignedLink, null=True, blank=True, on_delete=models.SET_NULL, related_name="messages")
    # Once per recipient, purpose and window.
    window = models.CharField(max_length=100)
    # What it is about, so that it can be cancelled when the reason goes away.
    subject_id = models.UUIDField(null=True, blank=True, db_index=True)
    not_before = models.DateTimeField(default=timezone.now)
    not_after = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    reason = models.CharField(max_length=100, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    claimed_by = models.CharField(max_length=60, blank=True)
    channel = models.CharField(max_length=10, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    # Goes when somebody asks to be forgotten, even where the care record must be kept (people/actions/erasure.py).
    part_of_care_record = False

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "template", "window"], name="once_per_person_purpose_and_window"),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="sent_messages_have_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state="sending", claimed_at__isnull=False) | ~Q(state="sending"),
                name="being_sent_means_claimed",
            ),
        ]
        indexes = [models.Index(fields=["state", "not_before"])]

    def __str__(self) -> str:
        return f"{self.template} for {self.person_id}, {self.state}"

    @property
    def practice(self) -> str:
        """The name of whoever writes, as it is now; "" where no practice is known."""
        return self.organisation.name if self.organisation else ""


class Delivery(models.Model):
    """One try at handing a message to a provider."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="deliveries")
    at = models.DateTimeField(default=timezone.now)
    channel = models.CharField(max_length=10)
    accepted = models.BooleanField()
    provider_reference = models.CharField(max_length=200, blank=True)
    problem = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.channel}: {'accepted' if self.accepted else self.problem}"
