"""Every verb the code writes to the trail has plain words."""

import ast
from collections.abc import Iterator
from pathlib import Path

from alongside.people.access import Can
from alongside.people.listed import Listed
from alongside.people.queries.trail import phrase
from alongside.ui.content import content

PACKAGE = Path(__file__).resolve().parents[2]


def verbs_in(tree: ast.AST) -> Iterator[str]:
    """String constants given as `verb`, by name or by place, to any function of the same file that takes one."""
    places = {
        node.name: names.index("verb")
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and "verb" in (names := [arg.arg for arg in node.args.args])
    }
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        given = [keyword.value for keyword in call.keywords if keyword.arg == "verb"]
        place = places.get(getattr(call.func, "id", ""))
        given += call.args[place : place + 1] if place is not None else []
        for value in given:
            if not isinstance(value, ast.JoinedStr):
                yield from (part.value for part in ast.walk(value) if isinstance(part, ast.Constant))


def test_every_verb_in_the_code_has_words() -> None:
    files = [path for path in PACKAGE.rglob("*.py") if "tests" not in path.parts]
    used = {verb for path in files for verb in verbs_in(ast.parse(path.read_text())) if isinstance(verb, str)}
    assert "goal.agreed" in used
    assert used - set(content("audit_words.toml")["words"]) == set()


def test_every_way_of_looking_has_words() -> None:
    assert {*(f"{can}.seen" for can in Can), *Listed} - set(content("audit_words.toml")["words"]) == set()


def test_a_verb_without_words_still_says_that_something_was_done() -> None:
    assert phrase("nobody.wrote_this") == "did something with your record"
