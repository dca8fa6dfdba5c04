"""What people said: how many chose what, and their words in no order; never who."""

from collections import Counter
from dataclasses import dataclass

from alongside.peers.models import Answer, Question, Questionnaire

# Fewer answers than this could tell who said what.
FEWEST = 3


@dataclass(frozen=True)
class Said:
    """What was said to one question: nothing of it while too few answered it."""

    question: Question
    answers: int
    counts: list[tuple[str, int]]
    words: list[str]

    @property
    def too_few(self) -> bool:
        return self.answers < FEWEST


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
    answered = list(questionnaire.invitations.values_list("answered", flat=True))
    over = questionnaire.state in (Questionnaire.State.CLOSED, Questionnaire.State.REPORTED)
    return Results(len(answered), sum(answered), _said(questionnaire) if over else [])


def _said(questionnaire: Questionnaire) -> list[Said]:
    questions = list(questionnaire.questions.all())
    answers: dict[object, list[Answer]] = {question.pk: [] for question in questions}
    for row in Answer.objects.filter(question__in=questions).order_by("pk"):  # by ids that are random
        answers[row.question_id].append(row)
    return [_of(question, answers[question.pk]) for question in questions]


def _of(question: Question, answers: list[Answer]) -> Said:
    if len(answers) < FEWEST:
        return Said(question, len(answers), [], [])
    chosen = Counter(option for answer in answers for option in answer.chosen)
    counts = [(option, chosen[option]) for option in question.options]
    return Said(question, len(answers), counts, [answer.words for answer in answers if answer.words])
