"""A team that people share their plan with has appointments and visits of its own."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alongside.agenda import actions
from alongside.agenda.models import Appointment, Visit
from alongside.agenda.queries import unreached
from alongside.agenda.tests.test_desk import typed
from alongside.messages.models import Delivery, Message
from alongside.people.actors import actor_for, link_holder
from alongside.people.models import Consent, ContactPreference, Membership, Person, Registration, Role
from conftest import Cast

SOON = timedelta(days=2)


@pytest.fixture
def appointment(cast: Cast) -> Appointment:
    """Rosa's with the breathing team, put in by its receptionist."""
    return book(cast, "breathing_desk", cast.breathing_team)


def book(cast: Cast, by: str, place: object, starts_in: timedelta = SOON) -> Appointment:
    starts_at = timezone.now() + starts_in
    return actions.book_appointment(by=actor_for(cast[by]), person=cast.rosa, organisation=place, starts_at=starts_at)


def seen(cast: Cast, appointment: Appointment, by: str, **answers: str) -> Visit:
    """Rosa says what is on her mind, is seen, and each thing gets its answer."""
    preparation = actions.start_preparation(by=link_holder(cast.rosa), appointment=appointment)
    actions.choose_areas(by=link_holder(cast.rosa), preparation=preparation, areas=list(answers))
    visit = actions.start_visit(by=actor_for(cast[by]), appointment=appointment)
    for item in visit.items.select_related("concern").exclude(concern=None):
        actions.dispose(by=actor_for(cast[by]), item=item, disposition=answers[item.concern.area])
    actions.carry_the_rest(by=actor_for(cast[by]), visit=visit)
    return actions.close_visit(by=actor_for(cast[by]), visit=visit)


@pytest.mark.parametrize("who", ["breathing_desk", "coordinator", "breathing_nurse"])
def test_a_team_books_for_whoever_shares_with_it(cast: Cast, who: str) -> None:
    client = cast.client(who)
    assert "Rosa Ashworth" in client.post(reverse("agenda:book"), {"words": "Ashworth"}, follow=True).content.decode()
    client.post(reverse("agenda:book_for", args=[cast.rosa.pk]), typed(timezone.now() + SOON))
    made = Appointment.objects.get()
    assert made.organisation == cast.breathing_team
    assert Message.objects.get().organisation == cast.breathing_team
    assert "Rosa Ashworth" in client.get(reverse("agenda:desk")).content.decode()


@pytest.mark.parametrize("who", ["breathing_desk", "coordinator", "breathing_nurse"])
def test_a_team_finds_nobody_who_does_not_share(cast: Cast, who: str) -> None:
    assert (
        "Bright"
        not in cast.client(who).post(reverse("agenda:book"), {"words": "Winston"}, follow=True).content.decode()
    )
    assert cast.client(who).get(reverse("agenda:book_for", args=[cast.winston.pk])).status_code == 404


@pytest.mark.parametrize("who", ["receptionist", "nurse", "manager"])
def test_the_practice_sees_nothing_of_a_teams_appointments(cast: Cast, appointment: Appointment, who: str) -> None:
    client = cast.client(who)
    assert "Rosa Ashworth" not in client.get(reverse("agenda:desk")).content.decode()
    assert client.get(reverse("agenda:appointment", args=[appointment.pk])).status_code == 404


def test_a_team_sees_nothing_of_the_practices_appointments(cast: Cast) -> None:
    practices = book(cast, "receptionist", cast.elm_bank)
    for who in ("breathing_desk", "breathing_nurse", "coordinator"):
        assert "Rosa Ashworth" not in cast.client(who).get(reverse("agenda:desk")).content.decode()
        assert cast.client(who).get(reverse("agenda:appointment", args=[practices.pk])).status_code == 404
    assert cast.client("breathing_nurse").post(reverse("consultation:start", args=[practices.pk])).status_code == 404


def test_rosa_and_her_daughter_see_the_appointment_wherever_it_is(cast: Cast, appointment: Appointment) -> None:
    for who in ("rosa", "daughter"):
        page = cast.client(who).get(reverse("portal:person", args=[cast.rosa.pk])).content.decode()
        assert "Westhaven Breathing Team" in page
        assert cast.client(who).get(reverse("portal:prepare_start", args=[appointment.pk])).status_code == 302


def leaves(cast: Cast, appointment: Appointment) -> None:
    """Rosa stops sharing with the team, or moves to another practice."""
    if appointment.organisation == cast.breathing_team:
        Consent.objects.filter(person=cast.rosa, purpose="other_service").update(withdrawn_at=timezone.now())
        return
    Registration.objects.filter(person=cast.rosa).update(until=timezone.localdate() - timedelta(days=1))
    Registration.objects.create(person=cast.rosa, practice=cast.harbour_road)


