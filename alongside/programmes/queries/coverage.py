"""How much of one team has been trained, by name: for the team itself."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alongside.people.access import Can, organisations_for
from alongside.people.models import Membership, Organisation, Role, User
from alongside.programmes.models import Cohort, Target, Training
from alongside.programmes.queries.learning import modules_done

# What a team that set none is held against. Our own number: the sources speak of a critical mass and give none.
USUAL_TARGET = 75
LEVEL_NAMES = {
    "bronze": gettext_lazy("Two hours"),
    "silver": gettext_lazy("Half a day"),
    "gold": gettext_lazy("Full course"),
    "wise": gettext_lazy("Whole practice"),
    "refresher": gettext_lazy("Refresher"),
}
LEVELS = tuple(LEVEL_NAMES)
# The sites of Co-creating Health came to offer a refresher once or twice a year (section 4.3 of their evaluation).
REFRESH_AFTER = timedelta(days=365)


@dataclass(frozen=True)
class Line:
    """Somebody of the team: on which day they last did each level."""

    name: str
    role: str
    clinician: bool
    days: dict[str, date] = field(default_factory=dict)
    modules: int = 0  # of e-learning: shown, and not counted as trained

    @property
    def trained(self) -> bool:
        return bool(self.days)

    def is_due(self, today: date) -> bool:
        """Whether it is time for a refresher."""
        return self.trained and max(self.days.values()) + REFRESH_AFTER < today


@dataclass(frozen=True)
class Share:
    """How many of how many, against what was set."""

    trained: int
    people: int
    target: int

    @property
    def percent(self) -> int:
        return round(100 * self.trained / self.people) if self.people else 0

    @property
    def reached(self) -> bool:
        return self.people > 0 and 100 * self.trained >= self.target * self.people

    @property
    def lacking(self) -> int:
        """How many more reach the target."""
        return max(0, -(-self.target * self.people // 100) - self.trained)

    @property
    def words(self) -> str:
        return _("%(trained)d of %(people)d, %(percent)d%%") % {
            "trained": self.trained, "people": self.people, "percent": self.percent,
        }  # fmt: skip

    @property
    def aim(self) -> str:
        """The target, and how far it is."""
        if not self.people:
            return f"{self.target}%"
        still = _("%(n)d more") % {"n": self.lacking} if self.lacking else _("reached")
        return f"{self.target}%: {still}"


@dataclass(frozen=True)
class Coverage:
    lines: list[Line]
    share: Share
    own_target: bool
    next: list[str]


def coverage_of(organisation: Organisation) -> Coverage:
    """One team, by name."""
    lines = _lines(organisation)
    target = Target.objects.filter(organisation=organisation).first()
    trained = sum(line.trained for line in lines)
    share = Share(trained, len(lines), target.percent if target else USUAL_TARGET)
    return Coverage(lines, share, target is not None, _next(organisation, lines, share)[:3])


def _lines(organisation: Organisation) -> list[Line]:
    here = Membership.objects.current().filter(organisation=organisation, user__is_active=True)
    members = {row.user_id: row for row in here.select_related("user").order_by("user__name")}
    days: dict[UUID, dict[str, date]] = defaultdict(dict)
    for row in Training.objects.filter(user__in=list(members)).order_by("on"):
        days[row.user_id][row.level] = row.on
    done = modules_done(list(members))
    lines = [
        Line(row.user.name, row.called, row.role == Role.CLINICIAN, days.get(pk, {}), done[pk])
        for pk, row in members.items()
    ]
    return sorted(lines, key=lambda line: (line.role, line.name))


def _next(organisation: Organisation, lines: list[Line], share: Share) -> list[str]:
    """What would help most, the first first."""
    today, words = timezone.localdate(), []
    clinicians = [line for line in lines if line.clinician]
    if clinicians and not any(line.trained for line in clinicians):
        words.append(_("Nobody who sees patients has been trained yet. Begin with those whom others look to."))
    if share.lacking:
        planned = Cohort.objects.filter(team=organisation, state__in=[Cohort.State.OPEN, Cohort.State.RUNNING]).exists()
        then = _("A course is planned.") if planned else _("No course is planned: ask the coordinator.")
        more = _("Train %(n)d more.") % {"n": share.lacking}
        words.append(f"{more} {then}")
    if due := sum(line.is_due(today) for line in lines):
        many = ngettext("A refresher is due for %(n)d person.", "A refresher is due for %(n)d people.", due)
        words.append(many % {"n": due})
    if lines and not words:
        words.append(_("Enough of you are trained. Speak of one thing you tried in each team meeting."))
    return words


def teams_by_name(user: User | AnonymousUser) -> list[Organisation]:
    """The teams whose people's training an account may see by name: its own."""
    return list(Organisation.objects.filter(pk__in=organisations_for(user, Can.SEE_COVERAGE_BY_NAME)).order_by("name"))
