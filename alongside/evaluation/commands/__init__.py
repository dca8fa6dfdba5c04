"""The statistics on the command line: no database, no settings, no Django.

`alongside analyse_trial`, `alongside design_trial` and `alongside allocate`; `--help` after each tells the rest.
"""

import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper

from alongside.evaluation.commands.allocate import allocate
from alongside.evaluation.commands.analyse_trial import analyse_trial
from alongside.evaluation.commands.design_trial import design_trial
from alongside.evaluation.errors import EvaluationError

COMMANDS = {"analyse_trial": analyse_trial, "design_trial": design_trial, "allocate": allocate}


def run(name: str, arguments: Sequence[str]) -> int:
    """Run one of the commands; a mistake is a sentence on standard error and 1."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that lacks a sign shows another
    try:
        found = COMMANDS[name](arguments)
        sys.stdout.flush()
        return found
    except EvaluationError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    except BrokenPipeError:  # whoever read has seen enough; Python itself would write once more at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