LEFT = [
    ("breathing_desk", "breathing_team"),
    ("breathing_nurse", "breathing_team"),
    ("coordinator", "breathing_team"),
    ("receptionist", "elm_bank"),
    ("manager", "elm_bank"),
    ("nurse", "elm_bank"),
]


@pytest.fixture(params=LEFT, ids=[who for who, _place in LEFT])
def left(request: pytest.FixtureRequest, cast: Cast) -> tuple[Client, Appointment]:
    """Somebody at the place that booked Rosa, and the appointment, which is over by now; then Rosa left the place."""
    who, place = request.param
    booked = book(cast, who, getattr(cast, place), -timedelta(hours=1))
    leaves(cast, booked)
    return cast.client(who), booked


def desk_on_the_day(client: Client, booked: Appointment) -> str:
    day = timezone.localdate(booked.starts_at)
    return client.get(reverse("agenda:desk"), {"from": day.isoformat()}).content.decode()


def test_what_is_still_booked_when_somebody_leaves_can_be_moved(left: tuple[Client, Appointment]) -> None:
    client, booked = left
    assert "has moved, or no longer shares with you" in desk_on_the_day(client, booked)
    page = client.post(reverse("agenda:move", args=[booked.pk]), typed(timezone.now() + SOON), follow=True)
    assert "You can still move the appointment" in page.content.decode()
    booked.refresh_from_db()
    assert booked.starts_at > timezone.now()


@pytest.mark.parametrize(("page", "state"), [("agenda:cancel", "cancelled"), ("agenda:missed", "missed")])
def test_it_can_be_called_off_or_noted_as_missed_and_is_then_out_of_sight(
    left: tuple[Client, Appointment], page: str, state: str
) -> None:
    client, booked = left
    answer = client.post(reverse(page, args=[booked.pk]), follow=True)
    assert answer.redirect_chain == [(reverse("agenda:desk"), 302)]
    booked.refresh_from_db()
    assert booked.state == state
    assert "Rosa" not in desk_on_the_day(client, booked)
    assert client.get(reverse("agenda:appointment", args=[booked.pk])).status_code == 404


def test_nothing_else_about_somebody_who_left_is_shown_or_done(cast: Cast, left: tuple[Client, Appointment]) -> None:
    client, booked = left
    ContactPreference.objects.create(person=cast.rosa, language="pl", needs_interpreter=True)
    Consent.objects.filter(person=cast.rosa, purpose="care_team").delete()
    own_page = client.get(reverse("agenda:appointment", args=[booked.pk])).content.decode()
    for page in (desk_on_the_day(client, booked), own_page):
        assert "Rosa" in page
        for words in ("Preparation", "Polish", "said yes", "Open visit", "Send the link", "Type it"):
            assert words not in page, words
    for name in ("agenda:paper", "agenda:type", "portal:prepare_own"):
        step = ["mind"] if name == "portal:prepare_own" else []
        assert client.get(reverse(name, args=[booked.pk, *step])).status_code == 404, name
    for name in ("agenda:send_link", "agenda:consent", "agenda:type", "consultation:start"):
        assert client.post(reverse(name, args=[booked.pk])).status_code == 404, name
    for name in ("agenda:book_for", "plans:plan", "people:details", "people:contact", "portal:person"):
        assert client.get(reverse(name, args=[cast.rosa.pk])).status_code == 404, name


def test_where_somebody_moves_to_nothing_is_seen_of_what_the_old_practice_booked(cast: Cast) -> None:
    booked = book(cast, "receptionist", cast.elm_bank)
    leaves(cast, booked)
    client = cast.client("other_receptionist")
    assert "Rosa" not in client.get(reverse("agenda:desk")).content.decode()
    assert client.get(reverse("agenda:appointment", args=[booked.pk])).status_code == 404


@pytest.mark.parametrize("gone", ["died_on", "restricted_at"])
def test_a_team_loses_what_it_booked_when_somebody_died_or_asked_to_be_forgotten(
    cast: Cast, appointment: Appointment, gone: str
) -> None:
    now = timezone.localdate() if gone == "died_on" else timezone.now()
    Person.objects.filter(pk=cast.rosa.pk).update(**{gone: now})
    for who in ("breathing_desk", "breathing_nurse", "coordinator"):
        assert "Rosa" not in cast.client(who).get(reverse("agenda:desk")).content.decode()
        assert cast.client(who).get(reverse("agenda:appointment", args=[appointment.pk])).status_code == 404


def test_a_day_after_the_sharing_ends_cannot_be_booked_or_moved_to(cast: Cast, appointment: Appointment) -> None:
    late = typed(timezone.now() + timedelta(days=91))
    client = cast.client("breathing_desk")
    for page in (reverse("agenda:book_for", args=[cast.rosa.pk]), reverse("agenda:move", args=[appointment.pk])):
        assert "Ask them to share for longer" in client.post(page, late).content.decode()
    assert Appointment.objects.get().starts_at == appointment.starts_at


