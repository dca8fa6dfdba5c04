"""Every word a page shows goes through gettext, so that a site can add a language without touching a template."""

import re
from html.parser import HTMLParser

import pytest
from jinja2 import Environment

from tests.architecture.source import files, name_of

# The demo is an example in English; a calendar file is a protocol.
TEMPLATES = [path for path in files(".jinja") if "demo" not in path.parts and not path.name.endswith(".ics.jinja")]
READ_OUT = {"aria-label", "placeholder", "alt", "title"}
# Blocks that fill an attribute of the page around them.
NOT_SHOWN = ("body_class", "width")
OURS = {"Alongside"}  # a name stays as it is


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
