"""Reading a plan: the one line a clinician sees, the whole page, the text to paste."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from alongside.people.access import Can, person_for
from alongside.people.models import Person
from alongside.plans.models import Action, CheckIn, Confidence, FollowUp, Goal, Plan, PlanContact, WarningSign

SUGGESTED_GOALS = 3
SURE_ENOUGH = 7


@dataclass(frozen=True)
class GoalLine:
    """A goal as the next clinician reads it: "walk to the shop, 4 of 7 days, confidence 6, was 5"."""

    goal: Goal
    line: str
    confidences: list[int]  # oldest first
    latest: CheckIn | None
    silent: bool  # the last question had no answer
    next_due: date | None


@dataclass(frozen=True)
class GoalCard:
    """A goal with everything the plan page shows about it."""

    goal: Goal
    step: Action | None
    earlier_steps: list[Action]
    confidences: list[Confidence]
    importances: list[Confidence]
    answers: list[CheckIn]  # newest first
    silent: bool
    next: FollowUp | None


@dataclass(frozen=True)
class PlanPage:
    """My Health Plan. A person without a plan yet has one with nothing in it."""

    person: Person
    what_matters: str = ""
    review_on: date | None = None
    goals: list[GoalCard] = field(default_factory=list)
    ended: list[Goal] = field(default_factory=list)
    warning_signs: list[WarningSign] = field(default_factory=list)
    contacts: list[PlanContact] = field(default_factory=list)

    @property
    def many_goals(self) -> bool:
        return len(self.goals) >= SUGGESTED_GOALS


def goal_lines(person: Person) -> list[GoalLine]:
    """One line per active goal, in a fixed number of queries."""
    return [_line(_card(goal)) for goal in _with_history(_active(person))]


def plan_page(person: Person) -> PlanPage:
    """Everything on the plan, in a fixed number of queries."""
    plan = Plan.objects.filter(person=person).prefetch_related("warning_signs", "contacts").first()
    if plan is None:
        return PlanPage(person=person)
    return PlanPage(
        person=person,
        what_matters=plan.what_matters,
        review_on=plan.review_on,
        goals=[_card(goal) for goal in _with_history(_active(person))],
        ended=list(Goal.objects.filter(plan=plan).exclude(state=Goal.State.ACTIVE).order_by("-ended_at")),
        warning_signs=list(plan.warning_signs.all()),
        contacts=list(plan.contacts.all()),
    )


def _active(person: Person) -> QuerySet[Goal]:
    return Goal.objects.filter(plan=person.pk, state=Goal.State.ACTIVE)


def _with_history(goals: QuerySet[Goal]) -> QuerySet[Goal]:
    asked = FollowUp.objects.select_related("check_in").order_by("due")
    return goals.prefetch_related("actions", "confidences", Prefetch("follow_ups", asked)).order_by("agreed_at")


def _card(goal: Goal) -> GoalCard:
    steps, rated, asked = list(goal.actions.all()), list(goal.confidences.all()), list(goal.follow_ups.all())
    heard = [f for f in asked if f.state in {FollowUp.State.ANSWERED, FollowUp.State.SILENT}]
    answers = [f.answer for f in asked if f.answer]
    return GoalCard(
        goal=goal,
        step=next((step for step in steps if step.until is None), None),
        earlier_steps=[step for step in steps if step.until],
        confidences=[row for row in rated if row.kind == Confidence.Kind.CONFIDENCE],
        importances=[row for row in rated if row.kind == Confidence.Kind.IMPORTANCE],
        answers=sorted(answers, key=lambda answer: answer.at, reverse=True),
        silent=bool(heard) and heard[-1].state == FollowUp.State.SILENT,
        next=next((f for f in asked if f.state in FollowUp.UNDER_WAY), None),
    )


def _line(card: GoalCard) -> GoalLine:
    latest = card.answers[0] if card.answers else None
    values = [row.value for row in card.confidences]
    parts = [card.step.what if card.step else card.goal.words, _days(latest), _sure(values)]
    return GoalLine(
        goal=card.goal,
        line=", ".join(part for part in parts if part),
        confidences=values,
        latest=latest,
        silent=card.silent,
        next_due=card.next.due if card.next else None,
    )


def _days(answer: CheckIn | None) -> str:
    if answer is None:
        return ""
    if answer.days_done is None:
        return str(answer.get_going_display())
    return _("%(done)s of 7 days") % {"done": answer.days_done}


def _sure(values: list[int]) -> str:
    if not values:
        return ""
    now = _("confidence %(now)s") % {"now": values[-1]}
    return now + (_(", was %(before)s") % {"before": values[-2]} if len(values) > 1 else "")


def plan_text(person: Person) -> str:
    """The plan as plain text, to paste into any record system."""
    page = plan_page(person)
    blocks = [
        _block(_("What matters to me"), [page.what_matters]),
        _block(_("Goals"), [part for card in page.goals for part in _goal_text(card)]),
        _block(_("Warning signs"), [f"- {row.sign}: {row.what_to_do}" for row in page.warning_signs]),
        _block(_("Who helps"), ["- " + _contact_text(row) for row in page.contacts]),
        _block(_("Review"), [f"{page.review_on:%d %b %Y}" if page.review_on else ""]),
    ]
    said = [block for block in blocks if block]
    return "\n\n".join([_("MY HEALTH PLAN: %(name)s") % {"name": person.name}, *(said or [_("Nothing written yet.")])])


def _block(title: str, lines: list[str]) -> str:
    said = [line for line in lines if line]
    return "\n".join([title.upper(), *said]) if said else ""


def _goal_text(card: GoalCard) -> list[str]:
    goal, line = card.goal, _line(card)
    return [
        f"- {goal.words} ({_('agreed')} {goal.agreed_at:%d %b %Y}, {goal.agreed_with})",
        f"  {_('Why')}: {goal.why}" if goal.why else "",
        f"  {_('Step')}: {card.step.sentence}" if card.step else "",
        f"  {_('Now')}: {line.line}",
        f"  {_('If')} {goal.barrier}: {goal.then_i_will}" if goal.barrier else "",
        f"  {_('Helped by')}: {goal.helper}" if goal.helper else "",
    ]


def _contact_text(row: PlanContact) -> str:
    return ", ".join(part for part in [row.name, row.how, row.phone] if part)


def goal_for(request: HttpRequest, pk: UUID, goal_pk: UUID, capability: Can) -> Goal:
    """A goal of the person's plan, if the account holds `capability` about them; otherwise 404."""
    person = person_for(request, pk, capability)
    goal = Goal.objects.filter(pk=goal_pk, plan=person.pk).select_related("plan__person").first()
    if goal is None:
        raise Http404("No such page.")
    return goal
