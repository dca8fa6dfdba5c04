"""Two-arm trials simulated many times over: how often each method finds an effect that is not there.

`./bench evaluation_coverage` runs for a quarter of an hour on two cores. It writes `coverage.csv` beside this file, and
the tables of `docs/evaluation-simulations.md`.
"""

import csv
import os
from collections.abc import Iterator
from dataclasses import astuple, fields
from datetime import UTC, datetime
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from platform import python_version
from time import perf_counter
from typing import Any

import numpy as np
import scipy

from tests.bench.evaluation.cells import CELLS, Cell
from tests.bench.evaluation.page import Results, with_figures
from tests.bench.evaluation.simulated import SEED
from tests.bench.evaluation.tally import Tally, tallies

FILE = Path(__file__).with_name("coverage.csv")
PAGE = Path(__file__).parents[3] / "docs" / "evaluation-simulations.md"
FIRST = 25  # replications of each cell that have rows of their own, for a test to repeat
AT_A_TIME = 200
PROCESSES = 2
COUNTS = tuple(field.name for field in fields(Tally) if field.type is int)
SUMS = tuple(field.name for field in fields(Tally) if field.type is float)
COLUMNS = ("outcome", "clusters", "icc", "effect", "method", "block", *COUNTS, *SUMS)


def evaluation_coverage(cast: Any) -> Iterator[str]:
    """The whole study, in as many processes as there are cores to spare."""
    began, rows = perf_counter(), []
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # of the processes to come: matrices here are small
    with get_context("spawn").Pool(PROCESSES) as pool:
        tasks = [(cell, *part) for cell in CELLS for part in _parts(cell)]
        for cell, of_parts in _by_cell(pool.imap(_part, tasks)):
            rows += _rows(cell, of_parts)
            yield f"{cell.outcome}, {cell.clusters} clusters, ICC {cell.icc}, effect {cell.effect:.2f}: done"
    with FILE.open("w", newline="") as file:
        file.write(f"# {_made()}\n")
        csv.writer(file, lineterminator="\n").writerows([COLUMNS, *rows])
    read.cache_clear()
    PAGE.write_text(with_figures(PAGE.read_text(), *read()))
    yield f"{len(CELLS)} kinds of trial in {(perf_counter() - began) / 60:.1f} minutes: {FILE.name}, {PAGE.name}"


@cache
def read() -> tuple[str, Results]:
    """How the results came about, and they themselves by cell, method and block."""
    with FILE.open(newline="") as file:
        made = file.readline().removeprefix("# ").strip()
        return made, {_key(row): _tally(row) for row in csv.DictReader(file)}


def first_of(cell: Cell) -> dict[str, Tally]:
    """The first replications of a cell, made anew."""
    return tallies(cell, 0, FIRST)


def _key(row: dict[str, str]) -> tuple[Cell, str, str]:
    cell = Cell(row["outcome"], int(row["clusters"]), float(row["icc"]), float(row["effect"]))
    return cell, row["method"], row["block"]


def _tally(row: dict[str, str]) -> Tally:
    return Tally(**{name: int(row[name]) for name in COUNTS}, **{name: float(row[name]) for name in SUMS})


def _parts(cell: Cell) -> list[tuple[int, int]]:
    starts = [0, *range(FIRST, cell.replications, AT_A_TIME)]
    return list(zip(starts, [*starts[1:], cell.replications], strict=True))


def _part(part: tuple[Cell, int, int]) -> dict[str, Tally]:
    return tallies(*part)


def _by_cell(found: Iterator[dict[str, Tally]]) -> Iterator[tuple[Cell, list[dict[str, Tally]]]]:
    for cell in CELLS:
        yield cell, [next(found) for _part in _parts(cell)]


def _rows(cell: Cell, of_parts: list[dict[str, Tally]]) -> Iterator[tuple[object, ...]]:
    """Two of each method: the first replications, and all others."""
    for method, first in of_parts[0].items():
        rest = sum((part[method] for part in of_parts[1:]), Tally())
        for block, tally in (("first", first), ("rest", rest)):
            yield (*astuple(cell), method, block, *_figures(tally))


def _figures(tally: Tally) -> list[object]:
    return [getattr(tally, name) for name in COUNTS] + [f"{getattr(tally, name):.13g}" for name in SUMS]


def _made() -> str:
    versions = f"Python {python_version()}, numpy {np.__version__}, scipy {scipy.__version__}"
    return f"{datetime.now(UTC):%Y-%m-%d}, seed {SEED}, {versions}"
