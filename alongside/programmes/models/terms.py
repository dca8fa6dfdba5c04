"""What was proposed for a term. Nobody is told of it, and no room is taken, before a group is set up from it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from alongside.people.models import Organisation
from alongside.programmes.courses import name_of
from alongside.programmes.models.cohorts import Cohort
from alongside.programmes.models.tutors import Tutor, Venue
from alongside.programmes.models.variants import Variant


class Term(models.Model):
    """The days between which groups could begin, and how near the proposal is to the best there can be."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="terms")
    first = models.DateField()
    last = models.DateField()
    of_best = models.PositiveSmallIntegerField()  # per cent
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(condition=Q(first__lte=models.F("last")), name="a_term_ends_after_it_begins")
        ]

    def __str__(self) -> str:
        return f"{self.first} - {self.last}"


class TermLine(models.Model):
    """A group that could be held, or so many of a kind for which there was nothing left and why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="lines")
    course_key = models.CharField(max_length=40)
    variant = models.ForeignKey(Variant, null=True, on_delete=models.CASCADE, related_name="+")
    team = models.ForeignKey(Organisation, null=True, on_delete=models.CASCADE, related_name="+")
    starts_at = models.DateTimeField(null=True)
    venue = models.ForeignKey(Venue, null=True, on_delete=models.CASCADE, related_name="+")
    lay_tutor = models.ForeignKey(Tutor, null=True, on_delete=models.CASCADE, related_name="+")
    clinical_tutor = models.ForeignKey(Tutor, null=True, on_delete=models.CASCADE, related_name="+")
    # Once it is set up.
    cohort = models.OneToOneField(Cohort, null=True, on_delete=models.SET_NULL, related_name="proposed_in")
    groups = models.PositiveSmallIntegerField(default=1)
    why_not = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["starts_at", "course_key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__isnull=False, venue__isnull=False, why_not="", groups=1)
                | (Q(starts_at__isnull=True, venue__isnull=True, cohort__isnull=True) & ~Q(why_not="")),
                name="placed_or_why_not",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Which course, or which version of it, and for which team."""
        name = self.variant.name if self.variant else name_of(self.course_key)
        return f"{name}, {self.team}" if self.team else name
