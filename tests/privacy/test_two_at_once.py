"""The same thing sent twice at the same moment, from two browsers: it is done once, and nobody gets an error."""

import threading
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.test import Client
from django.utils import timezone

from alongside.agenda.actions import book_appointment, choose_areas, start_preparation, start_visit
from alongside.agenda.models import AgendaItem, Appointment, Concern, Preparation, Visit
from alongside.messages.links import token_of
from alongside.messages.models import Message, SignedLink
from alongside.people.actors import SYSTEM, actor_for, link_holder
from alongside.people.models import CarerAgreement, CarerInvitation, Consent, ErasureRequest, Membership, Person, User
from alongside.plans.actions import agree_goal, ask_now
from alongside.plans.models import CheckIn, Confidence, FollowUp, Goal, PlanContact, WarningSign
from alongside.worklist.actions import add_task, pass_on, put_off
from alongside.worklist.models import Task, TaskMove
from conftest import BIRTHDAY, Cast, birthday, make_cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def everybody(transactional_db: None) -> Cast:
    return make_cast()


def at_once(*sendings: Callable[[], Any]) -> list[int]:
    """Send all at the same moment; returns what each was answered.

    An SQLite test database lives in memory, where threads cannot wait for one another: there they take turns, as
    whoever writes to a file does.
    """
    if connection.vendor == "sqlite":
        return [sending().status_code for sending in sendings]
    answers, ready = [0] * len(sendings), threading.Barrier(len(sendings))

    def send(place: int, sending: Callable[[], Any]) -> None:
        try:
            ready.wait()
            answers[place] = sending().status_code
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send, args=each) for each in enumerate(sendings)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def twice(cast: Cast, who: str, address: str, given: dict[str, Any], times: int = 4) -> None:
    browsers = [cast.client(who) for _each in range(times)]
    for browser in browsers:
        browser.raise_request_exception = False
    answers = at_once(*[lambda b=browser: b.post(address, given) for browser in browsers])
    assert not [answer for answer in answers if answer >= 500], answers


def when(days: int) -> dict[str, str]:
    day = timezone.localdate() + timedelta(days=days)
    return {"day_day": str(day.day), "day_month": str(day.month), "day_year": str(day.year), "time": "10:20"}


def visit_of(cast: Cast) -> Visit:
    soon = timezone.now() + timedelta(minutes=30)
    booked = book_appointment(by=SYSTEM, person=cast.rosa, organisation=cast.elm_bank, starts_at=soon)
    prepared = start_preparation(by=link_holder(cast.rosa), appointment=booked)
    choose_areas(by=link_holder(cast.rosa), preparation=prepared, areas=["sleep", "pain"])
    return start_visit(by=actor_for(cast["nurse"]), appointment=booked)


def test_booking(everybody: Cast) -> None:
    given = {**when(5), "minutes": "10", "clinician": ""}
    twice(everybody, "receptionist", f"/appointments/book/{everybody.winston.pk}/", given)
    assert Appointment.objects.count() == Message.objects.count() == 1


def test_registering(everybody: Cast) -> None:
    born = birthday(date(1957, 3, 27))
    given = {"given_name": "Tomos", "family_name": "Lunn", **born, "practice": everybody.elm_bank.pk}
    twice(everybody, "receptionist", "/people/add/", given)
    assert Person.objects.filter(family_name="Lunn").count() == 1
    twice(everybody, "receptionist", "/people/add/", {**given, "family_name": "Moor", "nhs_number": "943 476 5919"})
    assert Person.objects.filter(family_name="Moor").count() == 1


