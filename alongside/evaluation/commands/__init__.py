"""The statistics on the command line: no database, no settings, no Django.

`alongside analyse_trial`, `alongside design_trial` and `alongside allocate`; `--help` after each tells the rest.
"""

import sys
from collections.abc import Sequence

from alongside.evaluation.commands.allocate import allocate
from alongside.evaluation.commands.analyse_trial import analyse_trial
from alongside.evaluation.commands.design_trial import design_trial
from alongside.evaluation.errors import EvaluationError

COMMANDS = {"analyse_trial": analyse_trial, "design_trial": design_trial, "allocate": allocate}


def run(name: str, arguments: Sequence[str]) -> int:
    """Run one of the commands; a mistake is a sentence on standard error and 1."""
    try:
        return COMMANDS[name](arguments)
    except EvaluationError as problem:
        print(problem, file=sys.stderr)  # noqa: T201
        return 1
    except BrokenPipeError:  # whoever read has seen enough
        return 0
