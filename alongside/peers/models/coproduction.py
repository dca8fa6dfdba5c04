"""Activities, and where each stood on a day: who plans it, who delivers it, which kind of peer support it is."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from alongside.peers.coproduction import Cell, Level, Who
from alongside.people.models import Organisation


class Activity(models.Model):
    """Something that an organisation does, or that goes on around it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="activities")
    name = models.CharField(max_length=120)
    # What is known of it from the work itself: "course:self_management", "buddies", "groups", "reference"; or nothing.
    of = models.CharField(max_length=60, blank=True)
    # Which kind of peer support; blank where it is none.
    level = models.CharField(max_length=10, choices=Level.choices, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "of"],
                condition=~Q(of="") & Q(ended_on__isnull=True),
                name="what_is_known_of_the_work_is_on_the_map_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Placing(models.Model):
    """Where an activity stands from a day on, why, and whether those who take part were asked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="placings")
    on = models.DateField(default=timezone.localdate)
    planning = models.CharField(max_length=15, choices=Who.choices)
    delivery = models.CharField(max_length=15, choices=Who.choices)
    why = models.CharField(max_length=300, blank=True)
    together = models.BooleanField(default=False)
    noted_at = models.DateTimeField(default=timezone.now)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "on"], name="an_activity_stands_in_one_cell_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.activity}, {self.on}: {self.cell.name}"

    @property
    def cell(self) -> Cell:
        return Cell(self.planning, self.delivery)
