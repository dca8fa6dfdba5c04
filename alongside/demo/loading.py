"""Loading the demo, in one transaction: all of Westhaven or none of it."""

from datetime import date, datetime, timedelta
from random import Random

import time_machine
from django.db import transaction
from django.utils import timezone

from alongside.agenda.actions import book_appointment, release_results
from alongside.demo import records
from alongside.demo.activity import DAYS, Life, Year, deliver_all
from alongside.demo.buddies import ring_people
from alongside.demo.courses import run_courses
from alongside.demo.groups import go_on
from alongside.demo.near import load_directory, point_the_way
from alongside.demo.persons import CARER, RESIDENTS, Resident
from alongside.demo.westhaven import make_organisations, make_workers
from alongside.people.actions import answer_carer_invitation, ask_carer, give_consent, set_contact, share_with
from alongside.people.actors import SYSTEM, actor_for
from alongside.people.models import Organisation, Person, Purpose, Registration, Role, User
from alongside.plans import actions as plans
from alongside.worklist.working_days import after_working_days

CLINICIANS = {"elm_bank": "Amina Yusuf", "harbour_road": "Sofia Lindqvist", "moorside": "Nadia Rahman"}
DESKS = {"elm_bank": "Jean Tolley", "harbour_road": "Beth Carrow", "moorside": "Phil Dunmore"}


def is_loaded() -> bool:
    return Organisation.objects.filter(fictional=True).exists()


def load() -> None:
    """Make Westhaven, bring in its people's records, and play a year."""
    began = timezone.now() - timedelta(days=DAYS + 30)
    with time_machine.travel(began, tick=False):
        load_directory()  # before what is all or nothing: what is in is not taken in again, and search reads it once
    _live(began)


@transaction.atomic
def _live(began: datetime) -> None:
    with time_machine.travel(began, tick=False):
        places = make_organisations()
        workers = make_workers(places)
    people = records.bring_in(RESIDENTS, places)
    # The import knows only that they are registered today; they have been for as long as the practice is here.
    Registration.objects.update(since=timezone.localdate(began))
    lives = {}
    for resident in RESIDENTS:
        person = people[resident.key]
        with time_machine.travel(began, tick=False):
            _settle(resident, person)
        practice = places[resident.practice]
        clinician, desk = workers[CLINICIANS[resident.practice]], workers[DESKS[resident.practice]]
        lives[str(person.pk)] = Life(resident, person, practice, clinician, desk)
    Year(lives).play()
    for life in lives.values():
        release_results(by=life.nurse, person=life.person, until=timezone.now())
    run_courses(people.values(), places, workers)
    ring_people(people, places, workers)
    go_on(people, places, workers)
    _finish(people, lives, places)


def _settle(resident: Resident, person: Person) -> None:
    """An account, a way to be reached, and a yes to messages."""
    User.objects.create_user(person.email, name=person.name, person=person)
    give_consent(by=SYSTEM, person=person, purpose=Purpose.CARE_TEAM)
    where = {name: getattr(person, name) for name in ("phone", "email", "address", "postcode")}
    set_contact(by=SYSTEM, person=person, channel=resident.channel, large_print=resident.large_print, **where)


def _finish(people: dict[str, Person], lives: dict[str, Life], places: dict[str, Organisation]) -> None:
    """Today and the days to come, and what a visitor is sent to try."""
    random = Random(11)
    _rosa(people["rosa.ashworth"], places)
    for number, life in enumerate(lives.values()):
        day = number % 4
        starts = _slot(number // 4, day)
        appointment = life.book(starts)
        if life.resident.given not in {"Rosa", "Gordon"} and life.resident.manner != "quiet":
            life.prepare(appointment, random)
    winston = people["winston.bright"]
    for goal in winston.plan.goals.filter(state="active")[:1]:
        plans.ask_now(by=SYSTEM, goal=goal)
    point_the_way(people, lives)
    deliver_all()


def _slot(number: int, days: int) -> datetime:
    """Today's begin in the next hours, so that links still open; other days' in the morning."""
    now = timezone.localtime().replace(second=0, microsecond=0)
    if days == 0:
        return now.replace(minute=0) + timedelta(hours=1, minutes=20 * number)
    off = after_working_days(now.date(), days) - now.date()
    return now.replace(hour=9, minute=0) + off + timedelta(minutes=20 * number)


def _rosa(rosa: Person, places: dict[str, Organisation]) -> None:
    """Rosa has a daughter who acts for her, shares with the breathing team, and has said what matters."""
    me = actor_for(rosa.account)
    asked = ask_carer(by=me, person=rosa, email=CARER[1], name=CARER[0], relationship="daughter")
    answer_carer_invitation(by=actor_for(User.objects.get(email=CARER[1])), invitation=asked, yes=True)
    share_with(by=me, person=rosa, organisation=places["breathing"], until=_in_days(90))
    _see_at_team(rosa, places["breathing"])
    plans.say_what_matters(by=me, person=rosa, words="Keeping up with my granddaughter")
    plans.agree_warning_sign(
        by=me,
        person=rosa,
        sign="More breathless than usual for two days",
        what_to_do="Ring the breathing team the same day",
    )
    plans.add_contact(
        by=me, person=rosa, name="Elena, my daughter", how="comes on Sundays and when I ring", phone="07700 900150"
    )


def _see_at_team(rosa: Person, team: Organisation) -> None:
    """The breathing team sees her too, in four days, at a desk of its own."""
    starts_at = _slot(12, 4)
    nurse = User.objects.get(memberships__organisation=team, memberships__role=Role.CLINICIAN)
    book_appointment(by=actor_for(nurse), person=rosa, organisation=team, starts_at=starts_at, clinician=nurse)


def _in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)
