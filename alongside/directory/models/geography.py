"""Where postcodes and places are."""

from django.db import models


class Postcode(models.Model):
    """The middle of a postcode, in degrees, and how deprived the neighbourhood is (IMD decile, 1 the most)."""

    code = models.CharField(max_length=7, primary_key=True)  # without a space
    latitude = models.FloatField()
    longitude = models.FloatField()
    decile = models.PositiveSmallIntegerField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.code[:-3]} {self.code[-3:]}"
