"""Whatever happens to goals: asked about at the person's pace, once each time, and left alone when told to."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from alongside.messages.delivery import claim, deliver
from alongside.messages.models import Message
from alongside.messages.senders.protocol import Parcel, TryLater
from alongside.people.actions import give_consent, withdraw_consent
from alongside.people.actors import SYSTEM, actor_for, link_holder
from alongside.people.models import Consent, Purpose
from alongside.plans import actions
from alongside.plans.models import CheckIn, FollowUp, Goal
from alongside.plans.queries import active_cards
from alongside.worklist.actions import finish_task
from alongside.worklist.models import Task
from conftest import Cast
from tests.machines import Machine, play

State = FollowUp.State
WORDS = ["Walk to the shop", "Sleep through", "See my sister"]
GOINGS = st.sampled_from(CheckIn.Going.values)
SURE = st.none() | st.integers(0, 10)
ANY = st.integers(0, 999)
DAYS = st.sampled_from([0, 7, 14, 14, 28])
BECOMES = {
    State.PLANNED: set(State),
    State.ASKED: {State.ASKED, State.ANSWERED, State.SILENT, State.CANCELLED},
    State.SILENT: {State.SILENT, State.ANSWERED},
    State.ANSWERED: {State.ANSWERED},
    State.CANCELLED: {State.CANCELLED},
}


class Provider:
    """Takes messages, unless it is down, and looks at each: was it to go at all?"""

    channels = frozenset({"text", "email", "letter"})

    def __init__(self) -> None:
        self.down = False
        self.taken: list[str] = []

    def find(self, reference: str) -> str | None:
        return reference if reference in self.taken else None

    def hand_over(self, parcel: Parcel) -> str:
        if self.down:
            raise TryLater("down")
        message = Message.objects.get(pk=parcel.reference)
        follow_up = FollowUp.objects.select_related("goal").get(pk=message.subject_id)
        assert Consent.objects.in_force().filter(person=message.person, purpose=Purpose.CARE_TEAM).exists()
        assert (follow_up.state, follow_up.goal.state) == (State.ASKED, Goal.State.ACTIVE)
        assert follow_up.goal.words not in parcel.body
        assert parcel.reference not in self.taken
        self.taken.append(parcel.reference)
        return parcel.reference


class Goals(Machine):
    def __init__(self, cast: Cast) -> None:
        super().__init__(cast)
        self.provider = Provider()
        self.nurse, self.rosa = actor_for(cast["nurse"]), link_holder(cast.rosa)
        self.asked_about: set[UUID] = set()
        self.asked_once: set[UUID] = set()  # by a clinician, where asking was not wanted
        self.paces: dict[UUID, int] = {}  # as last agreed; none when nobody wants to be asked
        # In the order they came, so that the same run of clicks is the same story again.
        self.goals: list[UUID] = []
        self.questions: dict[UUID, str] = {}

    def _goal(self, which: int) -> Goal:
        return Goal.objects.select_related("plan__person").get(pk=self.goals[which % len(self.goals)])

    def _question(self, which: int) -> FollowUp:
        pk = list(self.questions)[which % len(self.questions)]
        return FollowUp.objects.select_related("goal__plan__person").get(pk=pk)

    def _know(self, goal: Goal) -> None:
        if goal.pk not in self.goals:
            self.goals.append(goal.pk)

    def _agreed(self, goal: Goal, days: int) -> None:
        """What was agreed on the form: a pace, or not to be asked, which leaves a question asked once as it is."""
        self._know(goal)
        if days:
            self._ask_about(goal, days)
        elif goal.pk not in self.asked_once:
            self._leave_alone(goal)

    def _ask_about(self, goal: Goal, days: int) -> None:
        self.asked_about.add(goal.pk)
        self.asked_once.discard(goal.pk)
        self.paces[goal.pk] = days

    def _leave_alone(self, goal: Goal) -> None:
        self.asked_about.discard(goal.pk)
        self.asked_once.discard(goal.pk)
        self.paces.pop(goal.pk, None)

    # What people do

    @rule(words=st.sampled_from(WORDS), days=DAYS)
    def agree(self, words: str, days: int) -> None:
        goal = actions.agree_goal(by=self.nurse, person=self.cast.rosa, words=words, confidence=5, follow_up_days=days)
        self._agreed(goal, days)

    @precondition(lambda self: self.goals)
    @rule(which=ANY, words=st.sampled_from(WORDS), days=DAYS)
    def change(self, which: int, words: str, days: int) -> None:
        old = self._goal(which)
        new = actions.change_goal(by=self.nurse, goal=old, words=words, confidence=6, follow_up_days=days)
        assert new.state == Goal.State.ACTIVE
        self._agreed(new, days)

    @precondition(lambda self: self.goals)
    @rule(which=ANY, state=st.sampled_from([Goal.State.ACHIEVED, Goal.State.SET_ASIDE]))
    def end(self, which: int, state: str) -> None:
        actions.end_goal(by=self.nurse, goal=self._goal(which), state=state)

    @precondition(lambda self: self.goals)
    @rule(which=ANY)
    def ask_now(self, which: int) -> None:
        goal = self._goal(which)
        if goal.state == Goal.State.ACTIVE:
            actions.ask_now(by=self.nurse, goal=goal)
            if goal.pk in self.paces:
                self.asked_about.add(goal.pk)
            else:
                self.asked_once.add(goal.pk)

    @precondition(lambda self: self.questions)
    @rule(which=ANY, going=GOINGS, sure=SURE, please_call=st.booleans())
    def answer_what_was_asked(self, which: int, going: str, sure: int | None, please_call: bool) -> None:
        follow_up = self._question(which)
        welcome, first = follow_up.takes_answers, follow_up.answer is None
        try:
            check_in = actions.answer_follow_up(
                by=self.rosa, follow_up=follow_up, going=going, confidence=sure, please_call=please_call
            )
        except actions.NotAsking:
            assert not welcome
            return
        assert welcome
        self._heard(check_in, first=first, please_call=please_call)

    @precondition(lambda self: self.goals)
    @rule(which=ANY, going=GOINGS, sure=SURE, please_call=st.booleans())
    def answer_unasked(self, which: int, going: str, sure: int | None, please_call: bool) -> None:
        goal = self._goal(which)
        if goal.state == Goal.State.ACTIVE:
            before = CheckIn.objects.count()
            check_in = actions.answer_now(
                by=self.rosa, goal=goal, going=going, confidence=sure, please_call=please_call
            )
            self._heard(check_in, first=CheckIn.objects.count() > before, please_call=please_call)

    def _heard(self, check_in: CheckIn, *, first: bool, please_call: bool) -> None:
        goal, once = check_in.follow_up.goal, check_in.follow_up.every_days == 0
        pace = self.paces.get(goal.pk)
        if once:
            self.asked_once.discard(goal.pk)
        elif first and pace and goal.pk not in self.asked_about:
            self.asked_about.add(goal.pk)
            next_due = goal.follow_ups.get(state=State.PLANNED).due
            assert next_due == timezone.localdate() + timedelta(days=pace)
        if please_call:
            assert Task.objects.open().filter(kind="call_back", subject_id=check_in.pk).count() == 1

    @precondition(lambda self: self.questions)
    @rule(which=ANY)
    def stop_these(self, which: int) -> None:
        follow_up = self._question(which)
        actions.stop_asking(by=self.rosa, follow_up=follow_up)
        self._leave_alone(follow_up.goal)

    @precondition(lambda self: self.questions)
    @rule(which=ANY)
    def start_again(self, which: int) -> None:
        follow_up = self._question(which)
        asked = actions.start_asking(by=self.rosa, follow_up=follow_up)
        if asked:
            self._ask_about(follow_up.goal, asked.every_days)

    @rule(agreed=st.booleans())
    def agree_to_messages_or_not(self, agreed: bool) -> None:
        do = give_consent if agreed else withdraw_consent
        do(by=self.rosa, person=self.cast.rosa, purpose=Purpose.CARE_TEAM)

    @rule(down=st.booleans())
    def provider_goes_down_or_comes_back(self, down: bool) -> None:
        self.provider.down = down

    @rule()
    def the_team_does_its_tasks(self) -> None:
        for task in Task.objects.open():
            finish_task(by=self.nurse, task=task)

    # What happens by itself

    @rule(days=st.integers(1, 16))
    def days_go_by(self, days: int) -> None:
        for _day in range(days):
            self.pass_time(days=1)
            self._note_silences()
            self._ask()
            self._send()

    def _note_silences(self) -> None:
        before = dict(FollowUp.objects.values_list("pk", "state"))
        actions.note_silences(by=SYSTEM, now=timezone.now())
        for follow_up in FollowUp.objects.filter(state=State.SILENT).select_related("goal"):
            if before[follow_up.pk] != State.SILENT:
                self._fell_silent(follow_up)
        for follow_up in FollowUp.objects.filter(state=State.CANCELLED, every_days=0):
            if before[follow_up.pk] != State.CANCELLED:
                self.asked_once.discard(follow_up.goal_id)

    def _fell_silent(self, follow_up: FollowUp) -> None:
        message = Message.objects.get(subject_id=follow_up.pk, state="sent")
        assert message.sent_at <= timezone.now() - timedelta(days=7)
        assert follow_up.answer is None
        heard = follow_up.goal.follow_ups.filter(state__in=[State.ANSWERED, State.SILENT]).order_by("-asked_at")
        twice = [row.state for row in heard[:2]] == [State.SILENT, State.SILENT]
        if twice:
            assert Task.objects.open().filter(kind="silence", subject_id=follow_up.goal_id).count() == 1
            self.asked_about.discard(follow_up.goal_id)
        if follow_up.every_days == 0:
            self.asked_once.discard(follow_up.goal_id)

    def _ask(self) -> None:
        before = dict(FollowUp.objects.values_list("pk", "state"))
        actions.ask_due_follow_ups(by=SYSTEM, now=timezone.now())
        for follow_up in FollowUp.objects.filter(state=State.ASKED):
            if before[follow_up.pk] != State.ASKED:
                assert follow_up.due <= timezone.localdate()

    def _send(self) -> None:
        while message := claim(worker="one"):
            deliver(message, worker="one", sender=self.provider)

    # What always holds

    @invariant()
    def goals_are_asked_about_until_somebody_says_otherwise_or_two_silences(self) -> None:
        under_way = FollowUp.objects.filter(state__in=FollowUp.UNDER_WAY)
        active = set(Goal.objects.filter(state=Goal.State.ACTIVE).values_list("pk", flat=True))
        wanted = {goal: self.paces[goal] for goal in self.asked_about & active}
        once = dict.fromkeys(self.asked_once & active, 0)
        assert dict(under_way.values_list("goal", "every_days")) == wanted | once

    @invariant()
    def a_question_goes_only_forwards(self) -> None:
        rows = {row.pk: row for row in FollowUp.objects.all()}
        for pk, was in self.questions.items():
            assert rows[pk].state in BECOMES[was], f"{was} became {rows[pk].state}"
        new = [row for pk, row in rows.items() if pk not in self.questions]
        new.sort(key=lambda row: (self.goals.index(row.goal_id), row.due, row.asked_at or timezone.now()))
        self.questions |= {row.pk: row.state for row in new}
        self.questions |= {pk: row.state for pk, row in rows.items()}

    @invariant()
    def there_is_one_message_for_each_question(self) -> None:
        subjects = list(Message.objects.values_list("subject_id", flat=True))
        assert len(subjects) == len(set(subjects))

    @rule()
    def the_next_clinician_sees_every_active_goal_once(self) -> None:
        cards = active_cards(self.cast.rosa)
        active = Goal.objects.filter(state=Goal.State.ACTIVE).values_list("pk", flat=True)
        assert sorted(card.goal.pk for card in cards) == sorted(active)
        for card in cards:
            under_way = card.goal.follow_ups.filter(state__in=FollowUp.UNDER_WAY).first()
            assert card.next == under_way
            assert card.asked == bool(under_way and under_way.state == State.ASKED)


def test_whatever_happens_to_goals_they_are_followed_up_at_the_persons_pace(db: None) -> None:
    play(Goals, examples=20, steps=25)
