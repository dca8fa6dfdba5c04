"""Some weeks of the cast's life, for journeys that look at every page: little is empty, and some is long."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import time_machine
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from alongside.agenda import actions as agenda
from alongside.agenda.models import Appointment, Result, Visit
from alongside.directory.letters import token_for
from alongside.directory.models import Service
from alongside.messages.links import has_ended, link_from, make_link, token_of
from alongside.messages.models import Delivery, Message, SignedLink
from alongside.peers.models import (
    Activity,
    Buddy,
    BuddyRequest,
    Call,
    Group,
    Invitation,
    Match,
    Member,
    Questionnaire,
    SupportRequest,
    Worry,
)
from alongside.people import actions as people
from alongside.people.actors import SYSTEM, actor_for, link_holder
from alongside.people.models import Duty, Membership, Person, User
from alongside.plans import actions as plans
from alongside.plans.models import FollowUp, Goal, Handover, Signposting
from alongside.programmes.models import Cohort, Enrolment, Session, Term, Tutor, Variant
from alongside.worklist import actions as worklist
from alongside.worklist.models import Task
from conftest import Cast
from tests.journeys.carried_on import asked_of, course_of, groups_of, peers_of, services_of, shared_out

# What people paste: it has no place to break, and a phone is 390 pixels wide.
LONG = "https://www.example.org/living-with-diabetes/food-and-drink/carbohydrates-and-how-to-count-them-every-day"
CRISIS = "Some days I do not want to be here any more"
SAID = {
    "sleep": (f"I wake at three and cannot get off again. I read {LONG}", 3, "someone"),
    "breathing": ("The stairs take it out of me", 2, "talk"),
    "money": ("The gas bill", 1, "information"),
    "mood": ("", None, ""),
    "other": ("A lump on my foot\nIt has been there since June", 2, "talk"),
}
RESULTS = [  # LOINC code, unit, then and now
    ("4548-4", "mmol/mol", 64, 58),
    ("29463-7", "kg", 84.5, 82),
]


@dataclass
class Scene:
    """What the pages are about. Rosa has everything, Winston nothing but a wish to be forgotten, Priya a bad time."""

    cast: Cast
    rosa: Person
    winston: Person
    priya: Person
    appointment: Appointment  # Rosa's, on Thursday, prepared and sent
    over: Appointment  # Rosa's, weeks ago
    fresh: Appointment  # Winston's, not prepared, and he has not said yes to messages
    closed: Visit
    visit: Visit  # Rosa's, open
    worried_visit: Visit  # Priya's, open
    goal: Goal
    achieved: Goal
    sign: Any
    contact: Any
    task: Task
    done_task: Task
    membership: Membership  # the nurse's
    lunch: Service  # with everything known of it
    walkers: Service
    choir: Service  # whose record the breathing team keeps
    saved: Signposting  # Rosa's own find
    stuck: Signposting  # Rosa's, where it stopped
    given: Handover  # what Rosa left with
    cohort: Cohort  # a course with one place, which Rosa has, and for which Winston waits
    session: Session  # its first, which lacks a clinical tutor
    place: Enrolment  # Rosa's
    alone: Session  # of another course, where people come one after the other
    alone_place: Enrolment  # Rosa's on that
    tutor: Tutor  # who leads it
    own_tutor: Tutor  # the same, as approved by the team that runs it
    variant: Variant  # a version of a course
    helper: Buddy  # who rings Rosa
    match: Match  # the two of them
    call: Call  # their first
    wish: BuddyRequest  # Winston's, who waits for a buddy
    worry: Worry  # about Rosa
    walk: Group  # a walking group
    runs: Member  # Winston, who runs it
    comes: Member  # Rosa, who comes
    support: SupportRequest  # of that group
    soup: Group  # Priya's, which waits to be read
    told: Questionnaire  # of which people were told what happened
    asked: Questionnaire  # which is open; Winston has answered
    draft: Questionnaire
    told_invitation: Invitation  # Rosa's
    invitation: Invitation  # Rosa's, not answered
    unasked: Invitation  # Priya's, not answered
    activity: Activity  # which moved on the map
    volunteer: User  # who was thanked
    term: Term  # a proposal, with something that could not be placed
    yours_token: str  # of the lunch club's own page
    coming_token: str  # what tells the lunch club that Rosa would like to come
    tokens: dict[str, str]

    def __getattr__(self, name: str) -> Any:
        """Organisations of the cast, and what stands in links."""
        if "tokens" not in vars(self):  # while it is being copied
            raise AttributeError(name)
        return self.tokens[name] if name in self.tokens else getattr(self.cast, name)

    def tokens_of(self, person: Person) -> list[str]:
        """What stands in the links that open for somebody."""
        return [token for token in self.tokens.values() if opens(token) and link_from(token).person == person]


def make_scene(cast: Cast) -> Scene:
    """Weeks of the loop, through the product's own actions."""
    _organisations(cast)
    _results(cast.rosa)
    with time_machine.travel(timezone.now() - timedelta(days=40)):
        over, closed = _first_visit(cast)
        goal, answered = _walk(cast)
        achieved = _achieved(cast)
        plan = _plan(cast)
    with time_machine.travel(timezone.now() - timedelta(days=26)):
        _answer(answered)
    asked = _ask(cast, "Fewer takeaways", what="cook on Fridays")
    today = _ask(cast, "Sleep through to five", what="no screens in bed")
    _answer(today)
    appointment = booked(cast, cast.rosa, days=3, said=SAID, most="Get through a night without waking up")
    visit = _open_visit(cast)
    worried = booked(cast, cast.priya, days=2, said={"mood": (CRISIS, 3, "someone")}, most="")
    worried_visit = _visit_now(cast, cast.priya, {"mood": (CRISIS, 3, "talk")})
    plans.say_what_matters(by=actor_for(cast["priya"]), person=cast.priya, words=CRISIS)
    for email in ("winston@example.org", "somebody.with.a.rather.long.name@a.place.of.some.length.example.org"):
        cast.rosa.carer_invitations.create(email=email, relationship="friend")
    task, done = _tasks(cast)
    services, course = services_of(cast), course_of(cast)
    peers = peers_of(cast, f"She sounded very low. {LONG}") | groups_of(cast) | shared_out(cast)
    asking = asked_of(cast, LONG)
    return Scene(
        cast=cast, rosa=cast.rosa, winston=cast.winston, priya=cast.priya,
        appointment=appointment, over=over, fresh=_winston(cast),
        closed=closed, visit=visit, worried_visit=worried_visit,
        goal=goal, achieved=achieved, **plan, **services, **course, **peers, **asking,
        yours_token=token_for(services["lunch"]),
        task=task, done_task=done, membership=cast["nurse"].memberships.get(),
        tokens=_tokens(
            cast, prepare=appointment, visit=visit.appointment, worried=worried, check_in=asked, answered=today,
            chosen=services["given"], course=course["place"], alone=course["alone_place"],
            questions=asking["invitation"], told=asking["told_invitation"],
        ),
    )  # fmt: skip


