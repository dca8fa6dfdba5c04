"""Fetching one thing of a plan, for those who may see it."""

from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from alongside.messages.models import SignedLink
from alongside.people.access import Can, person_for
from alongside.people.models import Person
from alongside.plans.models import FollowUp, Goal, GoalScale, PlanContact, WarningSign


def goal_for(request: HttpRequest, pk: UUID, capability: Can) -> Goal:
    """A goal, if the account holds `capability` about its person; otherwise 404."""
    goal = get_object_or_404(Goal.objects.select_related("plan__person"), pk=pk)
    person_for(request, goal.plan_id, capability)
    return goal


def sign_for(person: Person, pk: UUID) -> WarningSign:
    """A warning sign of a person who was fetched with their capability; otherwise 404."""
    return get_object_or_404(WarningSign, pk=pk, plan=person.pk)


def contact_for(person: Person, pk: UUID) -> PlanContact:
    """A contact of a person who was fetched with their capability; otherwise 404."""
    return get_object_or_404(PlanContact, pk=pk, plan=person.pk)


def question_of(link: SignedLink) -> FollowUp | None:
    """The question a check-in link is about, if it is about this person's own goal."""
    rows = FollowUp.objects.select_related("goal__plan__person", "goal__agreed_by", "check_in")
    return rows.filter(pk=link.subject_id, goal__plan=link.person_id).first()


def scales_of(person: Person) -> list[GoalScale]:
    """The goals with levels agreed for them, oldest first."""
    return list(GoalScale.objects.filter(goal__plan=person.pk).select_related("goal").order_by("goal__agreed_at"))


def scale_of(goal: Goal) -> GoalScale | None:
    return GoalScale.objects.filter(goal=goal).select_related("goal").first()
