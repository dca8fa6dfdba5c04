"""What somebody was shown in the directory and took up: from offered to helped, or where it stopped and why."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.directory.models import Service
from alongside.people.models import Consent, ContactPreference, Organisation, Purpose
from alongside.plans.models.plan import Plan


class HandoverQuerySet(models.QuerySet):
    def to_ask(self, now: datetime) -> "HandoverQuerySet":
        """Given, due to be asked about, and of somebody who takes messages."""
        consent = Consent.objects.in_force().filter(person=OuterRef("plan__person"), purpose=Purpose.CARE_TEAM)
        due = self.filter(
            Exists(consent),
            state=Handover.State.GIVEN,
            ask_on__lte=timezone.localdate(now),
            plan__person__died_on=None,
            plan__person__restricted_at=None,
        )
        return due.exclude(plan__person__contact_preference__channel=ContactPreference.Channel.NONE)


class Handover(models.Model):
    """Up to three services somebody leaves with, and the one question about them some weeks later."""

    class State(models.TextChoices):
        CHOOSING = "choosing", _("being chosen")
        GIVEN = "given", _("given")
        ASKED = "asked", _("asked")
        ANSWERED = "answered", _("answered")
        SILENT = "silent", _("no answer")
        CANCELLED = "cancelled", _("cancelled")

    MOST = 3

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="handovers")
    # Where it was chosen: who is told when somebody gets stuck.
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.CHOOSING)
    given_at = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    ask_on = models.DateField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "organisation"],
                condition=Q(state="choosing"),
                name="one_handover_being_chosen_at_a_place",
            ),
            models.CheckConstraint(
                condition=Q(state="choosing") | Q(given_at__isnull=False), name="a_given_handover_has_a_time"
            ),
        ]
        indexes = [models.Index(fields=["state", "ask_on"])]

    def __str__(self) -> str:
        return f"{self.plan}, {self.get_state_display()}"


class SignpostingQuerySet(models.QuerySet):
    def open(self) -> "SignpostingQuerySet":
        """Those that have not stopped."""
        return self.exclude(state=Signposting.State.STOPPED)


class Signposting(models.Model):
    """One service one person was shown, or found, and how far it went. Every step is a dated move too."""

    class State(models.TextChoices):
        SAVED = "saved", _("saved for later")
        OFFERED = "offered", _("offered")
        WANTED = "wanted", _("would like to go")
        IN_TOUCH = "in_touch", _("got in touch")
        WENT = "went", _("went")
        STOPPED = "stopped", _("stopped")

    class Helped(models.TextChoices):
        YES = "yes", _("It helped")
        A_LITTLE = "a_little", _("It helped a little")
        NO = "no", _("It did not help")

    class Why(models.TextChoices):
        FULL = "full", _("It is full, or there is a long wait")
        TOO_FAR = "too_far", _("It is too far, or hard to get to")
        COST = "cost", _("It costs too much")
        NOT_FOR_ME = "not_for_me", _("It is not for me")
        NO_ANSWER = "no_answer", _("Nobody answered")
        ELSE = "else", _("Something else")

    class ServiceSays(models.TextChoices):
        EXPECTS = "expects", _("they expect you")
        FULL = "full", _("they are full")
        NOT_RIGHT = "not_right", _("they are not right for this")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="signpostings")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    # None: found by themselves.
    handover = models.ForeignKey(Handover, null=True, blank=True, on_delete=models.CASCADE, related_name="signpostings")
    chosen_at = models.DateTimeField(default=timezone.now)
    # Who chose it with them, as the person reads it: "a nurse at Elm Bank Surgery", "you".
    chosen_with = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=State.choices)
    helped = models.CharField(max_length=10, choices=Helped.choices, blank=True)
    stopped_why = models.CharField(max_length=12, choices=Why.choices, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)
    # When the service was told a name and a number, because the person said yes to that; and what it said to it.
    told_at = models.DateTimeField(null=True, blank=True)
    service_says = models.CharField(max_length=10, choices=ServiceSays.choices, blank=True)

    objects = SignpostingQuerySet.as_manager()

    class Meta:
        ordering = ["chosen_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "service"], condition=~Q(state="stopped"), name="one_open_signposting_to_a_service"
            ),
            models.CheckConstraint(condition=Q(state="stopped") ^ Q(stopped_why=""), name="what_stopped_says_why"),
            models.CheckConstraint(
                condition=Q(service_says="") | Q(told_at__isnull=False), name="only_a_service_that_was_told_answers"
            ),
            models.CheckConstraint(condition=Q(helped="") | Q(state="went"), name="only_who_went_was_helped"),
        ]

    def __str__(self) -> str:
        return f"{self.service}: {self.get_state_display()}"


class SignpostingMove(models.Model):
    """A step: when, by whom, from where to where."""

    signposting = models.ForeignKey(Signposting, on_delete=models.CASCADE, related_name="moves")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # As the person reads it.
    by_whom = models.CharField(max_length=300)
    before = models.CharField(max_length=10, choices=Signposting.State.choices, blank=True)
    after = models.CharField(max_length=10, choices=Signposting.State.choices)
    helped = models.CharField(max_length=10, choices=Signposting.Helped.choices, blank=True)
    why = models.CharField(max_length=12, choices=Signposting.Why.choices, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_before_display()} to {self.get_after_display()}"
