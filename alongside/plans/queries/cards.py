"""A goal with all that is shown about it, and the whole plan."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from alongside.people.models import Person
from alongside.plans.models import (
    Action,
    CheckIn,
    Confidence,
    FollowUp,
    Goal,
    Plan,
    PlanContact,
    WarningSign,
)
from alongside.plans.sparkline import sparkline

SUGGESTED_GOALS = 3
SURE_ENOUGH = 7


@dataclass(frozen=True)
class GoalCard:
    """A goal with everything the plan page shows about it."""

    goal: Goal
    step: Action | None
    earlier_steps: list[Action]
    confidences: list[Confidence]
    importances: list[Confidence]
    answers: list[CheckIn]  # newest first
    silent: bool  # the last question had no answer
    next: FollowUp | None

    @property
    def values(self) -> list[int]:
        return [row.value for row in self.confidences]

    @property
    def chart(self) -> str:
        return sparkline(self.values)

    @property
    def line(self) -> str:
        """The goal as the next clinician reads it: "walk to the shop, 4 of 7 days, confidence 6, was 5"."""
        latest = self.answers[0] if self.answers else None
        parts = [self.step.what if self.step else self.goal.words, _days(latest), _sure(self.values)]
        return ", ".join(part for part in parts if part)

    @property
    def asked(self) -> bool:
        """Whether the question went out and waits for its answer."""
        return self.next is not None and self.next.state == FollowUp.State.ASKED

    @property
    def words(self) -> str:
        """Everything about the goal in free words, the answers too."""
        goal = self.goal
        said = [goal.words, goal.why, goal.barrier, goal.then_i_will, goal.would_raise, goal.helper]
        for step in [*self.earlier_steps, *([self.step] if self.step else [])]:
            said += [step.what, step.where, step.how_much, step.when]
        return "\n".join([*said, *(answer.words for answer in self.answers)])

    @property
    def on_paper(self) -> list[str]:
        """What the booklet says under the goal's own words, a line each."""
        goal = self.goal
        in_the_way = _("If %(barrier)s") % {"barrier": goal.barrier} if goal.barrier else ""
        lines = [
            self.step.sentence if self.step else "",
            ": ".join(part for part in [in_the_way, goal.then_i_will] if part),
            _("Helped by %(helper)s") % {"helper": goal.helper} if goal.helper else "",
            _("How sure: %(value)s out of 10") % {"value": self.values[-1]} if self.values else "",
        ]
        return [line for line in lines if line]

    @property
    def agreed_with(self) -> str:
        """Who agreed it with the person; empty when they wrote it themselves."""
        return "" if self.goal.agreed_with.startswith("you") else self.goal.agreed_with


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
    def words(self) -> str:
        """Everything in free words, for the one question whether to show where to get help."""
        said = [self.what_matters, *(card.words for card in self.goals), *(goal.words for goal in self.ended)]
        said += [f"{row.sign}\n{row.what_to_do}" for row in self.warning_signs]
        said += [f"{row.name}\n{row.how}" for row in self.contacts]
        return "\n".join(said)

    @property
    def many_goals(self) -> bool:
        return are_many(len(self.goals))


def active_cards(person: Person) -> list[GoalCard]:
    """The goals that go on, in a fixed number of queries."""
    return [_card(goal) for goal in _with_history(_active(person))]


def card_of(goal: Goal) -> GoalCard:
    return _card(_with_history(Goal.objects.filter(pk=goal.pk)).get())


def are_many(goals: int) -> bool:
    return goals >= SUGGESTED_GOALS


def has_many_goals(person: Person) -> bool:
    return are_many(_active(person).count())


def plan_in_short(person: Person) -> Plan:
    """The plan without its goals and lists; a person without one has an empty one, not saved."""
    return Plan.objects.filter(person=person).first() or Plan(person=person)


def plan_page(person: Person) -> PlanPage:
    """Everything on the plan, in a fixed number of queries."""
    plan = Plan.objects.filter(person=person).prefetch_related("warning_signs", "contacts").first()
    if plan is None:
        return PlanPage(person=person)
    return PlanPage(
        person=person,
        what_matters=plan.what_matters,
        review_on=plan.review_on,
        goals=active_cards(person),
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
