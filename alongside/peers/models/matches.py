"""Somebody who would like a buddy, who it is, and how the calls go."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.peers.models.buddies import Buddy
from alongside.peers.wishes import WouldRather
from alongside.people.models import Organisation, Person


class BuddyRequest(models.Model):
    """Somebody would like a buddy."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting for a buddy")
        MATCHED = "matched", _("has a buddy, or is asked about one")
        OVER = "over", _("over")

    # Goes when somebody asks to be forgotten, even where the care record must be kept (people/actions/erasure.py).
    part_of_care_record = False

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="buddy_requests")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="buddy_requests")
    asked_at = models.DateTimeField(default=timezone.now)
    # As the person reads it: "you", "a nurse at Elm Bank Surgery".
    by_whom = models.CharField(max_length=300)
    # Keys of content/peers.toml.
    topics = models.JSONField(default=list, blank=True)
    interests = models.JSONField(default=list, blank=True)
    free_at = models.JSONField(default=list, blank=True)
    would_rather = models.CharField(max_length=10, choices=WouldRather.choices, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    over_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=~Q(state="over"), name="one_wish_for_a_buddy_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state="over", over_at__isnull=False) | (~Q(state="over") & Q(over_at__isnull=True)),
                name="what_is_over_ended_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_state_display()}"


class Match(models.Model):
    """A buddy for somebody: proposed, then both say yes, then some calls, then an end."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        RUNNING = "running", _("under way")
        PAUSED = "paused", _("paused")
        ENDED = "ended", _("ended")
        DECLINED = "declined", _("not taken up")

    class Why(models.TextChoices):
        DONE = "done", _("all the calls were made")
        PERSON = "person", _("they would rather stop")
        BUDDY = "buddy", _("the buddy cannot go on")
        COORDINATOR = "coordinator", _("the coordinator ended it")
        DIED = "died", _("died")

    OPEN = (State.PROPOSED, State.RUNNING, State.PAUSED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(BuddyRequest, on_delete=models.CASCADE, related_name="matches")
    buddy = models.ForeignKey(Buddy, on_delete=models.CASCADE, related_name="matches")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    # Why they go together, as it was said when it was proposed; what both live with is for after both said yes.
    reasons = models.JSONField(default=list)
    both_live_with = models.CharField(max_length=300, blank=True)
    proposed_at = models.DateTimeField(default=timezone.now)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    buddy_yes_at = models.DateTimeField(null=True, blank=True)
    person_yes_at = models.DateTimeField(null=True, blank=True)
    # Numbers are shown once both wish it.
    buddy_shares_number = models.BooleanField(default=False)
    person_shares_number = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=12, choices=Why.choices, blank=True)

    class Meta:
        ordering = ["-proposed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=Q(state__in=["proposed", "running", "paused"]), name="one_buddy_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "declined"])
                | Q(buddy_yes_at__isnull=False, person_yes_at__isnull=False),
                name="nobody_is_rung_before_both_said_yes",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["ended", "declined"], ended_at__isnull=False)
                | Q(state__in=["proposed", "running", "paused"], ended_at__isnull=True, why=""),
                name="a_match_ends_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request.person}, {self.buddy}"


class Call(models.Model):
    """One call: when it was to be, and what the buddy said of it afterwards."""

    class Outcome(models.TextChoices):
        HELD = "held", _("We talked")
        NO_ANSWER = "no_answer", _("Nobody answered")
        PUT_OFF = "put_off", _("They asked for another day")

    class Went(models.TextChoices):
        WELL = "well", _("Well")
        ALL_RIGHT = "all_right", _("All right")
        HARD = "hard", _("It was a hard one")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="calls")
    number = models.PositiveSmallIntegerField()
    due = models.DateField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    went = models.CharField(max_length=10, choices=Went.choices, blank=True)
    noted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due", "number"]
        constraints = [
            models.UniqueConstraint(fields=["match", "number"], name="a_call_has_its_own_number"),
            models.CheckConstraint(
                condition=Q(outcome="", noted_at__isnull=True) | (~Q(outcome="") & Q(noted_at__isnull=False)),
                name="what_was_said_of_a_call_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}, {self.due}"
