"""The courses the person was offered and went on, as FHIR resources."""

from collections.abc import Iterator

from django.utils import timezone

from alongside.interop.export.held import Held
from alongside.interop.export.made import at, notes, on, organisation, reference, resource
from alongside.interop.fhir.parts import Resource
from alongside.programmes.courses import name_of
from alongside.programmes.models import Attendance, CatchUp, Enrolment, Offer, OfferMove, OwnTime, Rating
from alongside.ui.formats import clock

OFFERED = {"offered": "active", "accepted": "active", "declined": "revoked", "not_suitable": "revoked"}
PLACED = {"waiting": "on-hold", "placed": "active", "left": "revoked"}


def courses_of(held: Held) -> Iterator[Resource]:
    about = reference("Patient", held.person)
    yield from (_offer(row, about) for row in held.offers)
    yield from (_place(row, about) for row in held.places)


def _offer(row: Offer, about: Resource) -> Resource:
    return resource(
        "ServiceRequest",
        row,
        status=OFFERED[row.state],
        intent="proposal",
        subject=about,
        code={"text": name_of(row.course_key)},
        authoredOn=at(row.first_at),
        note=notes(*(_step(move) for move in row.moves.all())),
    )


def _step(move: OfferMove) -> str:
    said = [move.get_state_display(), move.get_barrier_display()]
    return f"{on(timezone.localdate(move.at))}, {move.by_whom}: {'; '.join(str(part) for part in said if part)}"


def _place(row: Enrolment, about: Resource) -> Resource:
    why = [str(row.get_left_why_display())] if row.left_why else []
    return resource(
        "ServiceRequest",
        row,
        status=PLACED[row.state],
        intent="order",
        subject=about,
        code={"text": name_of(row.cohort.course_key)},
        performer=[organisation(row.cohort.organisation)],
        authoredOn=at(row.joined_at),
        note=notes(
            *why,
            *(_alone(each) for each in row.own_times.all()),
            *(_came(mark) for mark in row.attendances.all()),
            *(_made_up(each) for each in row.catch_ups.all()),
            *(_said(each) for each in row.ratings.all()),
        ),
    )


def _alone(row: OwnTime) -> str:
    begins = timezone.localtime(row.starts_at)
    return f"{on(begins.date())}, {clock(begins)}: {row.session.title}"


def _came(mark: Attendance) -> str:
    return f"{on(timezone.localdate(mark.session.starts_at))}, {mark.session.title}: {mark.get_mark_display()}"


def _made_up(row: CatchUp) -> str:
    return f"{on(row.on)}, {row.missed.title}: {row.get_how_display()}"


def _said(row: Rating) -> str:
    return f"{on(timezone.localdate(row.session.starts_at))}, {row.session.title}: {row.get_answer_display()}"
