"""`alongside design_trial SPEC.toml`: how many clusters and people, what power, how large an effect."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from alongside.evaluation.commands.files import as_text, keep_apart, read_text, write
from alongside.evaluation.planning import DesignAnswers, read_design_spec


def design_trial(arguments: Sequence[str]) -> int:
    """Answer, print, and write what was asked for."""
    parser = argparse.ArgumentParser(prog="alongside design_trial", description=__doc__)
    parser.add_argument("spec", type=Path, metavar="SPEC.toml", help="what is assumed and asked")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the answers and the curve there")
    asked = parser.parse_args(arguments)
    keep_apart([asked.spec], [asked.json] if asked.json else [])
    found = read_design_spec(read_text(asked.spec))
    if asked.json:
        write(asked.json, as_text(_json(found)))
    sys.stdout.write("\n".join(_lines(found)) + "\n")
    return 0


def _lines(found: DesignAnswers) -> list[str]:
    head = [found.title, "", f"{'ICC':>8}  {found.label}"]
    values = ["none" if answer.value is None else f"{answer.value:.6g}" for answer in found.answers]
    table = [f"{answer.icc:>8g}  {value}" for answer, value in zip(found.answers, values, strict=True)]
    return [*head, *table, "", *[answer.words for answer in found.answers]]


def _json(found: DesignAnswers) -> dict[str, object]:
    answers = [{"icc": answer.icc, "value": answer.value, "words": answer.words} for answer in found.answers]
    rows = found.curve.rows if found.curve else ()
    curve = [{"icc": icc, "value": _number(value)} for _size, icc, value in rows]
    return {"title": found.title, "ask": found.ask, "label": found.label, "answers": answers, "curve": curve}


def _number(value: float) -> float | None:
    return value if value == value else None
