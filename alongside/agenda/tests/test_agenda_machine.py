"""Whatever happens to appointments and visits, in whatever order: nothing a person said is lost or left unanswered."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from alongside.agenda import actions, areas, reviews
from alongside.agenda.deadline import is_open
from alongside.agenda.models import AgendaItem, Appointment, Concern, Visit
from alongside.agenda.queries import what_happened
from alongside.agenda.queries.agenda import words_of
from alongside.messages.models import Message
from alongside.people.actors import actor_for, link_holder
from alongside.worklist.models import Task
from conftest import Cast
from tests.machines import Machine, play

State = Appointment.State
Disposition = AgendaItem.Disposition
AREAS = ["sleep", "pain", "money", "other"]
SOME_AREAS = st.lists(st.sampled_from(AREAS), unique=True, max_size=4)
ANSWERS = st.sampled_from([*Disposition.values, Disposition.CARRIED])
ANY = st.integers(0, 999)
BECOMES = {
    State.BOOKED: set(State),
    State.MISSED: {State.MISSED, State.ATTENDED},
    State.CANCELLED: {State.CANCELLED},
    State.ATTENDED: {State.ATTENDED},
}
Thing = str | UUID  # what an item is about: the same area, or the same review task, is the same thing


def thing_of(item: AgendaItem) -> Thing:
    if item.concern is None:
        return reviews.what_of(item.review)
    return thing_said(item.concern)


def thing_said(concern: Concern) -> Thing:
    return concern.pk if concern.area == areas.OTHER else concern.area


class Visits(Machine):
    def __init__(self, cast: Cast) -> None:
        super().__init__(cast)
        self.nurse, self.person = actor_for(cast["nurse"]), cast.winston
        self.appointments: list[UUID] = []
        self.visits: list[UUID] = []
        self.states: dict[UUID, str] = {}
        self.taken_up: set[UUID] = set()  # carried items that were there when a later visit began

    def _appointment(self, which: int) -> Appointment:
        pk = self.appointments[which % len(self.appointments)]
        return Appointment.objects.select_related("person", "organisation").get(pk=pk)

    def _visit(self, which: int) -> Visit:
        return Visit.objects.get(pk=self.visits[which % len(self.visits)])

    def _waiting(self) -> list[AgendaItem]:
        """What was carried and is on no later visit yet."""
        carried = AgendaItem.objects.filter(disposition=Disposition.CARRIED).exclude(pk__in=self.taken_up)
        return list(carried.select_related("concern"))

    # The desk

    @rule(hours=st.integers(1, 200))
    def book(self, hours: int) -> None:
        booked = actions.book_appointment(
            by=actor_for(self.cast["receptionist"]),
            person=self.person,
            organisation=self.cast.elm_bank,
            starts_at=timezone.now() + timedelta(hours=hours),
        )
        if booked.pk not in self.appointments:
            self.appointments.append(booked.pk)

    @precondition(lambda self: self.appointments)
    @rule(which=ANY, hours=st.integers(1, 200))
    def move(self, which: int, hours: int) -> None:
        appointment = self._appointment(which)
        try:
            actions.move_appointment(
                by=self.nurse, appointment=appointment, starts_at=timezone.now() + timedelta(hours=hours)
            )
        except actions.NotBooked:
            assert appointment.state != State.BOOKED
        except actions.AlreadyBooked:
            assert len(self.appointments) > 1

    @precondition(lambda self: self.appointments)
    @rule(which=ANY, missed=st.booleans())
    def it_does_not_take_place(self, which: int, missed: bool) -> None:
        appointment = self._appointment(which)
        do = actions.note_missed if missed else actions.cancel_appointment
        try:
            do(by=self.nurse, appointment=appointment)
        except actions.NotBooked:
            assert appointment.state != State.BOOKED or appointment.starts_at > timezone.now()

    # The person

    @precondition(lambda self: self.appointments)
    @rule(which=ANY, chosen=SOME_AREAS, send=st.booleans())
    def say_what_matters(self, which: int, chosen: list[str], send: bool) -> None:
        appointment, by = self._appointment(which), link_holder(self.person)
        open_still = is_open(appointment)
        try:
            preparation = actions.start_preparation(by=by, appointment=appointment)
            actions.choose_areas(by=by, preparation=preparation, areas=chosen)
            if send:
                actions.send_preparation(by=by, preparation=preparation)
        except actions.TooLate:
            assert not open_still
        else:
            assert open_still

    @rule()
    def look_at_what_happened(self) -> None:
        """Promised for the next visit is what waits for it, and nothing else."""
        said = what_happened(self.person)
        promised = {line.area_title for line in said if "for your next visit" in line.outcome}
        concerns = [*(item.concern for item in self._waiting() if item.concern), *self._unheard()]
        waiting = {areas.title_of(concern.area, concern.words) for concern in concerns}
        assert promised <= waiting <= {line.area_title for line in said}

    def _unheard(self) -> list[Concern]:
        """What was said for an appointment that did not take place."""
        off = Concern.objects.filter(items=None, preparation__appointment__visit=None)
        return list(off.filter(preparation__appointment__state__in=[State.CANCELLED, State.MISSED]))

    # The visit

    @precondition(lambda self: self.appointments)
    @rule(which=ANY)
    def begin(self, which: int) -> None:
        appointment = self._appointment(which)
        before = Visit.objects.filter(appointment=appointment).first()
        forgotten = Visit.objects.filter(closed_at=None, started_at__date__lt=timezone.localdate())
        left = AgendaItem.objects.filter(visit__in=forgotten, disposition="").select_related("concern")
        carried = [*self._waiting(), *left]
        unheard = {thing_said(concern) for concern in self._unheard()}
        try:
            visit = actions.start_visit(by=self.nurse, appointment=appointment)
        except actions.NotBooked:
            assert appointment.state == State.CANCELLED
            return
        assert before in {None, visit}
        if before is None:
            self.visits.append(visit.pk)
            self._begins_with(visit, carried, unheard)
            self.taken_up |= {item.pk for item in carried}

    def _begins_with(self, visit: Visit, carried: list[AgendaItem], unheard: set[Thing]) -> None:
        items = list(visit.items.select_related("concern").order_by("position"))
        said = {thing_said(row) for row in Concern.objects.filter(preparation__appointment=visit.appointment)}
        for kind in AgendaItem.Kind.values:
            first = {thing_of(item) for item in carried if item.kind == kind}
            here = [thing_of(item) for item in items if item.kind == kind]
            assert len(here) == len(set(here))
            assert set(here[: len(first)]) == first, "what was carried is at the top"
            assert {thing_of(item) for item in items if item.kind == kind and item.carried_from_id} == first
        assert said | unheard <= {thing_of(item) for item in items}

    @precondition(lambda self: self.visits)
    @rule(which=ANY, area=st.sampled_from(AREAS), words=st.sampled_from(["", "the evenings", "the stairs"]))
    def bring_up_in_the_room(self, which: int, area: str, words: str) -> None:
        visit = self._visit(which)
        try:
            item = actions.raise_concern(by=self.nurse, visit=visit, area=area, words=words)
        except actions.Settled:
            assert visit.closed_at
        else:
            assert not visit.closed_at
            assert item.visit_id == visit.pk
            assert words in words_of(AgendaItem.objects.get(pk=item.pk))

    @precondition(lambda self: self.visits)
    @rule(which=ANY, place=ANY, answer=ANSWERS)
    def answer(self, which: int, place: int, answer: str) -> None:
        visit = self._visit(which)
        items = list(visit.items.order_by("position"))
        if not items:
            return
        item = items[place % len(items)]
        to = "link_worker" if answer == Disposition.HANDED else ""
        try:
            actions.dispose(by=self.nurse, item=item, disposition=answer, handed_to=to)
        except actions.Settled:
            assert visit.closed_at or item.pk in self.taken_up
        else:
            settled = visit.closed_at or item.pk in self.taken_up
            assert not settled or item.disposition == answer

    @precondition(lambda self: self.visits)
    @rule(which=ANY, carry=st.booleans())
    def close(self, which: int, carry: bool) -> None:
        visit = self._visit(which)
        if carry and not visit.closed_at:
            actions.carry_the_rest(by=self.nurse, visit=visit)
        left = visit.items.filter(disposition="").count()
        try:
            visit = actions.close_visit(by=self.nurse, visit=visit)
        except actions.StillOpen:
            assert left
        else:
            assert left == 0
            assert visit.closed_at

    @rule(hours=st.integers(1, 80))
    def time_passes(self, hours: int) -> None:
        self.pass_time(hours=hours)

    # What always holds

    @invariant()
    def a_closed_visit_leaves_nothing_without_an_answer(self) -> None:
        assert not AgendaItem.objects.filter(visit__closed_at__isnull=False, disposition="").exists()

    @invariant()
    def whoever_was_handed_something_has_a_task_and_nobody_else(self) -> None:
        handed = AgendaItem.objects.filter(disposition=Disposition.HANDED)
        tasks = Task.objects.open().filter(kind=Task.Kind.HAND_ON)
        assert sorted(handed.values_list("task", flat=True)) == sorted(tasks.values_list("pk", flat=True))

    @invariant()
    def an_appointment_goes_only_forwards(self) -> None:
        states = dict(Appointment.objects.values_list("pk", "state"))
        for pk, was in self.states.items():
            assert states[pk] in BECOMES[was], f"{was} became {states[pk]}"
        self.states = states

    @invariant()
    def nobody_is_asked_to_prepare_for_what_is_over(self) -> None:
        over = [pk for pk, state in self.states.items() if state != State.BOOKED]
        waiting = Message.objects.filter(state="waiting", not_after__gt=timezone.now(), subject_id__in=over)
        assert not waiting.exclude(template="prepare.cancelled").exists()


def test_whatever_happens_to_visits_nothing_said_is_lost_or_left_without_an_answer(db: None) -> None:
    play(Visits, examples=20, steps=25)
