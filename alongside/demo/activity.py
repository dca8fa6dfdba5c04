"""A year in Westhaven, played day by day through the product's own actions with the clock set to each day."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import cached_property, partial
from random import Random

import time_machine
from django.utils import timezone

from alongside.agenda import actions as agenda
from alongside.agenda.models import AgendaItem, Appointment, Visit
from alongside.demo.persons import GOALS, MOST, WORDS, Resident
from alongside.messages.delivery import claim, deliver
from alongside.messages.senders import chosen_sender
from alongside.people.actors import SYSTEM, Actor, actor_for, link_holder
from alongside.people.models import Organisation, Person, User
from alongside.plans import actions as plans
from alongside.plans.models import FollowUp, Goal
from alongside.worklist.actions import finish_task
from alongside.worklist.models import Task

DAYS = 365
VISITS = {"keen": 4, "some": 3, "quiet": 2}
PREPARES = {"keen": 1.0, "some": 0.7, "quiet": 0.25}
ANSWERS = {"keen": 0.9, "some": 0.6, "quiet": 0.1}
ANSWERS_AT_FIRST, LATER_PACE = 3, 28
ROUNDS_EVERY = 2  # days: what is asked a day late looks no different a year later, and takes half the time to play
CHOICES = ["done", "done", "done", "carried", "handed", "not_now"]
REVIEW_CHOICES = ["done", "carried", "not_now"]
PLACES_TO_GO = ["link_worker", "pharmacist", "course", "guidebook"]
OUTCOMES = {
    Task.Kind.HAND_ON: "Seen to",
    Task.Kind.CALL_BACK: "Rang and talked it over",
    Task.Kind.SILENCE: "Rang; they would like to go on without messages for now",
    Task.Kind.LINK_LOCKED: "It was them; sent a new link",
}

Event = Callable[[], object]


class Year:
    """The calendar of the year, and those who live it."""

    def __init__(self, lives: dict[str, "Life"], seed: int = 7) -> None:
        self.lives = lives
        self.random = Random(seed)
        self.events: dict[int, list[Event]] = defaultdict(list)

    def play(self) -> None:
        for life in self.lives.values():
            life.plan(self)
        today = timezone.localdate()
        for ago in range(DAYS, 0, -1):
            at = datetime.combine(today - timedelta(days=ago), time(10), timezone.get_current_timezone())
            with time_machine.travel(at, tick=False):
                self._day(ago, at)

    def _day(self, ago: int, at: datetime) -> None:
        for event in self.events.pop(ago, []):
            event()
        if ago % ROUNDS_EVERY == 0:
            self._rounds(ago, at)

    def _rounds(self, ago: int, at: datetime) -> None:
        plans.ask_due_follow_ups(by=SYSTEM, now=at)
        plans.note_silences(by=SYSTEM, now=at)
        deliver_all()
        do_the_work(timezone.localdate(at))
        for follow_up in FollowUp.objects.filter(state=FollowUp.State.ASKED, asked_at=at).select_related("goal__plan"):
            life = self.lives[str(follow_up.goal.plan_id)]
            if self.random.random() < ANSWERS[life.resident.manner]:
                self.events[ago - self.random.randint(1, 3)].append(partial(life.answer, follow_up, self.random))


def deliver_all() -> None:
    """Hand over everything that is due, as the worker would."""
    sender = chosen_sender()
    while message := claim(worker="demo"):
        deliver(message, worker="demo", sender=sender)


def do_the_work(today: date) -> None:
    """What a team was asked to do is done when it is due; what came in these last days still waits."""
    for task in Task.objects.open().filter(due__lte=today + timedelta(days=1)).select_related("team"):
        finish_task(by=SYSTEM, task=task, outcome=OUTCOMES[task.kind])


class Life:
    """One resident's year."""

    def __init__(self, resident: Resident, person: Person, practice: Organisation, clinician: User, desk: User) -> None:
        self.resident, self.person, self.practice = resident, person, practice
        self.clinician, self.desk = clinician, actor_for(desk)
        self.me = link_holder(person)

    @cached_property
    def nurse(self) -> Actor:
        return actor_for(self.clinician)

    def plan(self, year: Year) -> None:
        """Spread the visits over the year; each is booked two weeks before and prepared two days before."""
        count = VISITS[self.resident.manner]
        for number in range(count):
            ago = int(DAYS * (count - number) / (count + 1)) + year.random.randint(-12, 12)
            year.events[ago + 14].append(partial(self._book_for, year, ago))

    def _book_for(self, year: Year, ago: int) -> None:
        starts = (timezone.localtime() + timedelta(days=14)).replace(hour=11, minute=10 * year.random.randint(0, 5))
        appointment = self.book(starts)
        if year.random.random() < PREPARES[self.resident.manner]:
            year.events[ago + 2].append(partial(self.prepare, appointment, year.random))
        year.events[ago].append(partial(self.meet, appointment, year.random))

    def book(self, starts: datetime) -> Appointment:
        return agenda.book_appointment(
            by=self.desk, person=self.person, organisation=self.practice, starts_at=starts, clinician=self.clinician
        )

    def prepare(self, appointment: Appointment, random: Random) -> None:
        """Say what matters, as the person would by the link."""
        preparation = agenda.start_preparation(by=self.me, appointment=appointment)
        areas = list(self.resident.minds)
        agenda.choose_areas(by=self.me, preparation=preparation, areas=areas)
        for area in areas:
            words, bother = WORDS.get(area, ""), random.randint(1, 3)
            wish = random.choice(["talk", "information", "someone", "just_say"])
            agenda.describe_concern(
                by=self.me, preparation=preparation, area=area, words=words, bother=bother, wish=wish
            )
        agenda.say_most_important(by=self.me, preparation=preparation, words=MOST.get(areas[0], ""))
        agenda.send_preparation(by=self.me, preparation=preparation)

    def meet(self, appointment: Appointment, random: Random) -> None:
        """The visit: an answer for each thing, perhaps a goal, and closed."""
        visit = agenda.start_visit(by=self.nurse, appointment=appointment)
        for item in visit.items.select_related("concern"):
            self._dispose(item, random)
        agenda.carry_the_rest(by=self.nurse, visit=visit)
        agenda.close_visit(by=self.nurse, visit=visit)
        agenda.release_results(by=self.nurse, person=self.person, until=timezone.now())
        if Visit.objects.filter(person=self.person, source=None).count() <= 2:
            self.agree_goal(random)

    def _dispose(self, item: AgendaItem, random: Random) -> None:
        disposition = random.choice(CHOICES) if item.concern else random.choice(REVIEW_CHOICES)
        handed_to = random.choice(PLACES_TO_GO) if disposition == "handed" else ""
        agenda.dispose(by=self.nurse, item=item, disposition=disposition, handed_to=handed_to)

    def agree_goal(self, random: Random) -> None:
        """The first mind that has no goal yet."""
        has = set(self.person.plan.goals.values_list("words", flat=True)) if hasattr(self.person, "plan") else set()
        wanted = [GOALS[area] for area in self.resident.minds if area in GOALS and GOALS[area][0] not in has]
        if wanted:
            words, what, where, days = wanted[0]
            plans.agree_goal(
                by=self.nurse, person=self.person, words=words, what=what, where=where, days_a_week=days,
                confidence=random.randint(4, 8), would_raise="somebody to do it with", barrier="I have a bad day",
                then_i_will="do half of it, and the rest tomorrow",
            )  # fmt: skip
            self.person.refresh_from_db()

    def answer(self, follow_up: FollowUp, random: Random) -> None:
        """One tap, and mostly how sure."""
        if FollowUp.objects.filter(pk=follow_up.pk, state=FollowUp.State.ASKED).exists():
            going = random.choice(["well", "well", "up_and_down", "up_and_down", "not_going"])
            least, most = {"well": (4, 7), "up_and_down": (2, 4), "not_going": (0, 1)}[going]
            plans.answer_follow_up(
                by=self.me, follow_up=follow_up, going=going, confidence=random.randint(4, 9),
                days_done=random.randint(least, most), please_call=random.random() < 0.04,
            )  # fmt: skip
            self._ask_less_often(follow_up.goal)

    def _ask_less_often(self, goal: Goal) -> None:
        """After some answers once in four weeks is enough."""
        if goal.follow_ups.filter(state=FollowUp.State.ANSWERED).count() == ANSWERS_AT_FIRST:
            due = timezone.localdate() + timedelta(days=LATER_PACE)
            plans.schedule_follow_up(by=self.me, goal=goal, due=due, every_days=LATER_PACE)
