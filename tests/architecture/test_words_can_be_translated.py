"""Every word a page shows goes through gettext, so that a site can add a language without touching the program."""

import ast
import re
from html.parser import HTMLParser

import pytest
from jinja2 import Environment

from tests.architecture.source import files, is_part, name_of, parsed, python_files

# The demo is an example in English, and so is a report of the statistics; a calendar file is a protocol.
ENGLISH = {"demo", "evaluation"}
TEMPLATES = [
    path for path in files(".jinja", ".txt") if not ENGLISH & set(path.parts) and not path.name.endswith(".ics.jinja")
]
READ_OUT = {"aria-label", "placeholder", "alt", "title"}
# Blocks that fill an attribute of the page around them.
NOT_SHOWN = ("body_class", "width")
OURS = {"Alongside"}  # a name stays as it is
# Modules that put words together for a page. Elsewhere words may be for the trail, a log or whoever installs.
SPEAKING = [
    "views", "queries", "forms", "forms_prepare", "forms_check_in", "forms_door", "results", "navigation",
]  # fmt: skip
SPOKEN = [path for path in python_files() if any(is_part(path, part) for part in SPEAKING)]
MODULES = [path for path in SPOKEN if not ENGLISH & set(path.parts)]
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
TWO_WORDS = re.compile(r"[^\W\d_]{2,},? [^\W\d_]{2,}")


def words_outside_gettext(template: str) -> list[str]:
    """The words of a template that are neither in an expression nor between trans and endtrans."""
    page = _Words()
    page.feed(_without_expressions(template))
    page.close()
    found = [word for text in page.texts for word in re.findall(r"[^\W\d_]{2,}", text)]
    return [word for word in found if word not in OURS]


def _without_expressions(template: str) -> str:
    kept, inside, statement = [], "", ""
    for _line, kind, text in Environment(extensions=["jinja2.ext.i18n"]).lex(template):
        if kind == "block_begin":
            statement = ""
        elif kind == "block_end":
            inside = _after(statement, inside)
        elif kind == "data":
            kept.append("" if inside else text)
        elif kind == "variable_begin":
            kept.append("0")  # something stands here, with no words of its own
        else:
            statement += text
    return "".join(kept)


def _after(statement: str, inside: str) -> str:
    """What we are inside of once a statement has passed: "trans", "block", or nothing."""
    words = statement.split()
    if words[0] == "trans":
        return "trans"
    if words[0] == "block" and words[1] in NOT_SHOWN:
        return "block"
    return "" if words[0] == f"end{inside}" else inside


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.texts += [value for name, value in attrs if name in READ_OUT and value]


def sentences_outside_gettext(module: ast.AST) -> list[str]:
    """Every text of two words or more that is neither for gettext, nor an error's, nor whom the trail names."""
    found: list[str] = []
    for node in ast.iter_child_nodes(module):
        if isinstance(node, ast.Raise) or _is_a_docstring(node) or _called(node) in {*GETTEXT, "Actor", "Http404"}:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and TWO_WORDS.search(node.value):
            found.append(node.value)
        found += sentences_outside_gettext(node)
    return found


def frozen_at_import(module: ast.AST) -> list[int]:
    """The lines where a text for gettext is made a plain string outside of any function."""
    found: list[int] = []
    for node in ast.iter_child_nodes(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        settled = node.args[:1] if isinstance(node, ast.Call) and _called(node) == "str" else []
        settled = [node.left] if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod) else settled
        found += [node.lineno for part in settled if _called(part) in GETTEXT]
        found += frozen_at_import(node)
    return found


def _is_a_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _called(node: ast.AST) -> str:
    return node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""


def test_the_reader_of_templates_finds_bare_words_and_only_those():
    assert words_outside_gettext("<p>Bare {{ _('kept') }}</p>") == ["Bare"]
    assert words_outside_gettext('<a title="Bare" class="plain" href="{{ url("x") }}">{{ name }}</a>') == ["Bare"]
    assert words_outside_gettext("{% trans count=2 %}One{% pluralize %}Two{% endtrans %}") == []
    assert words_outside_gettext("{% block body_class %}visit{% endblock %}{% block title %}Bare{% endblock %}") == [
        "Bare"
    ]
    assert words_outside_gettext("{# a comment #}{% if a %}1{% else %}Bare{% endif %}") == ["Bare"]


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_has_no_words_outside_gettext(path):
    assert words_outside_gettext(path.read_text()) == []


def test_the_reader_of_modules_finds_bare_sentences_and_only_those():
    def found(text: str) -> list[str]:
        return sentences_outside_gettext(ast.parse(text))

    assert found('say(f"You said {it} on {day}, they say")') == ["You said ", ", they say"]
    assert found('TEXTS = {"a": ("Bare words",)}') == ["Bare words"]
    assert found('say(_("Kept words") % {"day": day}, "one")') == []
    assert found('def a():\n    """A docstring here."""\n    raise Oh("Bare words")') == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_that_speaks_to_people_has_no_sentence_outside_gettext(path):
    assert sentences_outside_gettext(parsed(path)) == []


@pytest.mark.parametrize("path", python_files(), ids=name_of)
def test_words_are_not_frozen_in_english_when_a_module_is_read(path):
    """What runs at import is said in no language yet: `_` there is lazy, and neither `str` nor `%` may settle it."""
    assert frozen_at_import(parsed(path)) == []
