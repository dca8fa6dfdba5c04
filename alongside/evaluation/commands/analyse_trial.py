"""`alongside analyse_trial SPEC.toml DATA.csv`: a trial analysed, on the screen, as JSON and as a report."""

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from alongside.evaluation.analysis import Spec, TrialAnalysis, analyse, read_csv, read_spec
from alongside.evaluation.analysis.as_json import as_json
from alongside.evaluation.analysis.as_text import as_lines
from alongside.evaluation.commands.examples import copy_examples
from alongside.evaluation.commands.files import as_text, keep_apart, read, read_text, write
from alongside.evaluation.commands.repeating import repeated


def analyse_trial(arguments: Sequence[str]) -> int:
    """Analyse, print what was found, and write what was asked for."""
    asked = _asked(arguments)
    if asked.examples:
        sys.stdout.write("".join(f"{asked.examples / name}\n" for name in copy_examples(asked.examples)))
        return 0
    if asked.repeat:
        return _repeat(asked.repeat, asked.data)
    analysis = _analysed(read_spec(read_text(asked.spec)), asked)
    if asked.json:
        write(asked.json, as_text(as_json(analysis)))
    if asked.report or asked.docx:
        _reports(analysis, asked)
    sys.stdout.write("\n".join(as_lines(analysis)) + "\n")
    return 0


def _analysed(spec: Spec, asked: argparse.Namespace) -> TrialAnalysis:
    """The audit file, where there is one, is looked for beside the specification."""
    audit = asked.spec.parent / spec.permutation.audit if spec.permutation.audit else None
    outputs = [path for path in (asked.json, asked.report, asked.docx) if path]
    keep_apart([asked.spec, asked.data, *([audit] if audit else [])], outputs)
    data = read_csv(read(asked.data), missing=spec.trial.missing, labels=spec.trial.labels)
    return analyse(spec, data, audit=read_text(audit) if audit else None)


def _repeat(record: Path, data: Path) -> int:
    differences = repeated(record, data)
    for line in differences or ["The same data and specification give the same numbers."]:
        sys.stdout.write(f"{line}\n")
    return 1 if differences else 0


def _reports(analysis: TrialAnalysis, asked: argparse.Namespace) -> None:
    # What draws takes a second to load, and is wanted only here.
    from alongside.evaluation.analysis.report import as_report
    from alongside.evaluation.reporting import as_docx, as_html

    report = as_report(analysis, made_on=asked.date)
    if asked.report:
        write(asked.report, as_html(report))
    if asked.docx:
        write(asked.docx, as_docx(report))


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="alongside analyse_trial", description=__doc__)
    parser.add_argument("spec", type=Path, nargs="?", metavar="SPEC.toml", help="what is to be analysed")
    parser.add_argument("data", type=Path, nargs="?", metavar="DATA.csv", help="a row for each person; first the names")
    parser.add_argument("--examples", type=Path, metavar="FOLDER", help="copy worked examples there, and no more")
    parser.add_argument("--repeat", type=Path, metavar="OUT", help="make the analysis of --json again, and compare")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write all numbers there")
    parser.add_argument("--report", type=Path, metavar="OUT.html", help="write a report to read and print there")
    parser.add_argument("--docx", type=Path, metavar="OUT.docx", help="write the same for a word processor there")
    today = datetime.now(tz=UTC).date().isoformat()
    parser.add_argument(
        "--date", type=_date, default=today, help="the date on the report, as 2026-11-21; today otherwise"
    )
    asked = parser.parse_args(arguments)
    if asked.repeat and asked.data is None:
        asked.spec, asked.data = None, asked.spec
    if not asked.examples and asked.data is None:
        parser.error("name SPEC.toml and DATA.csv, or DATA.csv with --repeat, or a folder for --examples")
    return asked


def _date(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as problem:
        raise argparse.ArgumentTypeError(f"{text} is not a date such as 2026-11-21") from problem
