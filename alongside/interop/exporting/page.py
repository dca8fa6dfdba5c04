"""Everything held about a person as sections to read and to print."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils.translation import gettext as _

from alongside.agenda import areas, reviews
from alongside.agenda.models import AgendaItem, Preparation
from alongside.interop.exporting import plan_page
from alongside.interop.exporting.held import Held
from alongside.interop.exporting.lines import Line, Section
from alongside.interop.fhir.parts import written
from alongside.messages.models import Message
from alongside.people.models import Purpose
from alongside.people.queries.trail import phrase
from alongside.worklist.models import Task


def sections_of(held: Held) -> list[Section]:
    """Every section with something in it."""
    every = [
        Section(_("About you"), list(_about(held))),
        Section(_("What you agreed to"), list(_agreed(held))),
        Section(_("Conditions"), [Line(row.onset, row.display, _until(row.abated)) for row in held.conditions]),
        Section(_("Appointments"), list(_appointments(held))),
        Section(_("What you told us"), [_said(row) for row in held.preparations]),
        Section(_("Visits"), list(_visits(held))),
        Section(_("What became of each thing"), [_became(row) for row in held.items]),
        Section(_("Results"), list(_results(held))),
        *plan_page.sections(held),
        Section(_("Messages to you"), [_message(row) for row in held.messages]),
        Section(_("Jobs for the team"), [_task(row) for row in held.tasks]),
        Section(_("Who looked and what was done"), [Line(row.at, f"{row.actor} {phrase(row.verb)}") for row in held.trail]),
    ]  # fmt: skip
    return [section for section in every if section.lines]


def _about(held: Held) -> Iterator[Line]:
    person = held.person
    facts = [
        (_("Name"), f"{person.given_name} {person.family_name}"),
        (_("Known as"), person.known_as),
        (_("Date of birth"), f"{person.date_of_birth:%-d %B %Y}"),
        (_("Sex"), str(person.get_sex_display())),
        (_("NHS number"), person.nhs_number),
        (_("Address"), ", ".join(filter(None, [person.address, person.postcode]))),
        (_("Phone"), person.phone),
        (_("E-mail"), person.email),
        (_("Account"), f"{held.account.name}, {held.account.email}" if held.account else ""),
        *_reached(held),
        *((_("A number elsewhere"), f"{row.value} ({row.system})") for row in held.identifiers),
    ]
    yield from (Line(None, f"{label}: {text}") for label, text in facts if text)
    for row in held.registrations:
        yield Line(row.since, _("Registered at %s") % row.practice, _until(row.until))


def _reached(held: Held) -> Iterator[tuple[str, str]]:
    if chosen := held.preference:
        yield _("How we reach you"), str(chosen.get_channel_display())
        yield _("Language"), chosen.language
        yield _("Large print"), _("yes") if chosen.large_print else _("no")
        yield _("Interpreter"), _("yes") if chosen.needs_interpreter else _("no")


def _agreed(held: Held) -> Iterator[Line]:
    for row in held.consents:
        to = f": {row.organisation}" if row.organisation else ""
        yield Line(row.given_at, f"{Purpose(row.purpose).label}{to}", _until(row.withdrawn_at or row.until))
    for carer in held.carers:
        text = _("%(name)s (%(who)s) acts for you") % {"name": carer.carer.name, "who": carer.relationship or "-"}
        yield Line(carer.since, text, _until(carer.until))
    for asked in held.erasures:
        yield Line(asked.asked_at, _("You asked us to delete what we hold"), [str(asked.get_outcome_display())])


def _until(end: date | datetime | None) -> list[str]:
    return [_("until %s") % f"{end:%-d %B %Y}"] if end else []


def _appointments(held: Held) -> Iterator[Line]:
    for row in held.appointments:
        with_ = row.clinician.name if row.clinician else ""
        yield Line(row.starts_at, str(row.organisation), [with_, str(row.get_state_display())])


def _said(row: Preparation) -> Line:
    details = []
    for concern in row.concerns.all():
        parts = [areas.title_of(concern.area, concern.words)]
        parts += [str(concern.get_bother_display())] if concern.bother else []
        parts += [str(concern.get_wish_display())] if concern.wish else []
        parts += [_("number %s for you") % concern.rank] if concern.rank else []
        details.append(", ".join(parts) + (f": {concern.words}" if concern.words else ""))
    return Line(row.sent_at or row.saved_at, row.most_important or _("Before your appointment"), details)


def _visits(held: Held) -> Iterator[Line]:
    for row in held.visits:
        seen = row.seen_by or (row.clinician.name if row.clinician else "")
        yield Line(row.started_at, seen or _("A visit"), [str(row.organisation or "")])


def _became(row: AgendaItem) -> Line:
    what = areas.title_of(row.concern.area, row.concern.words) if row.concern else reviews.title_of(row.review)
    became = str(row.get_disposition_display()) if row.disposition else _("no answer yet")
    return Line(row.visit.started_at, what, [became, row.handed_to.replace("_", " ")])


def _results(held: Held) -> Iterator[Line]:
    for row in held.results:
        value = written(row.value) if row.value is not None else row.text
        yield Line(row.taken_at, f"{row.display}: {value} {row.unit}".strip())


def _message(row: Message) -> Line:
    facts = [f"{name}: {value}" for name, value in sorted(row.facts.items())]
    tries = [f"{each.channel} {each.problem}".strip() for each in row.deliveries.all()]
    return Line(row.sent_at or row.created_at, row.template, [str(row.get_state_display()), *facts, *tries])


def _task(row: Task) -> Line:
    moves = [move.reason for move in row.moves.all()]
    return Line(row.created_at, row.title, [row.note, str(row.team), row.outcome, *moves])
