"""Reading a plan: the one line a clinician sees, the whole page, the text to paste."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from alongside.messages.models import SignedLink
from alongside.people.access import Can, desks_for, person_for, visible_people
from alongside.people.models import Consent, ContactPreference, Organisation, Person, Purpose, User
from alongside.plans.models import (
    Action,
    CheckIn,
    Confidence,
    FollowUp,
    Goal,
    GoalScale,
    Plan,
    PlanContact,
    WarningSign,
)
from alongside.plans.sparkline import sparkline
from alongside.ui.formats import day
from alongside.worklist.working_days import after_working_days

SUGGESTED_GOALS = 3
SURE_ENOUGH = 7
CALL_WITHIN_WORKING_DAYS = 2


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
        said = [self.what_matters, *(card.words for card in self.goals)]
        said += [f"{row.sign}\n{row.what_to_do}" for row in self.warning_signs]
        said += [f"{row.name}\n{row.how}" for row in self.contacts]
        return "\n".join(said)

    @property
    def many_goals(self) -> bool:
        return are_many(len(self.goals))


@dataclass(frozen=True)
class Shared:
    """Somebody who shares their plan with a team, until a day."""

    person: Person
    team: Organisation
    until: date


def shared_with(user: User | AnonymousUser) -> list[Shared]:
    """Whoever shares their plan with the account's teams, by name."""
    consents = Consent.objects.in_force().filter(
        purpose=Purpose.OTHER_SERVICE,
        organisation__in=desks_for(user, Can.SEE_PLAN),
        person__in=visible_people(user, Can.SEE_PLAN),
    )
    rows = consents.select_related("person", "organisation").order_by("person__family_name", "person__given_name")
    return [Shared(row.person, row.organisation, row.until) for row in rows if row.organisation and row.until]


def active_cards(person: Person) -> list[GoalCard]:
    """The goals that go on, in a fixed number of queries."""
    return [_card(goal) for goal in _with_history(_active(person))]


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


def plan_text(page: PlanPage) -> str:
    """The plan as plain text, to paste into any record system."""
    blocks = [
        _block(_("What matters to me"), [page.what_matters]),
        _block(_("Goals"), [part for card in page.goals for part in _goal_text(card)]),
        _block(_("Warning signs"), [f"- {row.sign}: {row.what_to_do}" for row in page.warning_signs]),
        _block(_("Who helps"), ["- " + _contact_text(row) for row in page.contacts]),
        _block(_("Review"), [day(page.review_on) if page.review_on else ""]),
    ]
    said = [block for block in blocks if block]
    return "\n\n".join(
        [_("MY HEALTH PLAN: %(name)s") % {"name": page.person.name}, *(said or [_("Nothing written yet.")])]
    )


def _block(title: str, lines: list[str]) -> str:
    said = [line for line in lines if line]
    return "\n".join([title.upper(), *said]) if said else ""


def _goal_text(card: GoalCard) -> list[str]:
    goal = card.goal
    agreed = [_("agreed %(day)s") % {"day": day(goal.agreed_at)}, card.agreed_with]
    return [
        f"- {goal.words} ({', '.join(part for part in agreed if part)})",
        f"  {_('Why')}: {goal.why}" if goal.why else "",
        f"  {_('Step')}: {card.step.sentence}" if card.step else "",
        f"  {_('Now')}: {card.line}",
        f"  {_('If')} {goal.barrier}: {goal.then_i_will}" if goal.barrier else "",
        f"  {_('Helped by')}: {goal.helper}" if goal.helper else "",
    ]


def _contact_text(row: PlanContact) -> str:
    return ", ".join(part for part in [row.name, row.how, row.phone] if part)


def goal_for(request: HttpRequest, pk: UUID, capability: Can) -> Goal:
    """A goal, if the account holds `capability` about its person; otherwise 404."""
    goal = get_object_or_404(Goal.objects.select_related("plan__person"), pk=pk)
    person_for(request, goal.plan_id, capability)
    return goal


def card_of(goal: Goal) -> GoalCard:
    return _card(_with_history(Goal.objects.filter(pk=goal.pk)).get())


def sign_for(person: Person, pk: UUID) -> WarningSign:
    """A warning sign of a person who was fetched with their capability; otherwise 404."""
    return get_object_or_404(WarningSign, pk=pk, plan=person.pk)


def contact_for(person: Person, pk: UUID) -> PlanContact:
    """A contact of a person who was fetched with their capability; otherwise 404."""
    return get_object_or_404(PlanContact, pk=pk, plan=person.pk)


def asking_channel(person: Person) -> str:
    """How a question would reach the person, in words; empty when they take no messages."""
    if not person.consents.in_force().filter(purpose=Purpose.CARE_TEAM).exists():
        return ""
    chosen = ContactPreference.of(person)
    return "" if chosen.channel == ContactPreference.Channel.NONE else str(chosen.get_channel_display())


def scales_of(person: Person) -> list[GoalScale]:
    """The goals with levels agreed for them, oldest first."""
    return list(GoalScale.objects.filter(goal__plan=person.pk).select_related("goal").order_by("goal__agreed_at"))


def scale_of(goal: Goal) -> GoalScale | None:
    return GoalScale.objects.filter(goal=goal).first()


def call_by(answer: CheckIn) -> date:
    """The day by which somebody who asked for a call is rung, as the task and the page say it."""
    return after_working_days(timezone.localdate(answer.at), CALL_WITHIN_WORKING_DAYS)


def question_of(link: SignedLink) -> FollowUp | None:
    """The question a check-in link is about, if it is about this person's own goal."""
    rows = FollowUp.objects.select_related("goal__plan__person", "goal__agreed_by", "check_in")
    return rows.filter(pk=link.subject_id, goal__plan=link.person_id).first()
