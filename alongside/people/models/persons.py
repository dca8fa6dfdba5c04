"""Persons, where they are registered, and what they live with."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.people.models.organisations import CurrentQuerySet, Organisation


class Person(models.Model):
    """Somebody who lives with one or more long-term conditions."""

    class Sex(models.TextChoices):
        FEMALE = "female", _("female")
        MALE = "male", _("male")
        OTHER = "other", _("other")
        UNKNOWN = "unknown", _("not known")

    class Ethnicity(models.TextChoices):
        """The five groups of the Census 2021 of England and Wales. Blank: they did not say."""

        ASIAN = "asian", _("Asian or Asian British")
        BLACK = "black", _("Black, Black British, Caribbean or African")
        MIXED = "mixed", _("Mixed or multiple ethnic groups")
        WHITE = "white", _("White")
        OTHER = "other", _("Another ethnic group")

    class Working(models.TextChoices):
        """When they work, so that somebody sees who cannot come in the daytime. Blank: they did not say."""

        DAYS = "days", _("works in the daytime")
        SHIFTS = "shifts", _("works shifts, or at night")
        NOT = "not", _("does not work")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    given_name = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100)
    known_as = models.CharField(max_length=100, blank=True)
    date_of_birth = models.DateField()
    sex = models.CharField(max_length=10, choices=Sex.choices, default=Sex.UNKNOWN)
    ethnicity = models.CharField(max_length=10, choices=Ethnicity.choices, blank=True)
    working = models.CharField(max_length=10, choices=Working.choices, blank=True)
    nhs_number = models.CharField("NHS number", max_length=10, null=True, blank=True, unique=True)
    address = models.CharField(max_length=300, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    died_on = models.DateField(null=True, blank=True)
    # Set when the person asked to be forgotten and the practice must keep the care record.
    restricted_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["family_name", "given_name"]

    def __str__(self) -> str:
        return self.name

    @property
    def called(self) -> str:
        """The name to call them by."""
        return self.known_as or self.given_name

    @property
    def name(self) -> str:
        """The name to call them by, with the family name."""
        return f"{self.called} {self.family_name}"


class PersonIdentifier(models.Model):
    """A number another system knows the person by."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="identifiers")
    system = models.CharField(max_length=200)
    value = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["system", "value"], name="identifier_names_one_person")]

    def __str__(self) -> str:
        return f"{self.system}|{self.value}"


class Registration(models.Model):
    """The practice that holds the person's record, from a day, perhaps until a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="registrations")
    practice = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="registrations")
    since = models.DateField(default=timezone.localdate)
    until = models.DateField(null=True, blank=True)

    objects = CurrentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(until__isnull=True), name="registered_at_one_practice"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} at {self.practice}"


class Condition(models.Model):
    """A diagnosis on the record. `kind` is ours (such as "copd") when it is one we have material for."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="conditions")
    kind = models.CharField(max_length=30, blank=True)
    code = models.CharField(max_length=40, blank=True)
    system = models.CharField(max_length=200, blank=True)
    display = models.CharField(max_length=300)
    onset = models.DateField(null=True, blank=True)
    abated = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300, null=True, blank=True, unique=True)

    class Meta:
        ordering = ["onset"]
        indexes = [models.Index(fields=["person", "kind"])]

    def __str__(self) -> str:
        return self.display