def _tokens(cast: Cast, **things: Any) -> dict[str, str]:
    now = timezone.now()
    spoilt = {"locked": {"locked_at": now, "wrong_tries": 5}, "ended": {"expires_at": now}}
    tokens = {name: token_to(thing) for name, thing in things.items()}
    tokens |= {name: spoilt_token(cast.winston, **how) for name, how in spoilt.items()}
    return {f"{name}_token": token for name, token in tokens.items()}


def clinician_of(cast: Cast, person: Person) -> Any:
    return actor_for(cast["other_gp" if person == cast.priya else "nurse"])


def booked(cast: Cast, person: Person, *, days: float, said: dict[str, Any], most: str) -> Appointment:
    """An appointment, and what the person says for it."""
    made = agenda.book_appointment(
        by=clinician_of(cast, person),
        person=person,
        organisation=cast.harbour_road if person == cast.priya else cast.elm_bank,
        starts_at=timezone.now() + timedelta(days=days),
        minutes=20,
        clinician=clinician_of(cast, person).user,
    )
    if said:
        _say(person, made, said, most)
    return made


def _say(person: Person, appointment: Appointment, said: dict[str, Any], most: str) -> None:
    me = link_holder(person)
    preparation = agenda.start_preparation(by=me, appointment=appointment)
    agenda.choose_areas(by=me, preparation=preparation, areas=list(said))
    for area, (words, bother, wish) in said.items():
        agenda.describe_concern(by=me, preparation=preparation, area=area, words=words, bother=bother, wish=wish)
    agenda.say_most_important(by=me, preparation=preparation, words=most)
    agenda.send_preparation(by=me, preparation=preparation)


