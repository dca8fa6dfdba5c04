"""What a service is and whom it is for, by terms of the lists a feed uses."""

from collections.abc import Iterator
from typing import Any

from alongside.directory.importing import text
from alongside.directory.importing.reading import first, listed, named, part
from alongside.directory.importing.rows import TermRow

# By a word in how the link or the list is called.
KINDS = (
    ("circumstance", "circumstance"), ("audience", "circumstance"), ("eligib", "circumstance"),
    ("access", "access_requirement"), ("accommodation", "access_requirement"), ("type", "service_type"),
    ("function", "service_type"), ("categor", "service_type"), ("service", "service_type"),
)  # fmt: skip


def terms(body: dict[str, Any]) -> Iterator[TermRow]:
    for given in listed(body, "attributes"):
        yield from _term(part(given, "taxonomy_term"), text.line(given.get("link_type")))
    for given in listed(body, "service_taxonomys"):
        yield from _term(part(given, "taxonomy"), "")
    for name in _own_audiences(body):
        for each in named(body, name, "audienceType", "name"):
            yield TermRow(name, each, each, "circumstance")


def audiences(body: dict[str, Any]) -> list[str]:
    """Whom it is for, by fields of a publisher's own (`pc_targetAudience`)."""
    return [each for name in _own_audiences(body) for each in named(body, name, "audienceType", "name")]


def _own_audiences(body: dict[str, Any]) -> list[str]:
    return [name for name in body if name.lower().replace("_", "").endswith("targetaudience")][:3]


def _term(given: dict[str, Any], link: str) -> Iterator[TermRow]:
    name = first(text.line, given, "name", "term")
    if not name:
        return
    detail = part(given, "taxonomy_detail")
    taxonomy = first(text.line, given, "taxonomy", "vocabulary", "taxonomy_id") or text.line(detail.get("name"))
    yield TermRow(
        taxonomy or "unnamed",
        first(text.line, given, "code", "id") or name,
        name,
        _kind(link, taxonomy, text.line(given.get("term_uri"))),
        text.web_address(given.get("term_uri")),
    )


def _kind(*told: str) -> str:
    """The first that says anything decides."""
    for each in told:
        for word, kind in KINDS:
            if word in each.lower():
                return kind
    return "other"
