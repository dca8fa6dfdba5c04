"""The simulated trials of the worked examples, and what R says of them."""

import csv
import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

ANSWERS = Path(__file__).with_name("answers.json")
EXAMPLES = Path(__file__).parents[1] / "examples"
# What the answers call them, and their files.
FILES = {
    name: EXAMPLES / file
    for name, file in (("wise_dev", "wise.csv"), ("small_dev", "small.csv"), ("sw_dev", "wedge.csv"))
}
# A stepped wedge's and a trial's columns that are words stay words.
WORDS = {"cond"}


@cache
def answers(trial: str) -> dict[str, Any]:
    """`answers("wise_dev")["lmer_y12_2level"]`; `answers("closed_form")` needs no data."""
    found = json.loads(ANSWERS.read_text())
    return found["closed_form"] if trial == "closed_form" else found["datasets"][trial]


@cache
def trial(name: str) -> dict[str, np.ndarray]:
    """The columns of a trial; a missing number is NaN."""
    with FILES[name].open(newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        column: np.array([row[column] if column in WORDS else float(row[column] or "nan") for row in rows])
        for column in rows[0]
    }


def seen(columns: dict[str, np.ndarray], *names: str) -> dict[str, np.ndarray]:
    """Only the rows where none of these is missing."""
    there = np.all([~np.isnan(columns[name]) for name in names], axis=0)
    return {name: values[there] for name, values in columns.items()}


def longer(columns: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """One row for each visit that took place: `y` at 6 months has `t12` 0, at 12 months 1."""
    both = {name: np.concatenate([values, values]) for name, values in columns.items()}
    both["t12"] = np.repeat([0.0, 1.0], len(columns["pid"]))
    both["y"] = np.concatenate([columns["y6"], columns["y12"]])
    return seen(both, "y", "y0")


def columns_of(data: dict[str, np.ndarray], *names: str) -> np.ndarray:
    """A design matrix by R's names of coefficients: `Intercept`, `arm`, `arm:t12`, `conddiab`, `period3`."""
    return np.column_stack([np.prod([_column(data, part) for part in name.split(":")], axis=0) for name in names])


def _column(data: dict[str, np.ndarray], name: str) -> np.ndarray:
    if name == "Intercept":
        return np.ones(len(data["pid"]))
    if name in data:
        return data[name]
    if name.startswith("period"):
        return (data["period"] == float(name.removeprefix("period"))).astype(float)
    return (data["cond"] == name.removeprefix("cond")).astype(float)


@cache
def outcome_data(name: str, outcome: str) -> dict[str, np.ndarray]:
    """The rows of a trial where this outcome was seen; `y` of a two-visit trial is the longer form."""
    columns = trial(name)
    if outcome == "y" and "y12" in columns:
        return longer(columns)
    return seen(columns | _derived(columns), outcome, *(["y0"] if "y0" in columns else []))


def _derived(columns: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """What the R script works out before it fits; a missing 12-month score stays missing."""
    if "qaly" not in columns:
        return {}
    pounds = {
        f"nmb_k_{limit}": (limit * columns["qaly"] - columns["cost"]) / 1000 for limit in (0, 13000, 20000, 30000)
    }
    good = np.where(np.isnan(columns["y12"]), np.nan, columns["y12"] > 0.5)
    return pounds | {"good12": good, "cost_k": columns["cost"] / 1000}


def cluster_of(data: dict[str, np.ndarray]) -> np.ndarray:
    return data["practice" if "practice" in data else "cluster"]