def test_opening_a_visit_and_answering_the_same_thing(everybody: Cast) -> None:
    visit = visit_of(everybody)
    item = visit.items.get(concern__area="sleep")
    twice(everybody, "nurse", f"/visits/items/{item.pk}/", {"handed_to": "nurse"})
    assert Task.objects.filter(subject_id=item.pk).count() == 1
    answers = [{"disposition": "done"}, {"disposition": "carried"}, {"handed_to": "pharmacist"}]
    browsers = [everybody.client("gp") for _each in answers]
    pairs = zip(browsers, answers, strict=True)
    sent = at_once(*[lambda b=b, a=a: b.post(f"/visits/items/{item.pk}/", a) for b, a in pairs])
    assert sent == [302] * 3
    kept = AgendaItem.objects.get(pk=item.pk)
    assert Task.objects.open().filter(subject_id=item.pk).count() == (kept.disposition == "handed")


def test_raising_the_same_thing_and_closing(everybody: Cast) -> None:
    visit = visit_of(everybody)
    twice(everybody, "nurse", f"/visits/{visit.pk}/raise/", {"area": "mood", "words": "low"})
    assert visit.items.filter(concern__area="mood").count() == 1
    twice(everybody, "nurse", f"/visits/{visit.pk}/close/", {"carry": "1"})
    assert Visit.objects.get().closed_at


def test_beginning_the_same_visit(everybody: Cast) -> None:
    soon = timezone.now() + timedelta(minutes=30)
    booked = book_appointment(by=SYSTEM, person=everybody.rosa, organisation=everybody.elm_bank, starts_at=soon)
    twice(everybody, "nurse", f"/visits/start/{booked.pk}/", {})
    assert Visit.objects.count() == 1


def test_what_is_on_ones_mind(everybody: Cast) -> None:
    soon = timezone.now() + timedelta(days=3)
    booked = book_appointment(by=SYSTEM, person=everybody.rosa, organisation=everybody.elm_bank, starts_at=soon)
    twice(everybody, "rosa", f"/prepare/{booked.pk}/mind/", {"areas": ["sleep", "pain", "mood"]})
    twice(everybody, "rosa", f"/prepare/{booked.pk}/how-much/", {"bother_sleep": "3", "words_sleep": "x"})
    twice(everybody, "rosa", f"/prepare/{booked.pk}/matter/", {"first": "pain"})
    twice(everybody, "rosa", f"/prepare/{booked.pk}/most/", {"words": "Sleep"})
    assert Preparation.objects.count() == 1
    assert sorted(Concern.objects.values_list("area", flat=True)) == ["mood", "pain", "sleep"]


def test_goals_and_the_rest_of_the_plan(everybody: Cast) -> None:
    plan = f"/plans/{everybody.rosa.pk}"
    given = {"words": "Sing", "confidence": "8", "what": "hum", "importance": "9", "follow_up_days": "14"}
    twice(everybody, "nurse", f"{plan}/goals/add", given)
    goal = Goal.objects.get()
    assert (goal.actions.count(), goal.follow_ups.count(), Confidence.objects.count()) == (1, 1, 2)
    twice(everybody, "rosa", f"{plan}/warning-signs/add", {"sign": "Ankles", "what_to_do": "Ring"})
    twice(everybody, "rosa", f"{plan}/contacts/add", {"name": "Elena", "how": "daughter"})
    twice(everybody, "rosa", f"{plan}/what-matters", {"words": "My garden"})
    assert (WarningSign.objects.count(), PlanContact.objects.count()) == (1, 1)
    sign, contact = WarningSign.objects.get(), PlanContact.objects.get()
    twice(everybody, "rosa", f"{plan}/warning-signs/{sign.pk}", {"sign": "Feet", "what_to_do": "Ring"})
    twice(everybody, "rosa", f"{plan}/contacts/{contact.pk}", {"remove": "1"})
    assert (WarningSign.objects.count(), PlanContact.objects.count()) == (1, 0)
    levels = dict.fromkeys(("much_less", "less", "expected", "better", "much_better"), "x") | {"weight": "1"}
    twice(everybody, "nurse", f"/plans/goals/{goal.pk}/levels", levels)
    twice(everybody, "nurse", f"/plans/goals/{goal.pk}/change", {**given, "words": "Sing louder"})
    assert Goal.objects.filter(state="active").count() == 1
    twice(everybody, "nurse", f"/plans/goals/{Goal.objects.get(state='active').pk}/end", {"state": "achieved"})
    assert not FollowUp.objects.filter(state__in=FollowUp.UNDER_WAY).exists()


