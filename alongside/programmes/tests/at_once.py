"""Scenes for test_last_place.py, in a process of its own: many want the same thing, with transactions that commit.

Prints what happened as JSON.
"""

import json
import threading
from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

import django

django.setup()

from django.db import connections  # noqa: E402
from django.utils import timezone  # noqa: E402

from alongside.people.actors import SYSTEM, actor_for  # noqa: E402
from alongside.people.models import Person, Registration  # noqa: E402
from alongside.programmes.actions import add_venue, choose_turn, join, leave, mark, plan_cohort  # noqa: E402
from alongside.programmes.models import Attendance, Cohort, Enrolment, OwnTime, Venue  # noqa: E402
from conftest import Cast, make_cast  # noqa: E402
from tests.campus import in_days  # noqa: E402

CROWD, PLACES = 8, 3


def at_once(*things: Callable[[], Any]) -> Counter[str]:
    """Do all at the same moment; how each went, counted."""
    went, ready = Counter[str](), threading.Barrier(len(things))

    def do(thing: Callable[[], Any]) -> None:
        ready.wait()
        try:
            went[str(thing())] += 1
        except Exception as trouble:
            went[type(trouble).__name__] += 1
        finally:
            connections.close_all()

    threads = [threading.Thread(target=do, args=(thing,)) for thing in things]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return went


def main() -> None:
    cast = make_cast()
    by = actor_for(cast["coordinator"])
    facts = {"address": "1 Hall Lane", "postcode": "M33 7ZF", "holds": 14}
    venue = add_venue(by=by, organisation=cast.breathing_team, name="Westhaven Hall", **facts)
    given = {"organisation": cast.breathing_team, "venue": venue}
    crowd = [_person(cast, number) for number in range(CROWD)]
    cohort = plan_cohort(by=by, course="moving_on", starts_at=in_days(9), places=PLACES, **given)
    told = {
        "wanted": dict(at_once(*(lambda p=person: join(by=SYSTEM, cohort=cohort, person=p).state for person in crowd)))
    }
    told["after"] = _state(cohort)
    placed = list(Enrolment.objects.placed())
    leaving = at_once(*(lambda row=row: leave(by=SYSTEM, enrolment=row, why="ill").state for row in placed))
    told["left"] = dict(leaving)
    told["filled"] = _state(cohort)
    same = [lambda: join(by=SYSTEM, cohort=cohort, person=cast.rosa).state] * 4
    told["the same person"] = dict(at_once(*same))
    rooms = [lambda: bool(plan_cohort(by=by, course="mini", starts_at=in_days(100), **given))] * 3
    told["the same room"] = dict(at_once(*rooms))
    session, row = cohort.sessions.first(), Enrolment.objects.placed().first()
    assert session
    assert row
    session.starts_at = timezone.now()
    session.save()
    marking = [lambda: mark(by=by, session=session, marks={row.pk: "here"})] * 4
    told["the same mark"] = {str(key): value for key, value in at_once(*marking).items()}
    told["marks"] = Attendance.objects.count()
    told |= _turns(cast, crowd, venue)
    print(json.dumps(told))  # noqa: T201


def _turns(cast: Cast, crowd: list[Person], venue: Venue) -> dict[str, Any]:
    """Some choose the turn that whoever gets a place next is given; and whoever chooses one leaves meanwhile."""
    given: dict[str, Any] = {"organisation": cast.breathing_team, "venue": venue, "places": 6}
    cohort = plan_cohort(by=actor_for(cast["coordinator"]), course="mini", starts_at=in_days(200), **given)
    alone = cohort.sessions.get(each_minutes__isnull=False)
    rows = [join(by=SYSTEM, cohort=cohort, person=person) for person in crowd[:3]]
    choosing = [lambda row=row: bool(choose_turn(by=SYSTEM, enrolment=row, session=alone, after=90)) for row in rows]
    joining = [lambda p=person: join(by=SYSTEM, cohort=cohort, person=p).state for person in crowd[3:6]]
    went = at_once(*choosing, *joining)
    leaving = [lambda: leave(by=SYSTEM, enrolment=rows[0], why="ill").state]
    again = [lambda: bool(choose_turn(by=SYSTEM, enrolment=rows[0], session=alone, after=180))]
    at_once(*leaving, *again)
    of_the_left = OwnTime.objects.filter(enrolment__state=Enrolment.State.LEFT).count()
    return {"the same turn": dict(went), "turns": OwnTime.objects.count(), "turns of who left": of_the_left}


def _person(cast: Cast, number: int) -> Person:
    born = date(1960, 1, 1 + number)
    person = Person.objects.create(given_name=f"Guest{number}", family_name="Fictional", date_of_birth=born)
    Registration.objects.create(person=person, practice=cast.elm_bank)
    return person


def _state(cohort: Cohort) -> dict[str, int]:
    cohort.refresh_from_db()
    counted = Counter(cohort.enrolments.values_list("state", flat=True))
    return {"taken": cohort.taken, **counted}


if __name__ == "__main__":
    main()
