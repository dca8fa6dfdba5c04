"""The simulation study that is checked in: its first replications come out again, and its page shows its results."""

from dataclasses import fields

import pytest

from tests.bench.evaluation.cells import CELLS, EFFECTS, PART, Cell
from tests.bench.evaluation.coverage import PAGE, first_of, read
from tests.bench.evaluation.methods import METHODS
from tests.bench.evaluation.page import BEGIN, END, figures
from tests.bench.evaluation.tally import Tally

AGAIN = (
    Cell("continuous", 6, 0.0, 0.0),
    Cell("continuous", 20, 0.05, EFFECTS["continuous"]),
    Cell("binary", 12, 0.1, 0.0),
    Cell("binary", 8, 0.01, EFFECTS["binary"]),
)


@pytest.mark.parametrize("cell", AGAIN, ids=str)
def test_the_first_replications_come_out_as_they_are_written_down(cell):
    results = read()[1]
    for method, found in first_of(cell).items():
        written = results[cell, method, "first"]
        for field in fields(Tally):
            same = getattr(written, field.name)
            expected = same if field.type is int else pytest.approx(same, rel=1e-6, abs=1e-9)
            assert getattr(found, field.name) == expected, (method, field.name)


def test_every_method_took_part_in_every_kind_of_trial():
    results = read()[1]
    for cell in CELLS:
        for method in METHODS[cell.outcome]:
            wanted = PART if method.slow else cell.replications
            parts = [results[cell, method.name, block].replications for block in ("first", "rest")]
            assert sum(parts) == wanted, (cell, method.name)


def test_the_page_shows_the_results_that_are_written_down():
    shown = PAGE.read_text().split(BEGIN)[1].split(END)[0]
    assert shown.strip() == figures(*read()).strip()
