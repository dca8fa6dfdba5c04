"""A group that goes through a course together, and its sessions."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.lookups import Exact
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.people.models import Organisation
from alongside.programmes.courses import CLINICIANS, Course, Part, course_of
from alongside.programmes.models.tutors import Tutor, Venue
from alongside.programmes.models.variants import Variant
from alongside.programmes.versions import Changes, version_of

# Trimmed by hand, for Trim() knows spaces alone; not by a pattern, which SQLite has only while Django is there.
WHITE_SPACE = " \t\r\n\u00a0"


class CohortQuerySet(models.QuerySet):
    def to_come(self) -> "CohortQuerySet":
        """Open to whoever wants a place, or the waiting list."""
        return self.filter(state=Cohort.State.OPEN)


class Cohort(models.Model):
    """`taken` counts the places that are given; the database refuses one too many."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        RUNNING = "running", _("under way")
        FINISHED = "finished", _("finished")
        CANCELLED = "cancelled", _("not going ahead")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="cohorts")
    course_key = models.CharField(max_length=40)
    # The site's own version of it; none: as designed.
    variant = models.ForeignKey(Variant, null=True, blank=True, on_delete=models.PROTECT, related_name="cohorts")
    # For a course that trains a whole team: whose.
    team = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="cohorts_for_us"
    )
    places = models.PositiveSmallIntegerField()
    taken = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    created_at = models.DateTimeField(default=timezone.now)

    objects = CohortQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(taken__lte=F("places")), name="no_more_than_there_are_places"),
        ]
        indexes = [models.Index(fields=["organisation", "state"])]

    def __str__(self) -> str:
        return self.course.name

    @property
    def course(self) -> Course:
        """As this group has it: the site's own version, or as designed."""
        design = course_of(self.course_key)
        return version_of(design, self.variant.name, Changes.of(self.variant.changes)) if self.variant else design

    @property
    def left(self) -> int:
        return self.places - self.taken


class Session(models.Model):
    """One meeting of a cohort.

    Where its course asks for a lay and a clinical tutor, the database lets nobody confirm it, or say that it was held,
    without both, unless somebody wrote down why.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        CONFIRMED = "confirmed", _("confirmed")
        HELD = "held", _("held")
        CANCELLED = "cancelled", _("not going ahead")

    class Kind(models.TextChoices):
        ORDINARY = "ordinary", _("session")
        REUNION = "reunion", _("reunion")

    # Neither held nor called off, whatever the day.
    TO_COME = (State.PLANNED, State.CONFIRMED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="sessions")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.ORDINARY)
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    # Where people come one after the other: how long each of them has. None: all come together.
    each_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="sessions")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    needs_lay = models.BooleanField()
    needs_clinical = models.BooleanField()
    lay_tutor = models.ForeignKey(Tutor, null=True, blank=True, on_delete=models.PROTECT, related_name="as_lay")
    clinical_tutor = models.ForeignKey(
        Tutor, null=True, blank=True, on_delete=models.PROTECT, related_name="as_clinical"
    )
    # Why it goes ahead without one of them.
    exception = models.CharField(max_length=300, blank=True)
    exception_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    exception_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["planned", "cancelled"])
                | ~Q(exception="")
                | (
                    (Q(needs_lay=False) | Q(lay_tutor__isnull=False))
                    & (Q(needs_clinical=False) | Q(clinical_tutor__isnull=False))
                ),
                name="confirmed_only_with_both_tutors",
            ),
            models.CheckConstraint(
                condition=Q(exception="") ^ Q(exception_at__isnull=False), name="an_exception_has_a_time"
            ),
            models.CheckConstraint(
                condition=Q(exception="")
                | ~Q(Exact(Func(F("exception"), Value(WHITE_SPACE), function="TRIM"), Value(""))),
                name="an_exception_has_words",
            ),
            models.CheckConstraint(
                condition=Q(lay_tutor__isnull=True)
                | Q(clinical_tutor__isnull=True)
                | ~Q(lay_tutor=F("clinical_tutor")),
                name="two_tutors_are_two_people",
            ),
            models.CheckConstraint(
                condition=Q(each_minutes=None) | Q(each_minutes__gte=1, each_minutes__lte=F("minutes")),
                name="a_turn_is_within_its_session",
            ),
            models.UniqueConstraint(fields=["cohort", "kind", "number"], name="a_session_has_its_own_number"),
            # The same room and begin twice is caught here, whatever overlaps otherwise by whoever books it.
            models.UniqueConstraint(
                fields=["venue", "starts_at"], condition=~Q(state="cancelled"), name="a_room_is_used_once_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["venue", "starts_at"]), models.Index(fields=["state", "starts_at"])]

    def __str__(self) -> str:
        return f"{self.title}, {timezone.localtime(self.starts_at):%d %b %Y %H:%M}"

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def part(self) -> Part | None:
        """What its course has in its place; nothing of a reunion."""
        parts = self.cohort.course.parts if self.kind == Session.Kind.ORDINARY else ()
        return parts[self.number - 1] if self.number <= len(parts) else None

    @property
    def covers(self) -> tuple[str, ...]:
        """What it is meant to cover, as its course has it."""
        return self.part.covers if self.part else ()

    @property
    def is_for_clinicians(self) -> bool:
        # Asked of the course as designed first: only few have such a session, and a site's version costs a query.
        mixed = course_of(self.cohort.course_key).for_clinicians
        return bool(mixed and self.part and self.part.who == CLINICIANS)

    @property
    def missing(self) -> list[str]:
        """Which tutors it still needs."""
        wanted = [(self.needs_lay, self.lay_tutor_id, "lay"), (self.needs_clinical, self.clinical_tutor_id, "clinical")]
        return [kind for needed, there, kind in wanted if needed and not there]


class SessionMove(models.Model):
    """What changed about a session: when, by whom, from what to what."""

    class What(models.TextChoices):
        STATE = "state", _("state")
        TIME = "time", _("time")
        VENUE = "venue", _("place")
        LAY = "lay", _("lay tutor")
        CLINICAL = "clinical", _("clinical tutor")

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="moves")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    what = models.CharField(max_length=10, choices=What.choices)
    before = models.CharField(max_length=200, blank=True)
    after = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_what_display()}: {self.before} to {self.after}"