def _organisations(cast: Cast) -> None:
    manager = actor_for(cast["manager"])
    people.appoint(by=manager, organisation=cast.elm_bank, duty=Duty.OWNER, user=cast["manager"])
    people.appoint(by=manager, organisation=cast.elm_bank, duty=Duty.CHAMPION, user=cast["nurse"])


def _results(rosa: Person) -> None:
    now = timezone.now()
    for code, unit, then, latest in RESULTS:
        for value, taken in ((then, now - timedelta(days=200)), (latest, now - timedelta(days=5))):
            Result.objects.create(
                person=rosa, code=code, display=code, unit=unit, value=value, taken_at=taken, released_at=now
            )
    Result.objects.create(
        person=rosa, code="85354-9", display="Blood pressure", text="138/82", taken_at=now, released_at=now
    )
    Result.objects.create(person=rosa, code="2160-0", display="Creatinine", value=80, unit="umol/L", taken_at=now)


def _first_visit(cast: Cast) -> tuple[Appointment, Visit]:
    """Each of the four answers was given once."""
    nurse = actor_for(cast["nurse"])
    over = booked(cast, cast.rosa, days=0.01, said=SAID, most="To sleep")
    visit = agenda.start_visit(by=nurse, appointment=over)
    answers = ["done", "carried", "handed", "not_now"]
    for number, item in enumerate(visit.items.all()):
        what = answers[number % 4]
        agenda.dispose(by=nurse, item=item, disposition=what, handed_to="link_worker" if what == "handed" else "")
    return over, agenda.close_visit(by=nurse, visit=visit)


def _walk(cast: Cast) -> tuple[Goal, FollowUp]:
    goal = plans.agree_goal(
        by=actor_for(cast["nurse"]), person=cast.rosa, words="Walk to the shop and back without stopping",
        why=f"To see people on the way. {LONG}", confidence=5, importance=9, what="walk to the bench",
        where="down the hill", how_much="10 minutes", when="after lunch", days_a_week=4,
        barrier="it rains", then_i_will="walk up and down the stairs", helper="Elena, my daughter",
        would_raise="somebody to go with",
    )  # fmt: skip
    plans.agree_goal(
        by=actor_for(cast["nurse"]), person=cast.rosa, words=goal.words, confidence=5, what="walk to the corner"
    )
    levels = {"much_less": "not out at all", "less": "to the gate", "expected": "to the shop once a week"}
    levels |= {"better": "to the shop twice a week", "much_better": "to the park"}
    scale = plans.describe_levels(by=actor_for(cast["nurse"]), goal=goal, **levels)
    plans.rate_level(by=link_holder(cast.rosa), scale=scale, level=1)
    return goal, goal.follow_ups.get()


def _achieved(cast: Cast) -> Goal:
    by = actor_for(cast["rosa"])
    goal = plans.agree_goal(by=by, person=cast.rosa, words="Ring my sister on Sundays", confidence=9, follow_up_days=0)
    return plans.end_goal(by=by, goal=goal, state="achieved")


