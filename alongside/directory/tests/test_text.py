"""Values from outside, read as what they are meant to be."""

from datetime import date, time
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.directory.importing import text


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("plain", "plain"), ("  two   words\t", "two words"), ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("One<br/>Two<BR >Three", "One\nTwo\nThree"), ("<ul><li>a<li>b</ul>", "a\nb"),
        ("Tea &amp; cake &pound;2", "Tea & cake £2"), ("&amp;lt;b&amp;gt;Bold&amp;lt;/b&amp;gt;", "Bold"),
        ("<script>alert(1)</script>Come", "Come"), ("Come<script>alert(1)", "Come"),
        ("<SCRIPT src=x></SCRIPT >Come", "Come"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;Come", "Come"), ("<style>p{}</style><!-- no -->Come<!-- <p>", "Come"),
        ("<scr<script></script>ipt>x", ""),
        ("Under 5s, <5 and a < b", "Under 5s, <5 and a < b"),
        ("Ann <ann@x.org>", "Ann <ann@x.org>"), ("R&D; AT&T", "R&D; AT&T"),
        ('<a href="https://x.org" onclick="y()">Ring us</a>', "Ring us"),
        ("<img src=x onerror=alert(1)>Come", "Come"),
        ("a\x00b\ud800", "ab?"), (12, "12"), (True, ""), (None, ""), (["x"], ""), ({"x": 1}, ""), ("", ""),
    ],
)  # fmt: skip
def test_words_are_plain(given, read):
    assert text.words(given) == read


PIECES = [
    "<script>",
    "</script>",
    "<p>",
    "<",
    ">",
    "&lt;",
    "&amp;",
    "&#0;",
    "&#xD800;",
    "<!--",
    "-->",
    "\x00",
    "x",
    "\n",
]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=20).map("".join))
def test_whatever_was_written_is_a_text_that_can_be_kept(written):
    read = text.words(written)
    read.encode()
    assert "\x00" not in read
    assert text.line(written) == " ".join(read.split())


@pytest.mark.parametrize(
    "unit", ["<a ", "<!--", "</", "<p>", "<script>", "&#", "&amp;", "<p a='", "<![CDATA[", "a@a.", "\n "]
)
def test_a_huge_text_is_read_at_once(unit):
    began = process_time()
    for read in (text.words, text.line, text.web_address, text.email_address, text.postcode):
        read(unit * 1_000_000)
    assert process_time() - began < 10
    assert len(text.words(unit * 1_000_000)) <= text.LONGEST


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("m33 7ty", "M33 7TY"), ("M337TY", "M33 7TY"), ("Manchester, M1  1AE, UK", "M1 1AE"),
        ("somewhere far", "SOMEWHER"),
        (None, ""), ("ABC 1234", "ABC 1234"),
    ],
)  # fmt: skip
def test_postcodes_are_written_in_one_way(given, read):
    assert text.postcode(given) == read


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("https://x.org/a b", "https://x.org/a%20b"), ("HTTP://X.org", "HTTP://X.org"),
        ("www.x.org/y", "http://www.x.org/y"),
        ("x.org", "http://x.org"), ("http://www.example.com", ""), ("https://localhost", ""), ("http://[::1", ""),
        ("see our page", ""), ("https://x.org/" + "a" * 500, ""), ("java\nscript:alert(1)", ""), (4, ""),
    ],
)  # fmt: skip
def test_addresses_are_those_a_page_may_link_to(given, read):
    assert text.web_address(given) == read


@pytest.mark.parametrize(
    ("given", "read"),
    [("a@x.org", "a@x.org"), ("mailto:a@x.org", "a@x.org"), ("a@x", ""), ("Ann <a@x.org>", ""), ("no", ""), (None, "")],
)
def test_an_email_address_looks_like_one_or_is_none(given, read):
    assert text.email_address(given) == read


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("2026-03-01", date(2026, 3, 1)), ("2026-03-01T10:00:00Z", date(2026, 3, 1)), ("1/3/2026", date(2026, 3, 1)),
        ("2026-02-30", None), ("0044-03-15", None), ("9999-01-01", None), ("soon", None),
        (20260301, None), (None, None),
    ],
)  # fmt: skip
def test_days_that_are_none_are_none(given, read):
    assert text.day(given) == read


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("10:00", time(10)), ("9.30", time(9, 30)), ("10:00:00+01:00", time(10)),
        ("2026-03-01T10:15:00Z", time(10, 15)),
        ("24:00", time(0)), ("25:00", None), ("10:75", None), ("ten", None), (10, None), (None, None),
    ],
)  # fmt: skip
def test_the_clock_is_the_one_on_the_wall(given, read):
    assert text.clock(given) == read


@pytest.mark.parametrize(
    ("latitude", "longitude", "read"),
    [
        (53.4, -2.2, (53.4, -2.2)), ("53.4", "-2.2", (53.4, -2.2)), (0, 0, (None, None)), (100, 101, (None, None)),
        (float("nan"), 1, (None, None)), (float("inf"), 1, (None, None)),
        (None, -2.2, (None, None)), ([], {}, (None, None)),
        (True, True, (None, None)), ("9" * 5000, 0, (None, None)),
    ],
)  # fmt: skip
def test_a_point_lies_on_earth_or_is_none(latitude, longitude, read):
    assert text.degrees(latitude, longitude) == read