def test_asking_and_answering(everybody: Cast) -> None:
    goal = agree_goal(by=actor_for(everybody["nurse"]), person=everybody.rosa, words="Sing", confidence=6)
    twice(everybody, "nurse", f"/plans/goals/{goal.pk}/ask", {})
    assert Message.objects.count() == SignedLink.objects.count() == 1
    given = {"going": "well", "confidence": "7", "words": "x", "please_call": "on"}
    twice(everybody, "rosa", f"/plans/goals/{goal.pk}/answer", given)
    assert (CheckIn.objects.count(), Task.objects.count()) == (1, 1)


def test_one_tap_on_a_link(everybody: Cast) -> None:
    goal = agree_goal(by=actor_for(everybody["nurse"]), person=everybody.rosa, words="Sing", confidence=6)
    ask_now(by=SYSTEM, goal=goal)
    token = token_of(SignedLink.objects.get())
    phones = [Client() for _each in range(3)]
    for phone in phones:
        phone.post(f"/l/{token}/", BIRTHDAY)
    taps = [lambda p=phone: p.post(f"/l/{token}/check-in/going", {"going": "not_going"}) for phone in phones]
    assert at_once(*taps) == [302] * 3
    calls = {"words": "Ring me", "please_call": "on"}
    assert at_once(*[lambda p=phone: p.post(f"/l/{token}/check-in/more", calls) for phone in phones]) == [302] * 3
    assert (CheckIn.objects.count(), Task.objects.count()) == (1, 1)


def test_guessing_a_birthday_from_many_browsers_and_links(everybody: Cast) -> None:
    doors = []
    for days in (2, 3, 4):
        soon = timezone.now() + timedelta(days=days)
        booked = book_appointment(by=SYSTEM, person=everybody.rosa, organisation=everybody.elm_bank, starts_at=soon)
        doors.append(f"/l/{token_of(SignedLink.objects.get(subject_id=booked.pk))}/")
    wrong = [{**BIRTHDAY, "date_of_birth_year": str(year)} for year in range(1950, 1962)]
    guesses = [lambda d=doors[n % 3], g=guess: Client().post(d, g) for n, guess in enumerate(wrong)]
    answers = at_once(*guesses)
    assert set(answers) == {200, 410}
    # The fifth locks its link, and so does the next at each of the others.
    assert answers.count(200) == 4
    assert SignedLink.objects.filter(locked_at__isnull=False).count() == Task.objects.count() == 3


def test_work_done_passed_on_and_put_off_at_once(everybody: Cast) -> None:
    facts = {"person": everybody.rosa, "team": everybody.elm_bank, "due": timezone.localdate()}
    task = add_task(by=SYSTEM, kind="call_back", title="Ring", **facts)
    later = timezone.localdate() + timedelta(days=2)
    day = {"later-due_day": later.day, "later-due_month": later.month, "later-due_year": later.year}
    given = [
        {"do": "done", "done-outcome": "Rang"},
        {"do": "pass", "pass-owner": everybody["gp"].pk, "pass-reason": "x"},
        {"do": "later", "later-reason": "x", **day},
    ] * 2
    browsers = [everybody.client("nurse") for _each in given]
    pairs = zip(browsers, given, strict=True)
    assert at_once(*[lambda b=b, g=g: b.post(f"/work/{task.pk}/", g) for b, g in pairs]) == [302] * 6
    assert Task.objects.get().outcome == "Rang"
    assert TaskMove.objects.count() <= 2


