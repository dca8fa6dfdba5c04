"""What the person says before the appointment.

The form follows the method of PRISMS (say what the problems are, how big each is, which come first) in our own words.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.agenda.areas import title_of
from alongside.agenda.models.appointments import Appointment


class Preparation(models.Model):
    """One person's preparation for one appointment. Saved field by field; sent when the person says so."""

    class GivenBy(models.TextChoices):
        PERSON = "person", _("the person")
        CARER = "carer", _("somebody who acts for them")
        STAFF = "staff", _("typed in by staff")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    appointment = models.OneToOneField(Appointment, on_delete=models.CASCADE, related_name="preparation")
    most_important = models.TextField(blank=True)
    given_by = models.CharField(max_length=10, choices=GivenBy.choices, default=GivenBy.PERSON)
    typed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    started_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Preparation for {self.appointment}"


class Concern(models.Model):
    """One thing on the person's mind."""

    class Bother(models.IntegerChoices):
        A_LITTLE = 1, _("a little")
        QUITE_A_BIT = 2, _("quite a bit")
        A_LOT = 3, _("a lot")

    class Wish(models.TextChoices):
        TALK = "talk", _("talk it over")
        INFORMATION = "information", _("information")
        SOMEONE = "someone", _("someone to help")
        JUST_SAY = "just_say", _("just so you know")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    preparation = models.ForeignKey(Preparation, on_delete=models.CASCADE, related_name="concerns")
    # A key of content/areas.toml, "sleep"; "other" has the person's own title in `words`.
    area = models.CharField(max_length=30)
    words = models.TextField(blank=True)
    bother = models.PositiveSmallIntegerField(choices=Bother.choices, null=True, blank=True)
    wish = models.CharField(max_length=15, choices=Wish.choices, blank=True)
    # 1, 2 or 3 for what matters most this time.
    rank = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["rank", "-bother", "area"]
        constraints = [
            models.UniqueConstraint(fields=["preparation", "area"], name="an_area_is_named_once"),
            models.UniqueConstraint(
                fields=["preparation", "rank"], condition=Q(rank__isnull=False), name="one_concern_at_each_rank"
            ),
            models.CheckConstraint(condition=Q(rank__isnull=True) | Q(rank__range=(1, 3)), name="three_ranks"),
            models.CheckConstraint(condition=Q(bother__isnull=True) | Q(bother__range=(1, 3)), name="three_sizes"),
        ]

    def __str__(self) -> str:
        return self.area

    @property
    def title(self) -> str:
        return title_of(self.area, self.words)
