"""What people said: how many chose what, and their words in no order; never who."""

from collections import Counter
from dataclasses import dataclass

from alongside.peers.models import Answer, Question, Questionnaire
from alongside.people.anonymity import FEWEST_ANSWERS


@dataclass(frozen=True)
class Said:
    """What was said to one question: nothing of it while too few answered it."""

    question: Question
    answers: int
    counts: list[tuple[str, int]]
    words: list[str]
    too_few: bool = False


@dataclass(frozen=True)
class Results:
    asked: int
    answered: int
    said: list[Said]  # nothing before it is closed, so that no difference tells who said what

    @property
    def text(self) -> str:
        return "\n".join(words for each in self.said for words in each.words)


def results_of(questionnaire: Questionnaire) -> Results:
    """In three queries."""
    rows = list(questionnaire.invitations.values_list("answered", "put_in"))
    over = questionnaire.state in (Questionnaire.State.CLOSED, Questionnaire.State.REPORTED)
    known = sum(put_in for _answered, put_in in rows)
    return Results(len(rows), sum(answered for answered, _ in rows), _said(questionnaire, known) if over else [])


def _said(questionnaire: Questionnaire, known: int) -> list[Said]:
    """`known`: how many were put in by staff, who know what those said; the rest has to be enough by itself."""
    questions = list(questionnaire.questions.all())
    answers: dict[object, list[Answer]] = {question.pk: [] for question in questions}
    for row in Answer.objects.filter(question__in=questions).order_by("pk"):  # by ids that are random
        answers[row.question_id].append(row)
    return [_of(question, answers[question.pk], known) for question in questions]


def _of(question: Question, answers: list[Answer], known: int) -> Said:
    if len(answers) - known < FEWEST_ANSWERS:
        return Said(question, len(answers), [], [], too_few=True)
    chosen = Counter(option for answer in answers for option in answer.chosen)
    counts = [(option, chosen[option]) for option in question.options]
    return Said(question, len(answers), counts, [answer.words for answer in answers if answer.words])
