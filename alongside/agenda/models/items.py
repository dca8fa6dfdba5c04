"""The shared agenda: the person's priorities, then the review tasks that must be done anyway."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.agenda import reviews
from alongside.agenda.models.appointments import Visit
from alongside.agenda.models.preparation import Concern


class AgendaItem(models.Model):
    """One thing on the agenda of one visit, and what became of it there.

    What is carried over appears as a new item of the next visit, pointing back at this one.
    """

    class Kind(models.TextChoices):
        CONCERN = "concern", _("what the person wants to talk about")
        REVIEW = "review", _("review task")

    class Disposition(models.TextChoices):
        DONE = "done", _("talked about")
        CARRIED = "carried", _("carried to the next visit")
        HANDED = "handed", _("handed to somebody")
        NOT_NOW = "not_now", _("not now")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    concern = models.ForeignKey(Concern, null=True, blank=True, on_delete=models.CASCADE, related_name="items")
    # A key of the review templates in content/reviews, "diabetes.foot_check".
    review = models.CharField(max_length=60, blank=True)
    carried_from = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="carried_to"
    )
    # The same thing, carried from another visit that was open at the time; that one goes on, this one with it.
    carried_with = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    position = models.PositiveSmallIntegerField()
    disposition = models.CharField(max_length=10, choices=Disposition.choices, blank=True)
    # To whom, when handed on: a key of content/hand_on.toml, "link_worker".
    handed_to = models.CharField(max_length=30, blank=True)
    # The worklist task that carries it, when handed on.
    task = models.ForeignKey("worklist.Task", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="concern", concern__isnull=False, review="")
                | (Q(kind="review", concern__isnull=True) & ~Q(review="")),
                name="an_item_is_a_concern_or_a_review_task",
            ),
            models.CheckConstraint(
                condition=Q(disposition="", decided_at__isnull=True)
                | (~Q(disposition="") & Q(decided_at__isnull=False)),
                name="a_disposition_has_a_time",
            ),
            models.CheckConstraint(
                condition=(Q(disposition="handed") & ~Q(handed_to="")) | (~Q(disposition="handed") & Q(handed_to="")),
                name="handed_on_says_to_whom",
            ),
            models.UniqueConstraint(fields=["visit", "concern"], name="a_concern_is_once_on_a_visit"),
            models.UniqueConstraint(
                fields=["visit", "review"], condition=~Q(review=""), name="a_review_task_is_once_on_a_visit"
            ),
        ]

    def __str__(self) -> str:
        return self.review or str(self.concern)

    @property
    def title(self) -> str:
        """What to call it, for the clinician and the person alike."""
        return self.concern.title if self.concern else reviews.title_of(self.review)
