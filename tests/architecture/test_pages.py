"""What pages, stylesheets and scripts may hold."""

import re

import pytest

from tests.architecture.source import files, name_of

TEMPLATES = files(".jinja")
SERVED = [path for path in files(".css", ".js") if "tests" not in path.parts]

LOADS_OUTSIDE = re.compile(
    r"""(?:<(?:script|img|iframe|source|video|audio|embed|object|link)\b[^>]*\b(?:src|srcset|data|href)\s*=\s*["']?(?:https?:)?//
    |url\(\s*["']?(?:https?:)?//
    |@import\s+(?:url\()?\s*["']?(?:https?:)?//
    |(?:fetch|import|importScripts|WebSocket|EventSource|sendBeacon|Worker)\(\s*["'`](?:https?:|wss?:)?//
    |(?:from|import)\s+["'](?:https?:)?//
    |\bsourceMappingURL)""",
    re.VERBOSE | re.IGNORECASE,
)


def test_the_pattern_knows_what_loads_from_outside():
    for text in (
        '<script src="https://x.example/a.js">',
        "<link rel=stylesheet href=//x.example/a.css>",
        "background: url(https://x.example/a.png)",
        "@import 'https://x.example/a.css'",
        "fetch('https://x.example')",
    ):
        assert LOADS_OUTSIDE.search(text), text
    for text in ('<a href="https://www.nhs.uk">', '<script src="/static/a.js">', "url(images/a.svg)"):
        assert not LOADS_OUTSIDE.search(text), text


@pytest.mark.parametrize("path", [*TEMPLATES, *SERVED], ids=name_of)
def test_nothing_is_loaded_from_elsewhere(path):
    assert not LOADS_OUTSIDE.findall(path.read_text())


# A report is one file on somebody's disk, which nothing is served beside: its style is in it.
PAGES = [path for path in TEMPLATES if "reporting" not in path.parts]


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_a_template_has_no_script_or_style_of_its_own(path):
    text = re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.DOTALL)
    assert not re.findall(r"<style\b", text)
    assert not re.findall(r"<script\b(?![^>]*\bsrc=)", text)
    assert not re.findall(r"<[^>]*\sstyle\s*=", text)
    assert not re.findall(r"<[a-z][^>{]*\son[a-z]+\s*=", text)
    assert "javascript:" not in text


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_form_that_changes_something_carries_its_token(path):
    text = path.read_text()
    forms = re.findall(r"<form\b[^>]*method=[\"']?post.*?</form>", text, flags=re.DOTALL | re.IGNORECASE)
    opened = len(re.findall(r"<form\b[^>]*method=[\"']?post", text, flags=re.IGNORECASE))
    assert len(forms) == opened, "a form that is opened here is closed elsewhere, so this test cannot read it"
    for form in forms:
        assert "{{ csrf_input }}" in form, form[:120]
