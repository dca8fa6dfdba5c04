"""`alongside analyse_trial SPEC.toml DATA.csv`: a trial analysed, on the screen, as JSON and as a report."""

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from alongside.evaluation.analysis import TrialAnalysis, analyse, read_csv, read_spec
from alongside.evaluation.analysis.as_json import as_json
from alongside.evaluation.analysis.as_text import as_lines
from alongside.evaluation.commands.files import as_text, read, read_text, write


def analyse_trial(arguments: Sequence[str]) -> int:
    """Analyse, print what was found, and write what was asked for."""
    asked = _asked(arguments)
    text = read_text(asked.spec)
    spec = read_spec(text)
    analysis = analyse(spec, read_csv(read(asked.data), missing=spec.trial.missing))
    if asked.json:
        write(asked.json, as_text(as_json(analysis)))
    if asked.report or asked.docx:
        _reports(analysis, text, asked)
    sys.stdout.write("\n".join(as_lines(analysis)) + "\n")
    return 0


def _reports(analysis: TrialAnalysis, text: str, asked: argparse.Namespace) -> None:
    # What draws takes a second to load, and is wanted only here.
    from alongside.evaluation.analysis.report import as_report
    from alongside.evaluation.reporting import as_docx, as_html

    report = as_report(analysis, text, made_on=asked.date)
    if asked.report:
        write(asked.report, as_html(report))
    if asked.docx:
        write(asked.docx, as_docx(report))


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="alongside analyse_trial", description=__doc__)
    parser.add_argument("spec", type=Path, metavar="SPEC.toml", help="what is to be analysed")
    parser.add_argument("data", type=Path, metavar="DATA.csv", help="one row for each person, the first line names")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write all numbers there")
    parser.add_argument("--report", type=Path, metavar="OUT.html", help="write a report to read and print there")
    parser.add_argument("--docx", type=Path, metavar="OUT.docx", help="write the same for a word processor there")
    today = datetime.now(tz=UTC).date().isoformat()
    parser.add_argument("--date", default=today, help="the date on the report, as 2026-11-21; today otherwise")
    return parser.parse_args(arguments)
