"""The whole as one FHIR Bundle, and as sections for a page."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alongside.interop.export.held import Held
from alongside.interop.export.loop import said_and_agreed
from alongside.interop.export.made import at
from alongside.interop.export.record import about_the_person, about_their_care
from alongside.interop.fhir.parts import Resource


def resources(held: Held) -> list[Resource]:
    """Every resource. A plan shares its person's key, so each type has ids of its own in the addresses."""
    return [*about_the_person(held), *about_their_care(held), *said_and_agreed(held)]


def bundle(held: Held) -> Resource:
    entry = [{"fullUrl": _address(row), "resource": row} for row in resources(held)]
    return {"resourceType": "Bundle", "type": "collection", "timestamp": at(timezone.now()), "entry": entry}


def _address(row: Resource) -> str:
    return f"urn:uuid:{row['id']}"


@dataclass(frozen=True)
class Line:
    when: str
    what: str
    more: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    title: str | Promise
    lines: list[Line]


TITLES: dict[str, str | Promise] = {
    "Patient": _("About you"),
    "EpisodeOfCare": _("Where you are registered"),
    "RelatedPerson": _("Who acts for you"),
    "Consent": _("What you agreed to"),
    "Condition": _("Conditions"),
    "Appointment": _("Appointments"),
    "Encounter": _("Visits"),
    "QuestionnaireResponse": _("What you said before appointments"),
    "CarePlan": _("Your plan"),
    "Goal": _("Goals"),
    "Observation": _("Results, and how sure you felt"),
    "Communication": _("Messages and your answers"),
    "Task": _("Things to do, and what became of them"),
    "AuditEvent": _("Who looked and who changed something"),
}
WHEN = ("authored", "authoredOn", "dateTime", "effectiveDateTime", "sent", "recorded", "start", "startDate",
        "onsetDateTime", "created", "lastModified")  # fmt: skip


def sections(held: Held) -> list[Section]:
    """Every resource again, as lines to read: what is in the file is on the page."""
    by_type: dict[str, list[Line]] = defaultdict(list)
    for row in resources(held):
        by_type[row["resourceType"]].append(_line(row))
    return [Section(title, by_type[type_]) for type_, title in TITLES.items() if by_type[type_]]


def _line(row: Resource) -> Line:
    started = row.get("period", {}).get("start", "")
    when = next((str(row[name]) for name in WHEN if row.get(name)), started)
    texts = list(dict.fromkeys(_words(row)))
    return Line(when[:10], texts[0] if texts else "", tuple(texts[1:]))


SILENT = frozenset({"resourceType", "id", "url", "system", "linkId", "fullUrl", "use", "coding", *WHEN})


def _words(value: object, name: str = "") -> list[str]:
    """Every text and number in a resource that somebody would read."""
    if isinstance(value, dict):
        inner = [(part, key) for key, part in value.items() if key not in SILENT]
        return [word for part, key in inner for word in _words(part, key)]
    if isinstance(value, list):
        return [word for part in value for word in _words(part, name)]
    if name in {"type", "action", "intent", "requestor"} or isinstance(value, bool):
        return []
    text = str(value).strip()
    return [text] if text and not text.startswith(("urn:", "http")) else []
