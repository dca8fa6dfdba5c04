"""How the code is written, read from the code."""

import ast
import inspect
import re

import pytest

from tests.architecture.source import files, is_part, modules, name_of, parsed, python_files

LONGEST = 350
VIEWS = [path for path in python_files() if is_part(path, "views")]
ACTIONS = sorted(
    {
        (module.__name__, name)
        for module in modules("actions")
        for name, function in vars(module).items()
        if inspect.isfunction(function) and function.__module__ == module.__name__ and not name.startswith("_")
    }
)


@pytest.mark.parametrize(("module", "name"), ACTIONS)
def test_every_action_is_keyword_only_and_says_by_whom(module, name):
    parameters = inspect.signature(getattr(__import__(module, fromlist=[name]), name)).parameters
    assert {p.kind for p in parameters.values()} <= {inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.VAR_KEYWORD}
    assert "by" in parameters, f"{module}.{name} does not say by whom"


def test_there_are_actions_to_check():
    assert len(ACTIONS) > 20


@pytest.mark.parametrize("path", VIEWS, ids=name_of)
def test_views_never_fetch_without_a_scope(path):
    unscoped = [
        f"line {node.lineno}"
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager", "all_objects"}
    ]
    assert not unscoped, f"{name_of(path)}: {unscoped}; fetch in queries or in people/access"


def test_only_urls_import_views():
    for path in python_files():
        if path.stem.endswith("urls") or is_part(path, "views"):
            continue
        for node in ast.walk(parsed(path)):
            for module in _imported(node):
                ours = module.startswith("alongside.")
                assert not (ours and "views" in module.split(".")), f"{name_of(path)} imports {module}"


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


def test_views_are_functions():
    for path in VIEWS:
        classes = [node.name for node in ast.walk(parsed(path)) if isinstance(node, ast.ClassDef) and node.bases]
        assert not classes, f"{name_of(path)}: {classes}"


def test_no_file_is_long():
    long = {name_of(path): lines for path in python_files() if (lines := len(path.read_text().splitlines())) > LONGEST}
    assert not long


def test_no_file_has_a_name_that_says_nothing():
    vague = {"utils", "util", "helpers", "helper", "common", "base", "misc"}
    assert not [name_of(path) for path in python_files() if vague & set(path.with_suffix("").parts)]


def test_there_are_no_signals():
    for path in python_files():
        assert not re.search(r"django\.dispatch|django\.db\.models\.signals", path.read_text()), name_of(path)


def test_addresses_hold_no_counting_numbers():
    for path in python_files():
        if path.stem.endswith("urls"):
            ours = path.read_text().replace("passkeys/<int:pk>/remove/", "")  # allauth's own, reached by its owner only
            assert "<int:" not in ours, name_of(path)


def test_there_is_code_to_read():
    assert len(VIEWS) > 3
    assert len(files(".jinja")) > 20
