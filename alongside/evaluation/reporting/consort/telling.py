"""The flow diagram without a diagram: in words, one box a line, and as a table."""

from alongside.evaluation.reporting.consort.boxes import Box, Boxes, Row, said
from alongside.evaluation.reporting.consort.stages import Called
from alongside.evaluation.reporting.document import Table
from alongside.evaluation.wording import number

NOBODY_YET = "–"


def lines(boxes: Boxes, called: Called) -> tuple[str, ...]:
    """`Usual care. Followed up at 6 months: 21 practices, 2,600 people. Lost to follow-up: …`"""
    return tuple(_line(box, called) for box in boxes.in_order())


def table(boxes: Boxes, called: Called, title: str) -> Table:
    """Every number of the diagram, with the reasons below what they are reasons for."""
    head = ("Stage", "Arm", "What", _capital(called.clusters), _capital(called.people))
    rows = tuple(
        (box.stage, box.arm or "All", f"{NOBODY_YET} {row.words}" if row.reason else row.words, *_counts(row))
        for box in boxes.in_order()
        for row in box.rows
    )
    return Table(title, head, rows, numeric=3)


def _line(box: Box, called: Called) -> str:
    """Each thing counted is a sentence, with its reasons in brackets."""
    groups: list[tuple[str, list[str]]] = []
    for row in box.rows:
        text = f"{row.words}: {said(row.numbers, called)}"
        if row.reason:
            groups[-1][1].append(text)
        else:
            groups.append((text, []))
    sentences = [f"{text} ({'; '.join(reasons)})." if reasons else f"{text}." for text, reasons in groups]
    return " ".join([f"{_capital(box.arm)}."] * bool(box.arm) + sentences)


def _counts(row: Row) -> tuple[str, str]:
    people = NOBODY_YET if row.numbers.people is None else number(row.numbers.people)
    return number(row.numbers.clusters), people


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]
