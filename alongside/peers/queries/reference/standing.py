"""Who may be asked now, and how the rows are held."""

from datetime import timedelta

from django.db.models import Count, F, Q
from django.utils import timezone

from alongside.peers.models import Questionnaire, ReferenceMember
from alongside.people.models import Organisation

A_YEAR = timedelta(days=365)


def can_be_asked(organisation: Organisation) -> list[ReferenceMember]:
    """Those who said yes and have not been asked as often as they wished at most, in a year or in a month."""
    now = timezone.now()
    lately = Count("invitations", filter=Q(invitations__asked_at__gt=now - A_YEAR))
    this_month = Count("invitations", filter=Q(invitations__asked_at__gt=now - A_YEAR / 12))
    rows = ReferenceMember.objects.here().filter(organisation=organisation).select_related("person")
    return list(rows.annotate(lately=lately, this_month=this_month).filter(lately__lt=F("at_most"), this_month=0))


def questionnaire_locked(questionnaire: Questionnaire) -> Questionnaire:
    """The row as it is now, held until the transaction ends."""
    rows = Questionnaire.objects.select_for_update(of=("self",)).select_related("organisation")
    return rows.get(pk=questionnaire.pk)
