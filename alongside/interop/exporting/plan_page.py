"""The plan's part of the page of everything held."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from alongside.interop.exporting.held import Held
from alongside.interop.exporting.lines import Line, Section
from alongside.plans.models import FollowUp, Goal, GoalScale


def sections(held: Held) -> list[Section]:
    return [
        Section(_("My Health Plan"), list(_plan(held))),
        Section(_("Goals"), [_goal(row) for row in held.goals]),
        Section(_("How it is going"), [_asked(row) for row in held.follow_ups]),
    ]


def _plan(held: Held) -> Iterator[Line]:
    plan = held.plan
    if plan is None:
        return
    if plan.what_matters:
        yield Line(plan.updated_at, _("What matters to me: %s") % plan.what_matters)
    if plan.review_on:
        yield Line(plan.review_on, _("Look at the plan again"))
    for sign in plan.warning_signs.all():
        yield Line(sign.agreed_on, _("Warning sign: %s") % sign.sign, [sign.what_to_do])
    for contact in plan.contacts.all():
        yield Line(None, contact.name, [contact.how, contact.phone])


def _goal(row: Goal) -> Line:
    answers = [
        (_("Why"), row.why),
        (_("What might get in the way"), row.barrier),
        (_("Then I will"), row.then_i_will),
        (_("Who could help"), row.helper),
        (_("What would raise it"), row.would_raise),
        (_("Agreed with"), row.agreed_with),
        *((str(sure.get_kind_display()), f"{sure.value} ({sure.at:%-d %b %Y})") for sure in row.confidences.all()),
        *(_levels(row.scale) if hasattr(row, "scale") else ()),
    ]
    said = [f"{label}: {text}" for label, text in answers if text]
    steps = [step.sentence for step in row.actions.all()]
    return Line(row.agreed_at, row.words, [str(row.get_state_display()), *steps, *said])


def _levels(row: GoalScale) -> Iterator[tuple[str, str]]:
    yield _("Much less than hoped"), row.much_less
    yield _("Less than hoped"), row.less
    yield _("As hoped"), row.expected
    yield _("Better than hoped"), row.better
    yield _("Much better than hoped"), row.much_better
    yield _("Level reached"), "" if row.level is None else str(row.level)


def _asked(row: FollowUp) -> Line:
    answer = row.answer
    if answer is None:
        return Line(row.due, row.goal.words, [str(row.get_state_display())])
    days = _("%s of 7 days") % answer.days_done if answer.days_done is not None else ""
    call = _("please call me") if answer.please_call else ""
    return Line(answer.at, row.goal.words, [str(answer.get_going_display()), days, answer.words, call])
