"""The one agenda of a visit, for the clinician's screen and for the note."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from alongside.agenda.destinations import destinations
from alongside.agenda.models import AgendaItem, Concern, Visit
from alongside.agenda.priorities import PRIORITIES

Disposition = AgendaItem.Disposition


@dataclass(frozen=True)
class AgendaLine:
    """One line. `bother` and `wish` are words ("a lot", "talk it over"), "" when nothing was said."""

    item: AgendaItem
    title: str
    words: str
    bother: str
    wish: str
    carried_from_day: date | None
    outcome: str


@dataclass(frozen=True)
class Agenda:
    """The person's first three, whatever else they said, and the review tasks."""

    priorities: list[AgendaLine]
    others: list[AgendaLine]
    reviews: list[AgendaLine]

    @property
    def open(self) -> list[AgendaLine]:
        """What has no answer yet."""
        return [line for line in [*self.priorities, *self.others, *self.reviews] if not line.item.disposition]


def agenda_of(visit: Visit) -> Agenda:
    """The agenda in order, in one query."""
    items = visit.items.select_related("concern", "carried_from__visit", "carried_from__concern").order_by("position")
    concerns = [_concern_line(item, item.concern) for item in items if item.concern is not None]
    tasks = [_review_line(item) for item in items if item.concern is None]
    return Agenda(priorities=concerns[:PRIORITIES], others=concerns[PRIORITIES:], reviews=tasks)


def _concern_line(item: AgendaItem, concern: Concern) -> AgendaLine:
    return AgendaLine(
        item=item,
        title=concern.title,
        words=words_of(item),
        bother=str(concern.get_bother_display()) if concern.bother else "",
        wish=str(concern.get_wish_display()) if concern.wish else "",
        carried_from_day=_carried_day(item),
        outcome=outcome_of(item),
    )


def words_of(item: AgendaItem) -> str:
    """The person's words, or those said when it was carried: naming an area again without words takes none away."""
    before = item.carried_from.concern if item.carried_from else None
    said = item.concern.words if item.concern else ""
    return said or (before.words if before else "")


def _review_line(item: AgendaItem) -> AgendaLine:
    day = _carried_day(item)
    return AgendaLine(
        item=item, title=item.title, words="", bother="", wish="", carried_from_day=day, outcome=outcome_of(item)
    )


def _carried_day(item: AgendaItem) -> date | None:
    return timezone.localdate(item.carried_from.visit.started_at) if item.carried_from else None


def outcome_of(item: AgendaItem) -> str:
    """What became of it, for the team: "handed to: pharmacist"; "" while open."""
    if item.disposition == Disposition.HANDED:
        to = destinations().get(item.handed_to)
        return _("handed to: %(whom)s") % {"whom": to.title.lower() if to else item.handed_to}
    if item.disposition == Disposition.DONE and item.concern_id is None:
        return _("done today")
    return str(item.get_disposition_display()) if item.disposition else ""


def visit_note(visit: Visit, agenda: Agenda) -> str:
    """The agenda part of the note to paste into a record: what was on it, and what became of each thing."""
    said = "; ".join(_said(line) for line in [*agenda.priorities, *agenda.others])
    done = "; ".join(f"{line.title} ({line.outcome or _('no answer yet')})" for line in agenda.reviews)
    lines = [_("Agenda: %(things)s.") % {"things": said} if said else _("Agenda: nothing prepared beforehand.")]
    if visit.prepared and visit.prepared.most_important:
        most = visit.prepared.most_important.strip()
        lines.append(_("Most important to the person: “%(words)s”") % {"words": most})
    lines += [_("Review tasks: %(things)s.") % {"things": done}] if done else []
    return "\n".join(lines)


def _said(line: AgendaLine) -> str:
    facts = ", ".join(fact for fact in [line.bother, line.wish] if fact)
    return f"{line.title}{f' ({facts})' if facts else ''}: {line.outcome or _('no answer yet')}"
