"""Reading conditions, results and visits into rows of ours. Nothing here writes."""

import hashlib
import json
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from alongside.agenda.models import Result, Visit
from alongside.agenda.results import kind_by_code
from alongside.interop.fhir import parts
from alongside.interop.fhir.dates import read_date, read_moment
from alongside.interop.fhir.parts import Coded, Resource
from alongside.interop.fhir.references import actors, target_of
from alongside.interop.fhir.systems import CODES, ROW, SOURCE
from alongside.interop.fhir.values import found_in
from alongside.interop.importing.files import Entry
from alongside.interop.importing.known import Known
from alongside.interop.importing.report import LeftOut
from alongside.people.conditions import kind_of
from alongside.people.models import Condition

Row = Condition | Result | Visit
WRONG = frozenset({"entered-in-error", "cancelled", "refuted"})


class TakenBack(LeftOut):
    """The source says the resource was a mistake; what came of it before goes."""


def source_of(entry: Entry, known: Known, person: UUID) -> str:
    """What the row is known by when it comes again. Ids such as "1" differ from person to person.

    It ends with the person, so that no file can claim, block or take back what is known of somebody else.
    """
    numbers, whose = dict(parts.identifiers(entry.resource)), f"@{person}"
    if numbers.get(SOURCE, "").endswith(whose):
        return numbers[SOURCE]
    if ROW in numbers:
        return f"{ROW}|{numbers[ROW]}"
    id_ = parts.text_of(entry.resource.get("id"), 200) or next(iter(numbers.values()), "") or entry.full_url
    if not id_:
        content = json.dumps(entry.resource, sort_keys=True, default=str)
        id_ = hashlib.sha256(content.encode("utf-8", "replace")).hexdigest()[:32]
    return f"{known.source}|{entry.type}/{id_}"[: 300 - len(whose)] + whose


def moment(value: Any) -> datetime | None:
    return read_moment(value, zone=timezone.get_default_timezone())


def condition(entry: Entry, known: Known, person: UUID) -> Condition:
    resource = entry.resource
    if parts.codes(resource.get("verificationStatus")) & WRONG:
        raise TakenBack("the source says it was a mistake")
    best = _condition_code(resource)
    if not best.display:
        raise LeftOut("it says neither a code nor words")
    onset = read_date(resource.get("onsetDateTime")) or read_date(parts.part(resource, "onsetPeriod").get("start"))
    return Condition(
        person_id=person,
        kind=kind_of(best.system, best.code),
        code=best.code,
        system=best.system,
        display=best.display,
        onset=onset or read_date(resource.get("recordedDate")),
        abated=_abated(resource),
        source=source_of(entry, known, person),
    )


def _condition_code(resource: Resource) -> Coded:
    concept = resource.get("code")
    best = parts.coded(concept)
    ours = next((row for row in parts.codings(concept) if kind_of(row.system, row.code)), None)
    return Coded(ours.system, ours.code, best.display) if ours else best


def _abated(resource: Resource) -> date | None:
    """When it ended. A condition said to be over without a day ended, at the latest, when that was written."""
    period = parts.part(resource, "abatementPeriod")
    found = (
        read_date(resource.get("abatementDateTime")) or read_date(period.get("end")) or read_date(period.get("start"))
    )
    over = parts.codes(resource.get("clinicalStatus")) & {"resolved", "remission", "inactive"}
    if found or not (over or any(name.startswith("abatement") for name in resource)):
        return found
    written = parts.part(resource, "meta").get("lastUpdated")
    return read_date(written) or read_date(resource.get("recordedDate")) or timezone.localdate()


def result(entry: Entry, known: Known, person: UUID) -> Result:
    resource = entry.resource
    if parts.text_of(resource.get("status")) in WRONG:
        raise TakenBack("the source says it was a mistake")
    best = _result_code(resource)
    if best.system == CODES:
        raise LeftOut("it is part of a plan, not a result")
    found, taken = found_in(resource), _taken(resource)
    if not best.display or not found or taken is None:
        raise LeftOut("it has no value we can hold" if not found else "it has no date" if taken is None else "no code")
    return Result(
        person_id=person,
        code=best.code,
        system=best.system,
        display=best.display,
        value=found.value,
        text=found.text,
        unit=found.unit,
        taken_at=taken,
        source=source_of(entry, known, person),
    )


def _result_code(resource: Resource) -> Coded:
    concept = resource.get("code")
    best = parts.coded(concept, CODES, "http://loinc.org")
    shown = next((row for row in parts.codings(concept) if row.code in kind_by_code()), None)
    return Coded(shown.system, shown.code, best.display) if shown and best.system != CODES else best


def _taken(resource: Resource) -> datetime | None:
    period = parts.part(resource, "effectivePeriod")
    said = [resource.get("effectiveDateTime"), resource.get("effectiveInstant"), period.get("start"), period.get("end")]
    return next((at for at in map(moment, [*said, resource.get("issued")]) if at), None)


def visit(entry: Entry, known: Known, person: UUID) -> Visit:
    resource = entry.resource
    status = parts.text_of(resource.get("status"))
    if status in WRONG:
        raise TakenBack("it was cancelled, or the source says it was a mistake")
    if status not in {"finished", "unknown", "completed", ""}:
        raise LeftOut("it is not over yet")
    period = parts.part(resource, "period")
    began, ended = moment(period.get("start")), moment(period.get("end"))
    if began is None:
        raise LeftOut("it has no date")
    seen = [known.name(target) for target in actors(resource, "individual")]
    return Visit(
        person_id=person,
        organisation_id=known.organisation(target_of(parts.part(resource, "serviceProvider"), resource)),
        started_at=began,
        closed_at=ended if ended and ended >= began else began,
        seen_by=next(filter(None, seen), ""),
        source=source_of(entry, known, person),
    )
