"""Which of our conditions a code on a record means, from `content/conditions.toml`."""

from functools import cache

from alongside.ui.content import content

# FHIR's address for SNOMED CT and its object identifier in older messages.
SNOMED = frozenset({"http://snomed.info/sct", "urn:oid:2.16.840.1.113883.6.96"})


def kind_of(system: str, code: str) -> str:
    """Our kind ("copd") for a coded diagnosis, or "" when it is none of ours."""
    return _kinds().get(code.strip(), "") if system in SNOMED else ""


def name_of(kind: str) -> str:
    """What a person calls the condition: "COPD"."""
    return _titles().get(kind, kind.replace("_", " "))


@cache
def _kinds() -> dict[str, str]:
    rows = content("conditions.toml")["condition"]
    return {code: row["kind"] for row in rows for code in [*row["seen"], *row["verify"]]}


@cache
def _titles() -> dict[str, str]:
    return {row["kind"]: row["title"] for row in content("conditions.toml")["condition"]}
