"""What was done in a session, how it was for those who came, what they missed, and what it cost."""

import uuid
from decimal import Decimal

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.programmes.models.cohorts import Cohort, Session
from alongside.programmes.models.places import Enrolment
from alongside.programmes.models.tutors import Tutor


class SessionNote(models.Model):
    """What a session covered of what it was designed to, as its tutors said."""

    session = models.OneToOneField(Session, primary_key=True, on_delete=models.CASCADE, related_name="note")
    # As the course had it on that day: what a session is meant to cover may be reworded later.
    asked = models.JSONField(default=list)
    covered = models.JSONField(default=list)
    words = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return f"{len(self.covered)} / {len(self.asked)}"

    @property
    def left_out(self) -> list[str]:
        return [item for item in self.asked if item not in self.covered]


class Rating(models.Model):
    """How one session was for somebody who came. Said again, it is the same answer, changed."""

    class Answer(models.TextChoices):
        GOOD = "good", _("It was good for me")
        FAIR = "fair", _("It was all right")
        POOR = "poor", _("It was not for me")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="ratings")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="ratings")
    answer = models.CharField(max_length=4, choices=Answer.choices)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "enrolment"], name="a_session_is_rated_once_by_each"),
        ]

    def __str__(self) -> str:
        return str(self.get_answer_display())


class CatchUp(models.Model):
    """How somebody makes up for a session they missed: with another group, or with a tutor by themselves."""

    class How(models.TextChoices):
        OTHER_GROUP = "group", _("with another group")
        ONE_TO_ONE = "person", _("with a tutor, face to face")
        PHONE = "phone", _("with a tutor, by phone")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="catch_ups")
    missed = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="made_up_for")
    how = models.CharField(max_length=6, choices=How.choices)
    # The other group's session; they are on its register.
    session = models.ForeignKey(Session, null=True, blank=True, on_delete=models.CASCADE, related_name="guests")
    on = models.DateField()
    done_at = models.DateTimeField(null=True, blank=True)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "missed"], name="a_missed_session_is_made_up_for_once"),
            models.CheckConstraint(
                condition=Q(how="group", session__isnull=False) | (~Q(how="group") & Q(session__isnull=True)),
                name="another_group_is_a_session",
            ),
            # That they came to another group's session is on its register.
            models.CheckConstraint(condition=Q(done_at__isnull=True) | ~Q(how="group"), name="done_is_said_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_how_display()}, {self.on}"


class Cost(models.Model):
    """Something that was paid for a group: by hand, or when a session was held, and a later price changes nothing."""

    class Kind(models.TextChoices):
        TUTOR = "tutor", _("tutors")
        EXPENSES = "expenses", _("expenses of tutors and volunteers")
        ROOM = "room", _("rooms")
        COVER = "cover", _("locum or backfill cover")
        MATERIALS = "materials", _("printing and materials")
        FOOD = "food", _("food and drink")
        ELSE = "else", _("something else")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="costs")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    pounds = models.DecimalField(max_digits=9, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))])
    words = models.CharField(max_length=200, blank=True)
    # Of what was written when a session was held: which, and for whom.
    session = models.ForeignKey(Session, null=True, blank=True, on_delete=models.CASCADE, related_name="costs")
    tutor = models.ForeignKey(Tutor, null=True, blank=True, on_delete=models.PROTECT, related_name="costs")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(condition=Q(pounds__gt=0), name="a_cost_is_something"),
            models.UniqueConstraint(fields=["session", "tutor"], name="a_tutor_is_paid_once_for_a_session"),
            models.UniqueConstraint(
                fields=["session"], condition=Q(kind="room"), name="a_room_is_paid_once_for_a_session"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: £{self.pounds}"
