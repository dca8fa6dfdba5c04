"""Pictures are shapes and words only, and two of them can stand on one page."""

from xml.etree import ElementTree

import pytest

from alongside.evaluation.errors import BadInput
from alongside.evaluation.reporting.svg import described, size, stripped

NAMESPACE = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def svg(inside: str, **attributes: str) -> str:
    written = " ".join(f'{name}="{value}"' for name, value in attributes.items())
    return f'<svg {NAMESPACE} width="10" height="10" {written}>{inside}</svg>'


@pytest.mark.parametrize(
    ("inside", "named"),
    [
        ("<script>alert(1)</script>", "<script>"),
        ("<g><foreignObject><p>x</p></foreignObject></g>", "<foreignObject>"),
        ("<style>@import url(https://example.org/a.css)</style>", "<style>"),
        ('<image href="https://example.org/a.png"/>', "<image>"),
        ("<animate attributeName='href' to='https://example.org'/>", "<animate>"),
        ('<rect onclick="alert(1)"/>', "onclick"),
        ('<rect OnLoad="alert(1)"/>', "OnLoad"),
        ('<use href="https://example.org/a.svg#b"/>', "href"),
        ('<use xlink:href="javascript:alert(1)"/>', "href"),
        ('<rect fill="url(https://example.org/a.svg#b)"/>', "fill"),
        ('<rect style="fill: url( https://example.org )"/>', "style"),
        (r'<rect style="fill: \75rl(https://example.org)"/>', "style"),
    ],
)
def test_a_picture_that_runs_or_loads_something_is_refused(inside, named):
    with pytest.raises(BadInput, match=named):
        stripped(svg(inside))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "words",
        "<svg><g></svg>",
        "<p/>",
        '<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>',
        "<svg><![CDATA[x]]></svg>",
    ],
)
def test_what_is_not_a_picture_is_refused(text):
    with pytest.raises(BadInput):
        stripped(text)


def test_it_is_one_image_with_a_name_and_a_description():
    root = ElementTree.fromstring(described(svg("<g role='list'/>"), title="A < B", words="So it is.", identifier="f"))
    namespace = "{http://www.w3.org/2000/svg}"
    title, desc, group = root
    assert (root.get("role"), root.get("aria-labelledby"), root.get("aria-describedby")) == ("img", "f-title", "f-desc")
    assert (title.tag, title.get("id"), title.text) == (f"{namespace}title", "f-title", "A < B")
    assert (desc.tag, desc.get("id"), desc.text) == (f"{namespace}desc", "f-desc", "So it is.")
    assert not group.attrib


def test_what_points_to_an_id_still_points_to_it():
    inside = '<clipPath id="c"><rect/></clipPath><g clip-path="url(#c)"/><g mask="url(\'#c\')"/><use xlink:href="#c"/>'
    written = described(svg(inside), title="A", words="B", identifier="figure-2")
    assert 'id="figure-2-c"' in written
    assert written.count("url(#figure-2-c)") == 2
    assert 'href="#figure-2-c"' in written
    assert "xlink" not in written


def test_descriptions_of_parts_and_what_is_not_seen_go():
    written = stripped(svg('<g><title>old</title><text opacity="0">gone</text><text aria-label="x">kept</text></g>'))
    assert "kept" in written
    assert not any(word in written for word in ("old", "gone", "aria"))


def test_shapes_are_rounded_to_what_is_seen_and_words_are_not():
    written = stripped(svg('<path d="M1.23456,-7.0001"/><text>0.123456</text>'))
    assert 'd="M1.23,-7"' in written
    assert "0.123456" in written


def test_stripping_twice_changes_nothing_more():
    once = stripped(svg('<g transform="translate(1.005,2)"><text>a &lt; b &amp; c</text></g>'))
    assert stripped(once) == once
    assert "a &lt; b &amp; c" in once


@pytest.mark.parametrize(
    ("attributes", "found"),
    [
        ('width="300" height="200.5"', (300.0, 200.5)),
        ('width="300px" height="200px"', (300.0, 200.0)),
        ('viewBox="0 0 30 20"', (30.0, 20.0)),
        ('width="100%" height="auto" viewBox="0,0,30,20"', (30.0, 20.0)),
    ],
)
def test_its_size_is_what_it_says(attributes, found):
    assert size(f"<svg {attributes}/>") == found


@pytest.mark.parametrize("attributes", ["", 'width="100%" height="50%"', 'width="0" height="10"', 'viewBox="0 0"'])
def test_a_picture_of_no_size_is_refused(attributes):
    with pytest.raises(BadInput, match="viewBox"):
        size(f"<svg {attributes}/>")
