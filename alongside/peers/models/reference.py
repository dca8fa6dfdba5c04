"""The reference group: people who said that they may be asked, what they are asked, and what happened with it.

Who answered is kept, so that nobody answers twice; what they said is kept apart from it, with nothing that leads back.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.people.models import Organisation, Person

MOST_QUESTIONS = 6


class ReferenceMemberQuerySet(models.QuerySet):
    def here(self) -> "ReferenceMemberQuerySet":
        """Who may still be asked."""
        return self.filter(left_at=None, person__died_on=None, person__restricted_at=None)


class ReferenceMember(models.Model):
    """Somebody who said that an organisation may ask them what they think, and how often at most."""

    # Goes when somebody asks to be forgotten, even where the care record must be kept (people/actions/erasure.py).
    part_of_care_record = False

    class AtMost(models.IntegerChoices):
        FOUR = 4, _("up to four times a year")
        TWELVE = 12, _("up to once a month")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="reference_group")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="reference_groups")
    at_most = models.PositiveSmallIntegerField(choices=AtMost.choices, default=AtMost.FOUR)
    # As the person reads it: "you", "a coordinator at Westhaven Breathing Team".
    by_whom = models.CharField(max_length=300)
    agreed_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)

    objects = ReferenceMemberQuerySet.as_manager()

    class Meta:
        ordering = ["agreed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person"], condition=Q(left_at__isnull=True), name="in_a_reference_group_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)


class Questionnaire(models.Model):
    """A few questions, with what they are for and what is promised; it is over once people were told what happened."""

    class State(models.TextChoices):
        DRAFT = "draft", _("being written")
        OPEN = "open", _("people are asked")
        CLOSED = "closed", _("closed, people wait to hear what happened")
        REPORTED = "reported", _("people were told what happened")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="questionnaires")
    title = models.CharField(max_length=120)
    # What is to be decided, and by whom; what happens with the answers.
    why = models.CharField(max_length=500)
    promise = models.CharField(max_length=500)
    closes_on = models.DateField()
    report_by = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    created_at = models.DateTimeField(default=timezone.now)
    opened_at = models.DateTimeField(null=True, blank=True)
    happened = models.CharField(max_length=1500, blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(report_by__gte=F("closes_on")), name="reported_after_it_closed"),
            models.CheckConstraint(
                condition=Q(state="reported", reported_at__isnull=False) & ~Q(happened="")
                | (~Q(state="reported") & Q(reported_at__isnull=True, happened="")),
                name="reported_with_what_happened",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", opened_at__isnull=True) | (~Q(state="draft") & Q(opened_at__isnull=False)),
                name="people_are_asked_from_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_full(self) -> bool:
        return self.questions.count() >= MOST_QUESTIONS


class Question(models.Model):
    class Kind(models.TextChoices):
        ONE = "one", _("choose one")
        SOME = "some", _("choose any that fit")
        WORDS = "words", _("in their own words")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="questions")
    number = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=300)
    kind = models.CharField(max_length=5, choices=Kind.choices)
    options = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "number"], name="a_question_has_its_own_number"),
        ]

    def __str__(self) -> str:
        return self.words


class Invitation(models.Model):
    """Somebody was asked, and whether they answered: not when, which would lead to what they said."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="invitations")
    member = models.ForeignKey(ReferenceMember, on_delete=models.CASCADE, related_name="invitations")
    asked_at = models.DateTimeField(default=timezone.now)
    answered = models.BooleanField(default=False)
    # By somebody who wrote it down for them, and so knows what they said.
    put_in = models.BooleanField(default=False)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "member"], name="somebody_is_asked_a_thing_once"),
        ]

    def __str__(self) -> str:
        return f"{self.member}, {self.questionnaire}"


class Answer(models.Model):
    """What somebody said to one question. `response` keeps the answers of one of them together; nobody's id or time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers")
    response = models.UUIDField()
    chosen = models.JSONField(default=list, blank=True)
    words = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "response"], name="one_answer_of_each_response")]

    def __str__(self) -> str:
        return self.words or ", ".join(self.chosen)
