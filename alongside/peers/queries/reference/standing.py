"""Who may be asked now, and how the rows are held."""

from collections import Counter
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from alongside.peers.models import Invitation, Questionnaire, ReferenceMember
from alongside.people.models import Organisation

A_YEAR = timedelta(days=365)


def can_be_asked(organisation: Organisation) -> list[ReferenceMember]:
    """Those who said yes and have not been asked as often as they wished at most, in a year, nor in the last month.

    Whoever left and came back is the same person.
    """
    now = timezone.now()
    asked = Invitation.objects.filter(questionnaire__organisation=organisation, asked_at__gt=now - A_YEAR)
    often, lately = Counter[UUID](), set[UUID]()
    for person, at in asked.values_list("member__person", "asked_at"):
        often[person] += 1
        if at > now - A_YEAR / 12:
            lately.add(person)
    rows = ReferenceMember.objects.here().filter(organisation=organisation).select_related("person").order_by("person")
    return [row for row in rows if often[row.person_id] < row.at_most and row.person_id not in lately]


def questionnaire_locked(questionnaire: Questionnaire) -> Questionnaire:
    """The row as it is now, held until the transaction ends."""
    rows = Questionnaire.objects.select_for_update(of=("self",)).select_related("organisation")
    return rows.get(pk=questionnaire.pk)
