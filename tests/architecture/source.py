"""The product's source, as the architecture tests read it."""

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import alongside

ROOT = Path(alongside.__file__).parent
REPOSITORY = ROOT.parent


def python_files() -> list[Path]:
    """Every module of the product, without its tests and migrations."""
    return [path for path in sorted(ROOT.rglob("*.py")) if not {"tests", "migrations"} & set(path.parts)]


def files(*endings: str) -> list[Path]:
    return [path for path in sorted(ROOT.rglob("*")) if path.suffix in endings]


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), filename=str(path))


def name_of(path: Path) -> str:
    return str(path.relative_to(REPOSITORY))


def is_part(path: Path, part: str) -> bool:
    """Whether a module is `part.py` or within the package `part/` of an app."""
    inside = path.relative_to(ROOT).with_suffix("").parts
    return len(inside) > 1 and inside[1] == part


def modules(part: str) -> Iterator[ModuleType]:
    """The modules called `part`, or in a package called so, of every app."""
    for found in pkgutil.walk_packages(alongside.__path__, "alongside."):
        names = found.name.split(".")
        if part in names[2:3] and "tests" not in names:
            yield importlib.import_module(found.name)
