"""Groups that people start and run themselves: who comes, when they meet, and what they ask for."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.directory.models import Service
from alongside.people.models import Organisation, Person
from alongside.programmes.models import Cohort


class GroupQuerySet(models.QuerySet):
    def going(self) -> "GroupQuerySet":
        """Listed, or only gone quiet: one can still come."""
        return self.filter(state__in=Group.GOING)

    def sent(self) -> "GroupQuerySet":
        """Waiting to be read, or listed once: others may know of it."""
        return self.filter(state__in=[Group.State.SENT, *Group.GOING])

    def to_read(self) -> "GroupQuerySet":
        """Sent, or changed since somebody read it."""
        changed = Q(state__in=Group.GOING, changed_at__gt=F("read_at"))
        return self.filter(Q(state=Group.State.SENT) | changed)


class Group(models.Model):
    """What it is, where and when are its record in the directory (`service`), which is listed while the group is."""

    class State(models.TextChoices):
        DRAFT = "draft", _("being written")
        SENT = "sent", _("waits to be read")
        LISTED = "listed", _("listed")
        QUIET = "quiet", _("not heard of, so not listed")
        ENDED = "ended", _("has stopped meeting")

    GOING = (State.LISTED, State.QUIET)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Whom it can ask for a hand; they read it before it is listed.
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="groups")
    service = models.OneToOneField(Service, on_delete=models.PROTECT, related_name="group")
    # A key of content/peers.toml.
    kind = models.CharField(max_length=20)
    # The course whose reunion it goes on from.
    cohort = models.ForeignKey(Cohort, null=True, blank=True, on_delete=models.SET_NULL, related_name="groups")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    started_at = models.DateTimeField(default=timezone.now)
    # What somebody who runs it changed, and when somebody of the organisation last read it.
    changed_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    # What is to be changed before it can be listed, for those who run it.
    to_change = models.CharField(max_length=500, blank=True)
    # The last day on which it met, was called off, or somebody said that it still meets.
    heard_on = models.DateField(null=True, blank=True)
    asked_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = GroupQuerySet.as_manager()

    class Meta:
        ordering = ["service__name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="ended", ended_at__isnull=False) | (~Q(state="ended") & Q(ended_at__isnull=True)),
                name="a_group_ends_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="listed") | Q(read_at__isnull=False, heard_on__isnull=False),
                name="listed_once_somebody_has_read_it",
            ),
        ]

    def __str__(self) -> str:
        return self.service.name

    @property
    def is_changed(self) -> bool:
        """Since somebody of the organisation last read it."""
        return self.state in Group.GOING and self.read_at is not None and self.changed_at > self.read_at

    @property
    def is_closed_by_others(self) -> bool:
        """A steward of the directory closed its record, or found that it is another's: nobody here puts it back."""
        closed = self.service.status not in (Service.Status.ACTIVE, Service.Status.INACTIVE)
        return closed or self.service.duplicate_of_id is not None


class MemberQuerySet(models.QuerySet):
    def here(self) -> "MemberQuerySet":
        """Who has not left, lives, and is not forgotten."""
        return self.filter(left_at=None, person__died_on=None, person__restricted_at=None)


class Member(models.Model):
    """Somebody who comes, by the name they chose for it. Some of them run the group."""

    # Goes when somebody asks to be forgotten, even where the care record must be kept (people/actions/erasure.py).
    part_of_care_record = False

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="groups")
    called = models.CharField(max_length=40)
    runs_it = models.BooleanField(default=False)
    # Somebody who runs it asks whether they would, too.
    asked_to_run = models.BooleanField(default=False)
    # Whether they like to be told of the next time, and that the others think of them.
    told = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)
    # By somebody who runs it, so that they do not come back by themselves.
    taken_out = models.BooleanField(default=False)

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ["joined_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "person"], condition=Q(left_at__isnull=True), name="somebody_is_in_a_group_once"
            ),
        ]

    def __str__(self) -> str:
        return self.called


class GroupDay(models.Model):
    """A day of a group of which somebody said something: that they come, that it is off, that it took place."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        OFF = "off", _("called off")
        MET = "met", _("met")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="days")
    on = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    came = models.PositiveSmallIntegerField(null=True, blank=True)
    noted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(fields=["group", "on"], name="a_group_meets_once_a_day"),
            models.CheckConstraint(
                condition=Q(came__isnull=True) | Q(state="met"), name="only_where_they_met_somebody_came"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group}, {self.on}"


class Coming(models.Model):
    """Whether somebody comes on a day. Said again, it is the same answer, changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    day = models.ForeignKey(GroupDay, on_delete=models.CASCADE, related_name="answers")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="answers")
    yes = models.BooleanField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "member"], name="one_answer_each_for_a_day")]

    def __str__(self) -> str:
        return f"{self.member}, {self.day}: {self.yes}"


class Thought(models.Model):
    """Somebody of a group is thinking of another of it. No words: that they do is all there is to say."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by_member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="thoughts")
    of_member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="thought_of")
    # The Monday of the week: once a week of each is kind, more would press.
    week = models.DateField()

    class Meta:
        ordering = ["-week"]
        constraints = [
            models.UniqueConstraint(fields=["by_member", "of_member", "week"], name="one_thought_a_week"),
            models.CheckConstraint(condition=~Q(by_member=F("of_member")), name="one_thinks_of_others"),
        ]

    def __str__(self) -> str:
        return f"{self.by_member}, {self.of_member}, {self.week}"


class SupportQuerySet(models.QuerySet):
    def open(self) -> "SupportQuerySet":
        """Not answered, and the group goes on."""
        return self.filter(answered_at=None).exclude(group__state=Group.State.ENDED)


class SupportRequest(models.Model):
    """Whoever runs a group asked for a hand: a room, a worry, somebody to take over. Followed until it is answered."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="support")
    # Goes with whoever asked; the others who run it read it too.
    asked_by = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="support")
    words = models.CharField(max_length=1000)
    asked_at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = SupportQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="") | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="support_is_given_with_an_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group}, {self.asked_at:%d %b %Y}"