@pytest.mark.skipif(connection.vendor == "sqlite", reason="one writer at a time: nobody waits for a row")
def test_who_waits_for_a_colleague_to_pass_a_task_on_leaves_its_new_owner(everybody: Cast) -> None:
    facts = {"person": everybody.rosa, "team": everybody.elm_bank, "due": timezone.localdate()}
    task = add_task(by=SYSTEM, kind="call_back", title="Ring", **facts)
    by = actor_for(everybody["nurse"])
    later = timezone.localdate() + timedelta(days=2)

    def waits() -> None:
        put_off(by=by, task=task, due=later, reason="x")
        connections.close_all()

    waiting = threading.Thread(target=waits)
    with transaction.atomic():
        pass_on(by=by, task=task, owner=everybody["gp"], reason="x")
        waiting.start()
        for _each in range(200):  # until the other is seen to wait
            with connection.cursor() as cursor:
                cursor.execute("select count(*) from pg_stat_activity where wait_event_type = 'Lock'")
                if cursor.fetchone() != (0,):
                    break
            time.sleep(0.01)
    waiting.join()
    task.refresh_from_db()
    assert (task.owner, task.due) == (everybody["gp"], later)


def test_what_a_person_agrees_to(everybody: Cast) -> None:
    own = f"/people/{everybody.rosa.pk}"
    Consent.objects.all().delete()
    until = date(timezone.localdate().year + 1, 1, 2)
    day = {"until_day": until.day, "until_month": until.month, "until_year": until.year}
    twice(everybody, "rosa", f"{own}/sharing/teams/add/", {"organisation": everybody.walkers.pk, **day})
    twice(everybody, "rosa", f"{own}/sharing/", {"do": "give", "purpose": "evaluation"})
    assert Consent.objects.filter(withdrawn_at=None).count() == 2
    CarerAgreement.objects.all().delete()
    asked = {"name": "Elena", "email": "daughter@example.org"}
    twice(everybody, "rosa", f"{own}/sharing/carers/add/", asked)
    twice(everybody, "daughter", "/people/asked/", {"invitation": CarerInvitation.objects.get().pk, "yes": "yes"})
    assert CarerAgreement.objects.count() == 1
    twice(everybody, "rosa", f"{own}/forget/", {})
    assert ErasureRequest.objects.count() == 1
    twice(everybody, "rosa", f"{own}/contact/", {"channel": "none", "language": "en"})
    twice(everybody, "manager", f"{own}/erase/", {"decision": "everything"})
    assert not Person.objects.filter(pk=everybody.rosa.pk).exists()


def test_inviting_and_naming(everybody: Cast) -> None:
    place = f"/people/organisations/{everybody.elm_bank.pk}"
    given = {"name": "New Nurse", "email": "new@example.org", "role": "clinician", "title": "nurse"}
    twice(everybody, "manager", f"{place}/members/add/", given)
    assert User.objects.filter(email="new@example.org").count() == 1
    assert Membership.objects.filter(user__email="new@example.org").count() == 1
    twice(everybody, "manager", f"{place}/duties/owner/", {"user": everybody["gp"].pk})
    assert everybody.elm_bank.responsibilities.current().count() == 1


def test_moving_and_calling_off(everybody: Cast) -> None:
    soon = timezone.now() + timedelta(days=3)
    booked = book_appointment(by=SYSTEM, person=everybody.rosa, organisation=everybody.elm_bank, starts_at=soon)
    twice(everybody, "receptionist", f"/appointments/{booked.pk}/move/", when(9))
    twice(everybody, "receptionist", f"/appointments/{booked.pk}/link/", {})
    assert SignedLink.objects.filter(revoked_at=None).count() == 1
    twice(everybody, "receptionist", f"/appointments/{booked.pk}/cancel/", {})
    assert not SignedLink.objects.filter(revoked_at=None).exists()
    assert not Message.objects.filter(state="waiting").exists()
