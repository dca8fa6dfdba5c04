"""How much of each team of a health economy has been trained: how many, never who."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.utils import timezone

from alongside.people.models import Membership, Organisation
from alongside.programmes.models import Target
from alongside.programmes.queries.coverage import LEVEL_NAMES, LEVELS, REFRESH_AFTER, USUAL_TARGET, Share

PLACES = (Organisation.Kind.PRACTICE, Organisation.Kind.TEAM)
# Of a team of fewer, whoever is not of it would read from a share who it is.
FEWEST_OF_A_TEAM = 5
A_PAGE_OF = 100


@dataclass(frozen=True)
class TeamLine:
    """A team among others, for people who are not of it: of a small one a share would tell who."""

    organisation: Organisation
    share: Share
    levels: Mapping[str, int]  # how many of its people ever had each
    due: int  # for a refresher

    @property
    def had(self) -> str:
        """How many had what, in words."""
        return ", ".join(f"{LEVEL_NAMES[level]}: {count}" for level, count in self.levels.items() if count)

    @property
    def is_small(self) -> bool:
        return 0 < self.share.people < FEWEST_OF_A_TEAM


@dataclass(frozen=True)
class Teams:
    """All of them together, and one page of those asked for. What is hidden of a small team is in no sum either."""

    page: Page  # of TeamLine
    compared: int  # teams of five or more people
    reached: int  # of them, what they set
    trained: int  # of their people
    people: int
    due: int

    @property
    def percent(self) -> int:
        return round(100 * self.trained / self.people) if self.people else 0


def teams_of(organisations: Collection[UUID], *, named: str = "", number: str | int = 1) -> Teams:
    """The teams among those an account may compare: all together, and a page of those with `named` in their name."""
    lines = lines_of_teams(organisations)
    asked = [line for line in lines if named.casefold() in line.organisation.name.casefold()]
    large = [line for line in lines if line.share.people >= FEWEST_OF_A_TEAM]
    return Teams(
        page=Paginator(asked, A_PAGE_OF).get_page(number),
        compared=len(large),
        reached=sum(line.share.reached for line in large),
        trained=sum(line.share.trained for line in large),
        people=sum(line.share.people for line in large),
        due=sum(line.due for line in large),
    )


def lines_of_teams(organisations: Collection[UUID]) -> list[TeamLine]:
    """Each of them, least trained first, and at the end those that are small or have nobody.

    In three queries, however many teams.
    """
    current = Membership.objects.current().filter(user__is_active=True, organisation__in=organisations)
    lately = timezone.localdate() - REFRESH_AFTER
    asked = {"trained": Q(user__trainings__isnull=False), "fresh": Q(user__trainings__on__gte=lately)}
    asked |= {level: Q(user__trainings__level=level) for level in LEVELS}
    counts = {name: Count("user", distinct=True, filter=which) for name, which in asked.items()}
    counted = current.values("organisation").annotate(people=Count("user", distinct=True), **counts).order_by()
    numbers = {row["organisation"]: row for row in counted}
    targets = dict(Target.objects.filter(organisation__in=organisations).values_list("organisation_id", "percent"))
    rows = Organisation.objects.filter(pk__in=organisations, kind__in=PLACES)
    return sorted((_team_line(row, numbers.get(row.pk), targets.get(row.pk, USUAL_TARGET)) for row in rows), key=_place)


def _team_line(organisation: Organisation, counted: Mapping[str, int] | None, target: int) -> TeamLine:
    found = counted or defaultdict(int)
    share = Share(found["trained"], found["people"], target)
    return TeamLine(organisation, share, {level: found[level] for level in LEVELS}, found["trained"] - found["fresh"])


def _place(line: TeamLine) -> tuple[bool, int, str]:
    """By share, but for small teams, whose share their place would tell."""
    small = line.share.people < FEWEST_OF_A_TEAM
    return small, 0 if small else line.share.percent, line.organisation.name
