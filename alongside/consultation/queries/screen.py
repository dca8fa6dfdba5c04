"""Everything the one screen shows, read in a fixed number of queries however long the person's history is."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from alongside.agenda.models import AgendaItem, Visit
from alongside.agenda.queries import Agenda, ResultLine, agenda_of, results_beforehand, visit_for, visit_note
from alongside.people.access import Can
from alongside.people.conditions import name_of
from alongside.people.languages import name_of as language_name
from alongside.people.models import CarerAgreement, ContactPreference, Person
from alongside.people.queries.sharing import Sharing, sharing_of
from alongside.plans.queries import PlanPage, plan_page, plan_text
from alongside.programmes.queries import OfferLine, offers_for
from alongside.ui.crisis import suggests_crisis
from alongside.worklist.models import Task

LATEST_RESULTS = 6
LATEST_TASKS = 5


@dataclass(frozen=True)
class Screen:
    visit: Visit
    person: Person
    conditions: list[str]
    contact: list[str]
    last_visit: Visit | None
    sharing: Sharing
    most_important: str
    agenda: Agenda
    plan: PlanPage
    results: list[ResultLine]
    tasks: list[Task]
    offers: list[OfferLine]


def item_for(request: HttpRequest, pk: UUID, capability: Can) -> AgendaItem:
    """Fetch an agenda item if the account holds `capability` about the person it is about; otherwise 404."""
    item = get_object_or_404(AgendaItem, pk=pk)
    item.visit = visit_for(request, item.visit_id, capability)
    return item


def note_of(screen: Screen) -> str:
    """The agenda and the plan as plain text, to paste into any record system."""
    return f"{visit_note(screen.visit, screen.agenda)}\n\n{plan_text(screen.plan)}"


def needs_help_shown(screen: Screen) -> bool:
    """Whether anything on the screen in the person's words suggests that they may be at risk."""
    lines = [*screen.agenda.priorities, *screen.agenda.others]
    said = [screen.most_important, screen.plan.words, *(line.words for line in lines)]
    return suggests_crisis("\n".join(said))


def screen_for(visit: Visit) -> Screen:
    """Gather the clinician's screen for one visit."""
    person = visit.person
    sharing = sharing_of(person)
    return Screen(
        visit=visit,
        person=person,
        conditions=_conditions(person),
        contact=_contact(person, sharing.carers),
        last_visit=_last_visit(visit),
        sharing=sharing,
        most_important=_most_important(visit),
        agenda=agenda_of(visit),
        plan=plan_page(person),
        results=results_beforehand(person)[:LATEST_RESULTS],
        offers=_offers(person),
        tasks=list(Task.objects.open().filter(person=person).select_related("team")[:LATEST_TASKS]),
    )


def _offers(person: Person) -> list[OfferLine]:
    """Courses to speak of: not offered yet, or due to be asked again; then what they are thinking about or are on."""
    lines, today = offers_for(person), timezone.localdate()
    shown = [line for line in lines if line.enrolment or line.is_due(today) or line.is_open]
    # No course waits for ever behind those that were spoken of: what has no answer comes first.
    return sorted(shown, key=lambda line: not line.is_due(today))


def _conditions(person: Person) -> list[str]:
    """The long-term conditions we have material for, each once, in the order they began."""
    kinds = person.conditions.filter(abated=None).exclude(kind="").values_list("kind", flat=True)
    return [name_of(kind) for kind in dict.fromkeys(kinds)]


def _contact(person: Person, carers: list[CarerAgreement]) -> list[str]:
    """How to reach them and what they need, in few words: ["text message", "large print", "with daughter"]."""
    preference = ContactPreference.of(person)
    words = [str(preference.get_channel_display())]
    if preference.large_print:
        words.append(_("large print"))
    if preference.needs_interpreter:
        words.append(_("interpreter (%(language)s)") % {"language": language_name(preference.language)})
    return words + [_("with %(carer)s") % {"carer": row.relationship or _("a carer")} for row in carers]


def _last_visit(visit: Visit) -> Visit | None:
    return Visit.objects.filter(person=visit.person, started_at__lt=visit.started_at).order_by("-started_at").first()


def _most_important(visit: Visit) -> str:
    return visit.prepared.most_important if visit.prepared else ""
