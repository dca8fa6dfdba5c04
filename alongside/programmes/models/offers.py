"""A course offered to somebody, until it is accepted, declined or not suitable."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.people.models import Person


class Offer(models.Model):
    """One course and one person. No row: nobody has spoken of it yet, and the offer stays open."""

    class State(models.TextChoices):
        OFFERED = "offered", _("thinking about it")
        ACCEPTED = "accepted", _("would like to go")
        DECLINED = "declined", _("not now")
        NOT_SUITABLE = "not_suitable", _("not suitable")

    class Barrier(models.TextChoices):
        WORKING = "working", _("I work at those times")
        CARING = "caring", _("I look after somebody")
        LANGUAGE = "language", _("It is not in my language")
        ILL = "ill", _("I am not well enough")
        GROUPS = "groups", _("I do not like groups")
        TRAVEL = "travel", _("It is hard to get there")
        NO_NEED = "no_need", _("I manage well")
        ELSE = "else", _("Something else")

    # Goes when somebody asks to be forgotten, even where the care record must be kept (people/actions/erasure.py).
    part_of_care_record = False

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="course_offers")
    course_key = models.CharField(max_length=40)
    state = models.CharField(max_length=12, choices=State.choices)
    barrier = models.CharField(max_length=10, choices=Barrier.choices, blank=True)
    # The day from which it may be offered again; none: not before they ask.
    ask_again_on = models.DateField(null=True, blank=True)
    first_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "course_key"], name="one_offer_of_a_course_to_a_person"),
            models.CheckConstraint(condition=Q(barrier="") | Q(state="declined"), name="only_a_no_has_a_barrier"),
            models.CheckConstraint(
                condition=Q(ask_again_on__isnull=True) | Q(state="declined"), name="only_a_no_is_asked_again"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course_key}: {self.get_state_display()}"


class OfferMove(models.Model):
    """A step: when, by whom, and to what."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="moves")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # As the person reads it: "you", "a nurse at Elm Bank Surgery".
    by_whom = models.CharField(max_length=300)
    state = models.CharField(max_length=12, choices=Offer.State.choices)
    barrier = models.CharField(max_length=10, choices=Offer.Barrier.choices, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.by_whom}: {self.get_state_display()}"
