"""Everything held about a person in plain words, to read and to print: the same rows as in the file."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from alongside.agenda.destinations import destinations
from alongside.agenda.models import AgendaItem, Concern, Result
from alongside.interop.export.held import Held
from alongside.interop.export.lines import Line, Section, labelled, line, until
from alongside.interop.export.page_plan import plan_sections
from alongside.messages.models import Message
from alongside.messages.templates import templates
from alongside.people.languages import name_of
from alongside.people.queries.trail import sentence
from alongside.ui.formats import clock, day, number
from alongside.worklist.models import Task


def sections(held: Held) -> list[Section]:
    """Every section with something in it, what the person is likeliest to look for first."""
    trail = [line(row.at, sentence(row, {})) for row in held.trail]
    registered = [line(row.since, str(row.practice), until(row.until)) for row in held.registrations]
    every = [
        Section(_("About you"), list(_about(held))),
        Section(_("Where you are registered"), registered),
        *plan_sections(held),
        Section(_("Appointments, and what you said before them"), list(_appointments(held))),
        Section(_("Visits, and what became of each thing"), list(_visits(held))),
        Section(_("Results"), [line(row.taken_at, f"{row.display}: {_value(row)}") for row in held.results]),
        Section(_("Conditions"), [line(row.onset, row.display, until(row.abated)) for row in held.conditions]),
        Section(_("What you agreed to, and who acts for you"), list(_agreed(held))),
        Section(_("Messages to you"), [_message(row) for row in held.messages]),
        Section(_("Things the team does for you"), [_task(row) for row in held.tasks]),
        Section(_("Who looked and who changed something"), trail),
    ]  # fmt: skip
    return [section for section in every if section.lines]


def _about(held: Held) -> Iterator[Line]:
    person = held.person
    facts = [
        labelled(_("Name"), f"{person.given_name} {person.family_name}"),
        labelled(_("Known as"), person.known_as),
        labelled(_("Date of birth"), day(person.date_of_birth)),
        labelled(_("Sex"), str(person.get_sex_display())),
        labelled(_("Ethnic group"), str(person.get_ethnicity_display())),
        labelled(_("Work"), str(person.get_working_display())),
        labelled(_("NHS number"), person.nhs_number),
        labelled(_("Address"), ", ".join(filter(None, [person.address, person.postcode]))),
        labelled(_("Phone"), person.phone),
        labelled(_("E-mail"), person.email),
        labelled(_("You sign in as"), f"{held.account.name}, {held.account.email}" if held.account else ""),
        labelled(_("Died"), day(person.died_on) if person.died_on else ""),
        *_reached(held),
        *(labelled(_("Number in another system"), f"{row.value} ({row.system})") for row in held.identifiers),
    ]
    yield from (line(None, text) for text in facts if text)


def _reached(held: Held) -> Iterator[str]:
    if wish := held.preference:
        yield labelled(_("How we reach you"), str(wish.get_channel_display()))
        yield labelled(_("Language"), name_of(wish.language))
        yield labelled(_("Large print"), _("yes") if wish.large_print else _("no"))
        yield labelled(_("Interpreter"), _("yes") if wish.needs_interpreter else _("no"))


def _agreed(held: Held) -> Iterator[Line]:
    for row in held.consents:
        ends = until(row.withdrawn_at or row.until)
        yield line(row.given_at, str(row.get_purpose_display()), str(row.organisation or ""), ends)
    for carer in held.carers:
        acts = _("%(name)s acts for you") % {"name": carer.carer.name}
        yield line(carer.since, acts, carer.relationship, until(carer.until))
    for invitation in held.asked_carers:
        wish = _("You asked %(email)s to act for you") % {"email": invitation.email}
        yield line(invitation.asked_at, wish, invitation.relationship, str(invitation.get_outcome_display()))
    for asked in held.erasures:
        yield line(asked.asked_at, _("You asked us to delete what we hold"), str(asked.get_outcome_display()))


def _appointments(held: Held) -> Iterator[Line]:
    for row in held.appointments:
        with_ = row.clinician.name if row.clinician else ""
        said = row.prepared
        most = labelled(_("The most important thing"), said.most_important) if said else ""
        concerns = [_concern(concern) for concern in said.concerns.all()] if said else []
        place = f"{clock(row.starts_at)}, {row.organisation}"
        yield line(row.starts_at, place, with_, str(row.get_state_display()), most, *concerns)


def _concern(row: Concern) -> str:
    said = [str(row.get_bother_display() or ""), str(row.get_wish_display()), row.words]
    place = _("number %s for you") % row.rank if row.rank else ""
    return f"{row.title}: {', '.join(filter(None, [place, *said]))}" if any([place, *said]) else row.title


def _visits(held: Held) -> Iterator[Line]:
    for row in held.visits:
        became = [_became(item) for item in row.items.all()]
        seen = row.seen_by or (row.clinician.name if row.clinician else _("A visit"))
        yield line(row.started_at, seen, str(row.organisation or ""), *became)


def _became(row: AgendaItem) -> str:
    to = destinations().get(row.handed_to)
    became = str(row.get_disposition_display()) if row.disposition else _("not decided yet")
    return f"{row.title}: {became}" + (f" ({to.title})" if to else "")


def _value(row: Result) -> str:
    return f"{number(row.value) if row.value is not None else row.text} {row.unit}".strip()


def _message(row: Message) -> Line:
    """The message by its subject, worded with the few facts it carried."""
    template = templates().get(row.template)
    known = template is not None and template.facts <= row.facts.keys()
    said = template.said(row.facts, practice=row.practice) if template and known else {}
    subject = template.subject.format(**said) if template and known else row.template
    facts = ", ".join(value for _name, value in sorted(said.items()))
    return line(row.sent_at or row.created_at, subject, str(row.get_state_display()), facts, row.channel, row.reason)


def _task(row: Task) -> Line:
    state = _("done") if row.done_at else _("to be done by %s") % day(row.due)
    moves = [move.reason for move in row.moves.all()]
    return line(row.created_at, row.title, row.note, str(row.team), state, row.outcome, *moves)
