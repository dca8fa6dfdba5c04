"""What people looked for and did not find. Nobody is attached: it tells what is missing, not who misses it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone


class UnmetNeed(models.Model):
    """Something looked for on one day, in one neighbourhood, with no good answer, and how often."""

    on = models.DateField(default=timezone.localdate)
    # In small letters, without what could be a number, an address or an e-mail of somebody.
    words = models.CharField(max_length=200)
    # What search understood, keys of the vocabulary parted by spaces.
    needs = models.CharField(max_length=200, blank=True)
    # The first half of a postcode, or a place's name; never a full postcode.
    near = models.CharField(max_length=60, blank=True)
    times = models.PositiveIntegerField(default=1)
    # Told on purpose, on the page that says nothing was found.
    told = models.BooleanField(default=False)

    class Meta:
        ordering = ["-on", "words"]
        constraints = [
            models.UniqueConstraint(fields=["on", "words", "near", "told"], name="one_row_a_day_for_the_same_words"),
            models.CheckConstraint(condition=~Q(words=""), name="an_unmet_need_has_words"),
        ]

    def __str__(self) -> str:
        return self.words