def test_a_teams_receptionist_reads_no_answers_no_plan_and_changes_nobodys_details(
    cast: Cast, appointment: Appointment
) -> None:
    client = cast.client("breathing_desk")
    for name in ("plans:plan", "people:details", "people:contact", "portal:said"):
        assert client.get(reverse(name, args=[cast.rosa.pk])).status_code == 404, name
    assert client.post(reverse("consultation:start", args=[appointment.pk])).status_code == 404


def test_what_the_practice_carried_comes_first_when_the_team_sees_rosa(cast: Cast, appointment: Appointment) -> None:
    seen(cast, book(cast, "receptionist", cast.elm_bank, timedelta(days=1)), "nurse", sleep="carried", pain="done")
    visit = actions.start_visit(by=actor_for(cast["breathing_nurse"]), appointment=appointment)
    assert [item.concern.area for item in visit.items.select_related("concern")] == ["sleep"]


def test_what_the_team_carried_comes_first_when_the_practice_sees_rosa(cast: Cast, appointment: Appointment) -> None:
    seen(cast, appointment, "breathing_nurse", breathing="carried")
    visit = actions.start_visit(
        by=actor_for(cast["nurse"]), appointment=book(cast, "receptionist", cast.elm_bank, timedelta(days=3))
    )
    assert visit.items.first().concern.area == "breathing"


def test_the_yearly_reviews_stay_with_the_practice(cast: Cast, appointment: Appointment) -> None:
    seen(cast, book(cast, "receptionist", cast.elm_bank, timedelta(days=1)), "nurse", sleep="done")
    teams = actions.start_visit(by=actor_for(cast["breathing_nurse"]), appointment=appointment)
    assert not teams.items.filter(concern=None).exists()
    actions.close_visit(by=actor_for(cast["breathing_nurse"]), visit=teams)
    again = book(cast, "receptionist", cast.elm_bank, timedelta(days=3))
    carried = actions.start_visit(by=actor_for(cast["nurse"]), appointment=again).items.filter(concern=None)
    assert carried.exclude(carried_from=None).exists()


def test_somebody_who_came_without_an_appointment_is_seen_now_and_once(cast: Cast) -> None:
    client = cast.client("breathing_nurse")
    address = reverse("consultation:see_now", args=[cast.rosa.pk, cast.breathing_team.pk])
    assert "Open a visit now" in client.get(reverse("agenda:book_for", args=[cast.rosa.pk])).content.decode()
    first, second = (client.post(address).url for _click in range(2))
    assert first == second
    assert Visit.objects.get().organisation == cast.breathing_team
    assert not Message.objects.exists()


def test_todays_appointment_is_the_visit_of_somebody_who_came_early(cast: Cast) -> None:
    later_today = timezone.localtime().replace(hour=23, minute=58, second=0, microsecond=0) - timezone.now()
    booked = book(cast, "receptionist", cast.elm_bank, later_today)
    visit = actions.see_now(by=actor_for(cast["nurse"]), person=cast.rosa, organisation=cast.elm_bank)
    assert visit.appointment == booked


@pytest.mark.parametrize(("who", "place"), [("receptionist", "elm_bank"), ("nurse", "breathing_team")])
def test_a_visit_is_opened_only_where_one_may_run_it(cast: Cast, who: str, place: str) -> None:
    address = reverse("consultation:see_now", args=[cast.rosa.pk, getattr(cast, place).pk])
    assert cast.client(who).post(address).status_code == 404
    assert not Visit.objects.exists()


def test_whoever_works_at_both_chooses_where_to_book(cast: Cast) -> None:
    Membership.objects.create(user=cast["nurse"], organisation=cast.breathing_team, role=Role.CLINICIAN)
    client, address = cast.client("nurse"), reverse("agenda:book_for", args=[cast.rosa.pk])
    page = client.get(address).content.decode()
    assert f"?at={cast.breathing_team.pk}" in page
    client.post(f"{address}?at={cast.breathing_team.pk}", typed(timezone.now() + SOON))
    assert Appointment.objects.get().organisation == cast.breathing_team
    assert client.get(address, {"at": cast.harbour_road.pk}).status_code == 404


def test_a_message_that_did_not_arrive_is_told_to_the_place_of_the_appointment(
    cast: Cast, appointment: Appointment
) -> None:
    message = Message.objects.get(subject_id=appointment.pk)
    Message.objects.filter(pk=message.pk).update(state="failed", reason="no such number")
    Delivery.objects.create(message=message, channel="text", accepted=False, problem="no such number")
    assert [row.person for row in unreached(cast["breathing_desk"])] == [cast.rosa]
    assert unreached(cast["receptionist"]) == []
