"""What the statistics promise to whoever uses them alone: documented, and free of everything else."""

import inspect
import subprocess
import sys

import pytest

from alongside.config.cli import STATISTICS
from alongside.evaluation.commands import COMMANDS
from tests.architecture.source import REPOSITORY
from tests.architecture.statistics_index import PAGE, doors, first_line, page, public

NAMES = [(door, name, thing) for door in doors() for name, thing in public(door).items()]


def test_the_page_of_every_public_name_is_what_the_code_says():
    assert PAGE.read_text() == page(), "run python -m tests.architecture.statistics_index"


@pytest.mark.parametrize(("door", "name", "thing"), NAMES, ids=[f"{door.__name__}.{name}" for door, name, _ in NAMES])
def test_every_public_name_says_what_it_is(door, name, thing):
    assert not (callable(thing) or inspect.isclass(thing)) or first_line(thing)
    if inspect.isclass(thing):
        assert not first_line(thing).startswith(f"{name}("), "a dataclass without a docstring of its own"


COMPUTE = ("design", "allocation", "estimation", "economics", "process", "quasi_experiments")
# Sealing, files and lists, and what asks another function: nothing is worked out there that has a formula.
WITHOUT = {
    "allocate", "audit_text", "commitment", "read_audit", "scheme_of", "seal", "verify", "verify_chain",
    "curve", "disagreements", "list_adaptations", "pool_small_groups",
}  # fmt: skip


@pytest.mark.parametrize("door", [door for door in doors() if door.__name__.split(".")[-1] in COMPUTE], ids=str)
def test_every_function_names_its_formula_or_where_it_comes_from(door):
    functions = {name: inspect.getdoc(thing) for name, thing in public(door).items() if inspect.isfunction(thing)}
    said = {name for name, words in functions.items() if "References" in words or " = " in words}
    assert set(functions) - said <= WITHOUT


ESTIMATORS = ("mixed_model", "gee", "cluster_robust", "logistic_mixed_model", "cluster_means", "impute", "pool")


@pytest.mark.parametrize("name", ESTIMATORS)
def test_every_estimator_names_its_formula_and_its_errors(name):
    from alongside.evaluation import estimation

    words = inspect.getdoc(getattr(estimation, name))
    assert "References" in words
    assert "Raises" in words


def test_it_is_imported_without_django_pandas_or_what_draws():
    doors_ = ("commands", "process", "quasi_experiments", "reporting")
    asked = "import sys; " + "; ".join(f"import alongside.evaluation.{door}" for door in doors_)
    loaded = f"{asked}; print([name for name in ('django', 'pandas', 'altair', 'ebal') if name in sys.modules])"
    said = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def test_every_command_of_the_statistics_runs_before_settings_are_read_and_is_documented():
    """Named twice, for to look them up would load numpy at every start of the product."""
    assert set(STATISTICS) == set(COMMANDS)
    page = (REPOSITORY / "docs/commands.md").read_text()
    assert not [name for name in COMMANDS if f"`alongside {name} " not in page]