def _plan(cast: Cast) -> dict[str, Any]:
    by, rosa = actor_for(cast["rosa"]), cast.rosa
    plans.say_what_matters(by=by, person=rosa, words="My allotment, and being there for the grandchildren.")
    plans.set_review(by=by, person=rosa, on=timezone.localdate() + timedelta(days=90))
    return {
        "sign": plans.agree_warning_sign(
            by=by, person=rosa, sign="more breathless than usual for two days", what_to_do="ring the breathing team"
        ),
        "contact": plans.add_contact(by=by, person=rosa, name="Tuesday Walkers", how="company", phone="01632 960 001"),
    }


def _answer(question: FollowUp) -> None:
    plans.answer_follow_up(
        by=link_holder(question.goal.plan.person), follow_up=question, going="up_and_down", confidence=6, days_done=4,
        words="The hill is steep but I met Jean", please_call=True,
    )  # fmt: skip


def _ask(cast: Cast, words: str, what: str) -> FollowUp:
    by = actor_for(cast["nurse"])
    return plans.ask_now(by=by, goal=plans.agree_goal(by=by, person=cast.rosa, words=words, confidence=4, what=what))


def _open_visit(cast: Cast) -> Visit:
    visit = _visit_now(cast, cast.rosa, SAID)
    by = actor_for(cast["nurse"])
    first, second = visit.items.all()[:2]
    agenda.dispose(by=by, item=first, disposition="done")
    agenda.dispose(by=by, item=second, disposition="handed", handed_to="pharmacist")
    return visit


def _visit_now(cast: Cast, person: Person, said: dict[str, Any]) -> Visit:
    now = booked(cast, person, days=0.01, said=said, most="Get through a night without waking up")
    return agenda.start_visit(by=clinician_of(cast, person), appointment=now)


def _tasks(cast: Cast) -> tuple[Task, Task]:
    nurse, today = actor_for(cast["nurse"]), timezone.localdate()
    about = {"kind": Task.Kind.CALL_BACK, "person": cast.rosa, "team": cast.elm_bank, "by": nurse}
    task = worklist.add_task(**about, title="Asked for a call about a goal", due=today, note=f"Before noon. {LONG}")
    worklist.pass_on(by=nurse, task=task, owner=cast["gp"], reason="You know her best")
    task = worklist.put_off(by=nurse, task=task, due=today + timedelta(days=2), reason="She is away until Friday")
    worklist.add_task(**about, title="Ring about the walking group", due=today - timedelta(days=3))
    done = worklist.add_task(**about, title="Send the leaflet", due=today)
    return task, worklist.finish_task(by=nurse, task=done, outcome="Posted it")


def _winston(cast: Cast) -> Appointment:
    """He has just joined: no yes to messages, a letter that did not reach him, and he asks to be forgotten."""
    appointment = booked(cast, cast.winston, days=1, said={}, most="")
    message = Message.objects.get(subject_id=appointment.pk)  # not any of his: another's time may be past
    Message.objects.filter(pk=message.pk).update(state=Message.State.FAILED, reason="no address")
    Delivery.objects.create(message=message, channel="letter", accepted=False, problem="no address")
    people.withdraw_consent(by=actor_for(cast["winston"]), person=cast.winston, purpose="care_team")
    people.ask_for_erasure(by=actor_for(cast["winston"]), person=cast.winston)
    return appointment


def token_to(thing: Any) -> str:
    """What stands in the link that somebody was sent about an appointment or a question."""
    return token_of(SignedLink.objects.get(subject_id=thing.pk, revoked_at=None))


def spoilt_token(person: Person, **how: Any) -> str:
    """A link that opens no more."""
    until = timezone.now() + timedelta(days=1)
    link = make_link(by=SYSTEM, person=person, purpose="prepare", subject_id=uuid4(), expires_at=until)
    SignedLink.objects.filter(pk=link.pk).update(**how)
    return token_of(link)


def opens(token: str) -> bool:
    link = link_from(token)
    return not has_ended(link) and not link.locked_at


def open_door(page: Page, token: str, born: date) -> None:
    """Open a link with a date of birth."""
    page.goto(reverse("portal:door", args=[token]))
    for part in ("day", "month", "year"):
        page.locator(f"input[name$=_{part}]").fill(str(getattr(born, part)))
    page.get_by_role("button", name="Continue").click()
