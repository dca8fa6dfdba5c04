"""What a service costs, in which languages it can be had, and who answers for it."""

from django.db import models

from alongside.directory.models.services import Service


class CostOption(models.Model):
    """One of the prices: "over 60s", 3.50 pounds, "a session". An amount of 0 is free; none is not known."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="cost_options")
    option = models.CharField(max_length=300, blank=True)
    amount = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, default="GBP")
    amount_description = models.CharField(max_length=500, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["amount", "option"]

    def __str__(self) -> str:
        return " ".join(filter(None, [self.option, str(self.amount or ""), self.amount_description]))


class Language(models.Model):
    """A language in which a service can be had without an interpreter. `code` is ISO 639 where its source says it."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="languages")
    name = models.CharField(max_length=100)
    code = models.CharField(max_length=10, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Contact(models.Model):
    """Somebody at the service to ask for, as their service made it public."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=300, blank=True)
    title = models.CharField(max_length=300, blank=True)
    department = models.CharField(max_length=300, blank=True)
    email = models.CharField(max_length=254, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.name, self.title, self.department])) or self.email


class Phone(models.Model):
    """A number besides the one to ring first: a text phone, a line in another language, a contact's own."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="phones")
    number = models.CharField(max_length=50)
    extension = models.CharField(max_length=20, blank=True)
    # HSDS: text, voice, fax, cell, video, pager, textphone.
    type = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=100, blank=True)
    description = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return self.number
