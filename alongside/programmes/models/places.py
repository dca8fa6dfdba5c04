"""Who has a place, who waits for one, and who came."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.people.models import Organisation, Person
from alongside.programmes.models.cohorts import Cohort, Session


class EnrolmentQuerySet(models.QuerySet):
    def open(self) -> "EnrolmentQuerySet":
        """Waiting for a place or holding one."""
        return self.filter(state__in=[Enrolment.State.WAITING, Enrolment.State.PLACED])

    def reachable(self) -> "EnrolmentQuerySet":
        """Of the staff, and of people whom more than their own practice may know of."""
        return self.filter(Q(person=None) | Q(person__died_on=None, person__restricted_at=None))

    def placed(self) -> "EnrolmentQuerySet":
        return self.filter(state=Enrolment.State.PLACED)

    def waiting(self) -> "EnrolmentQuerySet":
        """Whoever has waited longest first."""
        return self.filter(state=Enrolment.State.WAITING).order_by("joined_at", "pk")


class Enrolment(models.Model):
    """A place in a cohort, or a wait for one: of a person, or of somebody of a team that is trained."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting for a place")
        PLACED = "placed", _("has a place")
        LEFT = "left", _("left")

    class Why(models.TextChoices):
        WORKING = "working", _("Work")
        CARING = "caring", _("Looking after somebody")
        ILL = "ill", _("Not well enough")
        TRAVEL = "travel", _("Hard to get there")
        NOT_FOR_ME = "not_for_me", _("It is not for me")
        ELSE = "else", _("Something else")
        DIED = "died", _("died")
        NOT_GOING_AHEAD = "cancelled", _("the course is not going ahead")

    # Goes when somebody asks to be forgotten, even where the care record must be kept (people/actions/erasure.py).
    part_of_care_record = False

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="enrolments")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="course_places")
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="training"
    )
    # For whom of the staff it counts: where they work.
    team = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="training")
    state = models.CharField(max_length=10, choices=State.choices)
    joined_at = models.DateTimeField(default=timezone.now)
    placed_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    left_why = models.CharField(max_length=12, choices=Why.choices, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["joined_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, staff__isnull=True, team__isnull=True)
                | Q(person__isnull=True, staff__isnull=False, team__isnull=False),
                name="a_place_is_a_persons_or_of_somebody_who_works_here",
            ),
            models.CheckConstraint(
                condition=~Q(state="placed") | Q(placed_at__isnull=False), name="a_place_was_given_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state="left", left_at__isnull=False) | (~Q(state="left") & Q(left_at__isnull=True)),
                name="who_left_left_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["cohort", "person"], condition=~Q(state="left"), name="a_person_joins_a_cohort_once"
            ),
            models.UniqueConstraint(
                fields=["cohort", "staff"], condition=~Q(state="left"), name="somebody_of_the_staff_joins_a_cohort_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.who}, {self.get_state_display()}"

    @property
    def who(self) -> str:
        return self.person.name if self.person else self.staff.name if self.staff else ""


class OwnTime(models.Model):
    """When somebody's turn is in a session to which people come one after the other.

    Kept with them once it is given: whoever comes and goes beside them, it stays what they were told.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="own_times")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="own_times")
    after = models.PositiveSmallIntegerField()  # minutes after the session begins, so that it moves with it
    changes = models.PositiveSmallIntegerField(default=0)  # how often they chose another

    class Meta:
        ordering = ["after"]
        constraints = [
            models.UniqueConstraint(fields=["session", "enrolment"], name="one_turn_each_in_a_session"),
            models.UniqueConstraint(fields=["session", "after"], name="a_turn_is_one_persons"),
        ]

    def __str__(self) -> str:
        return f"+{self.after} min"

    @property
    def starts_at(self) -> datetime:
        return self.session.starts_at + timedelta(minutes=self.after)


class Attendance(models.Model):
    """One mark in the register. Marked again, it is the same mark, changed."""

    class Mark(models.TextChoices):
        HERE = "here", _("Here")
        SENT_WORD = "sent_word", _("Sent word")
        ABSENT = "absent", _("Not here")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="register")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="attendances")
    mark = models.CharField(max_length=10, choices=Mark.choices)
    # When somebody pressed it, which may be before it reached us.
    marked_at = models.DateTimeField(default=timezone.now)
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "enrolment"], name="one_mark_each_in_a_register"),
        ]

    def __str__(self) -> str:
        return str(self.get_mark_display())
