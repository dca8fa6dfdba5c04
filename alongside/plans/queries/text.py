"""The plan as plain text."""

from django.utils.translation import gettext as _

from alongside.plans.models import (
    PlanContact,
)
from alongside.plans.queries.cards import GoalCard, PlanPage
from alongside.ui.formats import day


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
