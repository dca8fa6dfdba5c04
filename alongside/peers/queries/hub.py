"""What needs whoever looks after peer support, all on one page."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from alongside.peers.models import BuddyRequest, Group, Questionnaire, SupportRequest, Worry
from alongside.peers.queries.standing import agreed
from alongside.peers.queries.volunteers.list import crews
from alongside.people.access import Can, organisations_for
from alongside.people.models import User


@dataclass(frozen=True)
class Hub:
    """How many of each there are to look at."""

    worries: int
    waiting: int
    support: int
    to_read: int
    promises: int  # that people were to hear by now
    to_thank: int


def hub_of(user: User | AnonymousUser) -> Hub | None:
    """None for whoever looks after nobody's buddies. A few queries, and some for each organisation looked after."""
    here: set[UUID] = set(organisations_for(user, Can.MATCH_BUDDIES))
    if not here:
        return None
    waiting = BuddyRequest.objects.filter(agreed(), organisation__in=here, state=BuddyRequest.State.WAITING)
    overdue = Questionnaire.objects.filter(organisation__in=here, report_by__lt=timezone.localdate())
    return Hub(
        worries=Worry.objects.open().filter(match__request__organisation__in=here).count(),
        waiting=waiting.count(),
        support=SupportRequest.objects.open().filter(group__organisation__in=here).count(),
        to_read=Group.objects.to_read().filter(organisation__in=here).count(),
        promises=overdue.filter(state__in=[Questionnaire.State.OPEN, Questionnaire.State.CLOSED]).count(),
        to_thank=sum(len(crew.to_thank) for crew in crews(user)),
    )
