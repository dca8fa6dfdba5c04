"""The map as it stood on a day."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import OuterRef, Q, Subquery
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from alongside.peers.coproduction import Cell, Level, cells, pyramid
from alongside.peers.models import Activity, Placing
from alongside.people.access import Can, organisation_for, organisations_for
from alongside.people.models import Organisation, User


@dataclass(frozen=True)
class Placed:
    """An activity, and where it stood."""

    activity: Activity
    placing: Placing


@dataclass(frozen=True)
class Map:
    on: date
    placed: list[Placed]

    @property
    def cells(self) -> list[tuple[Cell, list[Placed]]]:
        """All nine, empty ones too: what nobody does is worth seeing."""
        return [(cell, [row for row in self.placed if row.placing.cell == cell]) for cell in cells()]

    @property
    def levels(self) -> list[tuple[str, str, list[Placed]]]:
        """The pyramid from the top down: key, words, and what stands there."""
        words = pyramid()
        return [
            (level, words[level], [row for row in self.placed if row.activity.level == level]) for level in list(Level)
        ]


def places_mapped(user: User | AnonymousUser, can: Can = Can.SEE_COPRODUCTION) -> list[Organisation]:
    """The organisations whose map an account may see, or change."""
    return list(Organisation.objects.filter(pk__in=organisations_for(user, can)).order_by("name"))


def map_of(organisations: list[Organisation], on: date) -> Map:
    """In two queries, however many activities there are."""
    last = Placing.objects.filter(activity=OuterRef("pk"), on__lte=on).order_by("-on").values("pk")[:1]
    rows = Activity.objects.filter(organisation__in=organisations).exclude(ended_on__lte=on)
    found = list(rows.annotate(last=Subquery(last)).exclude(last=None).select_related("organisation"))
    placings = Placing.objects.in_bulk([vars(row)["last"] for row in found])
    return Map(on, [Placed(row, placings[vars(row)["last"]]) for row in found])


def activity_for(request: HttpRequest, pk: UUID) -> Activity:
    """An activity of an organisation whose map the account keeps; otherwise 404."""
    found = get_object_or_404(Activity.objects.filter(Q(ended_on=None)).select_related("organisation"), pk=pk)
    organisation_for(request, found.organisation_id, Can.MAP_COPRODUCTION)
    return found
