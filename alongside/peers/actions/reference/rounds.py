"""What nobody has to remember: a questionnaire closes on its day, and a promise that is due is told of."""

from datetime import date

from alongside.peers.actions.reference.asking import close_questionnaire
from alongside.peers.letters import tell_of_promise
from alongside.peers.models import Questionnaire
from alongside.people.actors import Actor
from alongside.people.models import Organisation
from alongside.plans.rounds import each

State = Questionnaire.State


def look_after_questionnaires(*, by: Actor, today: date) -> int:
    """Close those whose last day is past, and tell their organisations, each day anew, of promises that are overdue."""
    over = {row.pk: row for row in Questionnaire.objects.filter(state=State.OPEN, closes_on__lt=today)}
    closed = each(over, lambda pk: close_questionnaire(by=by, questionnaire=over[pk]).state == State.CLOSED)
    due = Questionnaire.objects.filter(state=State.CLOSED, report_by__lt=today)
    for organisation in Organisation.objects.filter(questionnaires__in=due).distinct():
        tell_of_promise(organisation)
    return closed
