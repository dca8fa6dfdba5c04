"""Where everybody's day begins, and a person's home."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alongside.agenda import actions
from alongside.people.actors import actor_for, link_holder
from alongside.people.models import Person
from alongside.plans import actions as plans


def home_of(person) -> str:
    return reverse("portal:person", args=[person.pk])


def prepare(appointment, areas=("sleep",)):
    me = link_holder(appointment.person)
    preparation = actions.start_preparation(by=me, appointment=appointment)
    actions.choose_areas(by=me, preparation=preparation, areas=list(areas))
    return actions.send_preparation(by=me, preparation=preparation)


def test_a_stranger_sees_how_to_come_in_and_nothing_about_anybody(db):
    html = Client().get("/").content.decode()
    assert reverse("account_login") in html
    assert "link in a text" in html


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("nurse", "agenda:desk"),
        ("receptionist", "agenda:desk"),
        ("commissioner", "people:organisations"),
        ("buddy", "peers:mine"),
    ],
)
def test_staff_begin_where_their_work_is(cast, name, where):
    assert cast.client(name).get("/").url == reverse(where)


def test_a_person_begins_at_their_own_home_and_a_carer_at_theirs(cast):
    assert cast.client("rosa").get("/").url == home_of(cast.rosa)
    assert cast.client("daughter").get("/").url == home_of(cast.rosa)


def test_an_account_linked_to_nobody_is_told_so(cast):
    assert "not linked" in cast.client("nobody").get("/").content.decode()


def test_home_shows_the_next_appointment_and_asks_what_matters(cast, appointment):
    html = cast.client("rosa").get(home_of(cast.rosa)).content.decode()
    assert "Elm Bank Surgery" in html
    assert reverse("portal:prepare_start", args=[appointment.pk]) in html
    assert "Say what you would like to talk about" in html


def test_once_said_home_offers_to_see_or_change_it(cast, appointment):
    prepare(appointment)
    html = cast.client("rosa").get(home_of(cast.rosa)).content.decode()
    assert "See or change it" in html


def test_home_says_what_happened_to_each_thing(cast, appointment):
    prepare(appointment)
    nurse = actor_for(cast["nurse"])
    visit = actions.start_visit(by=nurse, appointment=appointment)
    actions.dispose(by=nurse, item=visit.items.get(kind="concern"), disposition="handed", handed_to="link_worker")
    html = cast.client("rosa").get(home_of(cast.rosa)).content.decode()
    assert "Sleep" in html
    assert "link worker" in html.lower()


def test_home_shows_each_goal_in_one_line(cast):
    plans.agree_goal(by=actor_for(cast["nurse"]), person=cast.rosa, words="Walk to the shop", confidence=6)
    html = cast.client("rosa").get(home_of(cast.rosa)).content.decode()
    assert "Walk to the shop" in html
    assert "confidence 6" in html


def test_home_says_who_looked(cast):
    cast.client("gp").get(reverse("plans:plan", args=[cast.rosa.pk]))
    assert (
        "A GP at Elm Bank Surgery looked at your plan" in cast.client("rosa").get(home_of(cast.rosa)).content.decode()
    )


def test_a_carer_acts_but_sees_no_choices_that_stay_with_the_person(cast):
    html = cast.client("daughter").get(home_of(cast.rosa)).content.decode()
    assert "You are acting for" in html
    assert reverse("people:sharing", args=[cast.rosa.pk]) not in html
    assert reverse("interop:export", args=[cast.rosa.pk]) not in html


def test_home_asks_no_more_queries_for_a_longer_history(cast, appointment, django_assert_max_num_queries):
    client = cast.client("rosa")
    with django_assert_max_num_queries(30):
        client.get(home_of(cast.rosa))
    prepare(appointment, ["sleep", "pain", "money", "mood", "food"])
    for number in range(6):
        plans.agree_goal(by=actor_for(cast["nurse"]), person=cast.rosa, words=f"Goal {number}", confidence=6)
    with django_assert_max_num_queries(30):
        client.get(home_of(cast.rosa))


def test_whoever_acted_for_somebody_who_died_still_has_a_first_page(cast):
    Person.objects.filter(pk=cast.rosa.pk).update(died_on=timezone.localdate())
    page = cast.client("daughter").get("/", follow=True)
    assert page.status_code == 200
    assert "Rosa" not in page.content.decode()


@pytest.mark.parametrize("view", ["person", "said"])
def test_words_that_suggest_self_harm_show_where_to_get_help_when_they_are_shown_again(cast, view):
    starts = timezone.now() + timedelta(days=3)
    desk = actor_for(cast["receptionist"])
    booked = actions.book_appointment(by=desk, person=cast.rosa, organisation=cast.elm_bank, starts_at=starts)
    client, address = cast.client("rosa"), reverse(f"portal:{view}", args=[cast.rosa.pk])
    prepare(booked)
    assert "116 123" not in client.get(address).content.decode()
    actions.describe_concern(
        by=link_holder(cast.rosa), preparation=booked.preparation, area="sleep", words="I want to kill myself"
    )
    assert "116 123" in client.get(address).content.decode()
