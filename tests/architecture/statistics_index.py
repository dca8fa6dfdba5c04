"""The page that lists every public name of the statistics, made from the names and their docstrings.

python -m tests.architecture.statistics_index writes it anew; a test fails while it is not what the code says.
"""

import importlib
import inspect
import pkgutil
from pathlib import Path
from types import ModuleType

import alongside.evaluation as library

PAGE = Path(__file__).resolve().parents[2] / "docs/evaluation-library.md"
HEAD = """# The statistics, name by name

Everything public of `alongside.evaluation`, from its docstrings; `help(name)` says more: shapes, units, errors,
formulae and where they come from. This page is made by `python -m tests.architecture.statistics_index`. How to use it:
[evaluation.md](evaluation.md).
"""


def doors() -> list[ModuleType]:
    """The folders and files of the library that have public names: what a statistician imports."""
    names = [
        module.name for module in pkgutil.iter_modules(library.__path__) if module.name not in ("tests", "examples")
    ]
    found = [importlib.import_module(f"alongside.evaluation.{name}") for name in sorted(names)]
    nested = [importlib.import_module(f"alongside.evaluation.reporting.{name}") for name in ("charts", "consort")]
    return [*found, *nested]


def public(door: ModuleType) -> dict[str, object]:
    """Its names: those of `__all__`, or the functions and classes written there."""
    if hasattr(door, "__all__"):
        found = {name: getattr(door, name) for name in door.__all__}
    else:
        mine = {name: thing for name, thing in vars(door).items() if not name.startswith("_")}
        found = {name: thing for name, thing in mine.items() if getattr(thing, "__module__", None) == door.__name__}
    return {name: thing for name, thing in found.items() if inspect.isclass(thing) or inspect.isfunction(thing)}


def first_line(thing: object) -> str:
    return (inspect.getdoc(thing) or "").split("\n", 1)[0].strip()


def _cell(words: str) -> str:
    return words.replace("|", r"\|")


def page() -> str:
    parts = [HEAD]
    for door in doors():
        names = public(door)
        if not names:
            continue
        rows = [f"| `{name}` | {_cell(first_line(thing))} |" for name, thing in sorted(names.items())]
        parts.append(
            "\n".join([f"## `{door.__name__}`\n", f"{first_line(door)}\n", "| name | |", "|---|---|", *rows, ""])
        )
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page())
