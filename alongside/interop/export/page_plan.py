"""The plan's part of the page of everything held."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from alongside.interop.export.held import Held
from alongside.interop.export.lines import Line, Section, labelled, line
from alongside.interop.export.peers import asked_about, said_of
from alongside.peers.models import BuddyRequest, ReferenceMember
from alongside.plans.models import FollowUp, Goal, GoalScale, Signposting
from alongside.programmes.courses import name_of
from alongside.programmes.models import Enrolment, Offer
from alongside.ui.formats import day, moment


def plan_sections(held: Held) -> list[Section]:
    asked = [_asked(row, goal) for goal in held.goals for row in goal.follow_ups.all()]
    return [
        Section(_("My Health Plan"), list(_plan(held))),
        Section(_("Goals"), [_goal(goal) for goal in held.goals]),
        Section(_("How you said it is going"), asked),
        Section(_("Places that could help"), [_pointed(row) for row in held.signpostings]),
        Section(_("Courses"), [*(_offer(row) for row in held.offers), *(_place(row) for row in held.places)]),
        Section(_("Buddies"), [_buddy(row) for row in held.buddies]),
        Section(_("Groups"), [line(row.joined_at, *said_of(row)) for row in held.groups]),
        Section(_("What you may be asked"), [_may_be_asked(row) for row in held.reference_groups]),
    ]


def _plan(held: Held) -> Iterator[Line]:
    plan = held.plan
    if plan is None:
        return
    if plan.what_matters:
        yield line(plan.updated_at, labelled(_("What matters to me"), plan.what_matters))
    for sign in plan.warning_signs.all():
        yield line(sign.agreed_on, labelled(_("Warning sign"), sign.sign), labelled(_("What to do"), sign.what_to_do))
    for contact in plan.contacts.all():
        yield line(None, labelled(_("Contact"), contact.name), contact.how, contact.phone)
    if plan.review_on:
        yield line(plan.review_on, _("We look at the plan again"))


def _goal(goal: Goal) -> Line:
    said = [
        labelled(_("Why"), goal.why),
        labelled(_("What might get in the way"), goal.barrier),
        labelled(_("Then I will"), goal.then_i_will),
        labelled(_("Who could help"), goal.helper),
        labelled(_("What would make me surer"), goal.would_raise),
        labelled(_("Agreed with"), goal.agreed_with),
    ]
    sure = [f"{row.get_kind_display()}: {row.value} ({day(row.at)})" for row in goal.confidences.all()]
    steps = [step.sentence for step in goal.actions.all()]
    levels = _levels(goal.scale) if hasattr(goal, "scale") else []
    return line(goal.agreed_at, goal.words, str(goal.get_state_display()), *steps, *said, *sure, *levels)


def _levels(scale: GoalScale) -> list[str]:
    reached = "" if scale.level is None else f"{scale.level:+d}"
    return [
        *(labelled(str(level.label), words) for level, words in scale.levels.items()),
        labelled(_("How much it counts, 1 to 3"), str(scale.weight)),
        labelled(_("Reached, from -2 to +2"), reached),
    ]


def _asked(row: FollowUp, goal: Goal) -> Line:
    answer = row.answer
    if answer is None:
        return line(row.due, goal.words, str(row.get_state_display()))
    days = _("%s of 7 days") % answer.days_done if answer.days_done is not None else ""
    call = _("please call me") if answer.please_call else ""
    return line(answer.at, goal.words, str(answer.get_going_display()), days, answer.words, call)


def _pointed(row: Signposting) -> Line:
    how = [str(row.get_state_display()), str(row.get_helped_display()), str(row.get_stopped_why_display())]
    chosen = labelled(_("Chosen with"), row.chosen_with if row.chosen_with != "you" else "")
    return line(row.changed_at, row.service.name, *how, chosen)


def _offer(row: Offer) -> Line:
    steps = [f"{day(move.at)}: {move.get_state_display()} {move.get_barrier_display()}" for move in row.moves.all()]
    return line(row.changed_at, name_of(row.course_key), str(row.get_state_display()), *steps)


def _place(row: Enrolment) -> Line:
    came = [f"{moment(mark.session.starts_at)}: {mark.get_mark_display()}" for mark in row.attendances.all()]
    state = [str(row.get_state_display()), str(row.get_left_why_display())]
    return line(row.joined_at, name_of(row.cohort.course_key), *state, *came)


def _buddy(row: BuddyRequest) -> Line:
    matches = [f"{match.buddy.called}: {match.get_state_display()}" for match in row.matches.all()]
    return line(row.asked_at, _("A buddy"), str(row.get_state_display()), *matches)


def _may_be_asked(row: ReferenceMember) -> Line:
    return line(row.agreed_at, str(row.organisation), str(row.get_at_most_display()), *asked_about(row))
