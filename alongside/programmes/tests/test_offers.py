"""The offer of a course stays open until it is accepted, declined or not suitable."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from alongside.people.actors import SYSTEM, actor_for
from alongside.people.models import Registration
from alongside.programmes.actions import answer_offer, cancel_cohort, join, leave
from alongside.programmes.models import Enrolment, Offer, OfferMove
from alongside.programmes.queries import offers_for, waiting_for_a_course

TODAY = timezone.localdate


def due(person, on=None):
    return [line.course.key for line in offers_for(person) if line.is_due(on or TODAY())]


def test_a_course_is_offered_to_whoever_it_serves_where_it_is_run_until_they_answered(campus):
    rosa = campus.cast.rosa
    assert due(rosa) == []
    campus.plan()
    campus.plan(course="breathing", hour=14)
    assert due(rosa) == ["breathing", "self_management"]
    assert due(campus.cast.winston) == ["self_management"], "chronic pain, and no lungs"
    answer_offer(by=SYSTEM, person=rosa, course="breathing", state="offered")
    assert due(rosa) == ["self_management"]


@pytest.mark.parametrize("state", ["offered", "accepted", "not_suitable"])
def test_what_was_answered_is_not_asked_again(campus, state):
    campus.plan()
    answer_offer(by=SYSTEM, person=campus.cast.rosa, course="self_management", state=state)
    assert due(campus.cast.rosa, TODAY() + timedelta(days=700)) == []


def test_whoever_said_not_now_is_asked_again_from_the_day_they_chose_and_not_before(campus):
    campus.plan()
    day = TODAY() + timedelta(days=90)
    given = {"state": "declined", "barrier": "working", "ask_again_on": day}
    answer_offer(by=SYSTEM, person=campus.cast.rosa, course="self_management", **given)
    assert due(campus.cast.rosa, day - timedelta(days=1)) == []
    assert due(campus.cast.rosa, day) == ["self_management"]
    answer_offer(by=SYSTEM, person=campus.cast.rosa, course="self_management", state="declined", barrier="working")
    assert due(campus.cast.rosa, TODAY() + timedelta(days=900)) == [], "they asked not to be asked"


def test_what_was_said_before_is_kept(campus):
    person, nurse = campus.cast.rosa, actor_for(campus.cast["nurse"])
    for state in ("offered", "declined", "accepted"):
        answer_offer(by=nurse, person=person, course="moving_on", state=state, barrier="ill")
    assert Offer.objects.get().barrier == "", "only a no has one"
    moves = OfferMove.objects.values_list("state", "barrier", "by_whom")
    said = "a nurse at Elm Bank Surgery"
    assert list(moves) == [("offered", "", said), ("declined", "ill", said), ("accepted", "", said)]


def test_a_course_in_another_health_economy_one_that_has_begun_or_was_called_off_is_not_offered(campus):
    cohort = campus.plan()
    Registration.objects.filter(person=campus.cast.winston).delete()
    assert offers_for(campus.cast.winston) == []
    cancel_cohort(by=campus.by, cohort=cohort)
    assert due(campus.cast.rosa) == []


def test_whoever_would_like_to_go_is_on_the_list_of_those_who_run_it_until_they_have_a_place(campus):
    place, rosa, cohort = campus.cast.breathing_team, campus.cast.rosa, campus.plan()
    answer_offer(by=SYSTEM, person=rosa, course="self_management", state="accepted")
    answer_offer(by=SYSTEM, person=campus.cast.winston, course="moving_on", state="accepted")
    [waits] = waiting_for_a_course(place)
    assert (waits.person, waits.course.key) == (rosa, "self_management"), "nobody runs the other one here"
    assert waiting_for_a_course(campus.cast.harbour_road) == []
    join(by=SYSTEM, cohort=cohort, person=rosa)
    assert waiting_for_a_course(place) == []


def test_a_coordinator_puts_in_whoever_would_like_to_go(campus):
    cohort, rosa, browser = campus.plan(), campus.cast.rosa, campus.cast.client("coordinator")
    answer_offer(by=SYSTEM, person=rosa, course="self_management", state="accepted")
    address = reverse("programmes:put_in", args=[cohort.pk])
    assert browser.post(address, {"person": campus.cast.winston.pk}).status_code == 404, "he never said so"
    browser.post(address, {"person": rosa.pk})
    assert Enrolment.objects.get().person == rosa


def test_whoever_leaves_is_not_asked_again_before_they_ask(campus):
    cohort, rosa = campus.plan(), campus.cast.rosa
    leave(by=SYSTEM, enrolment=join(by=SYSTEM, cohort=cohort, person=rosa), why="travel")
    offer = Offer.objects.get(person=rosa)
    assert (offer.state, offer.barrier, offer.ask_again_on) == ("declined", "travel", None)
    assert waiting_for_a_course(campus.cast.breathing_team) == []


def test_whoever_has_a_place_gives_it_back_before_saying_no(campus):
    join(by=SYSTEM, cohort=campus.plan(), person=campus.cast.rosa)
    browser, about = campus.cast.client("rosa"), [campus.cast.rosa.pk, "self_management"]
    for name, given in (("answer", {"state": "offered"}), ("decline", {"barrier": "ill", "again": "0"})):
        answer = browser.post(reverse(f"programmes:{name}", args=about), given, follow=True)
        assert "give that back first" in answer.content.decode()
    assert Offer.objects.get().state == "accepted"


def test_taking_a_place_accepts_the_offer(campus):
    join(by=SYSTEM, cohort=campus.plan(), person=campus.cast.rosa)
    assert Offer.objects.get(person=campus.cast.rosa).state == "accepted"


def test_a_person_takes_a_place_from_home_and_gives_it_back(campus):
    cohort, rosa = campus.plan(), campus.cast.rosa
    browser = campus.cast.client("rosa")
    home = browser.get(reverse("portal:person", args=[rosa.pk])).content.decode()
    assert "Self-Management Programme" in home
    browser.post(reverse("programmes:join", args=[rosa.pk]), {"cohort": cohort.pk})
    place = Enrolment.objects.get()
    assert place.state == "placed"
    assert "You have a place" in browser.get(reverse("programmes:place", args=[place.pk])).content.decode()
    browser.post(reverse("programmes:leave", args=[place.pk]), {"why": "working"})
    place.refresh_from_db()
    assert (place.state, place.left_why) == ("left", "working")


def test_why_people_left_is_shown_once_it_does_not_tell_whose_reason_it_was(campus):
    cohort = campus.plan()
    for number, person in enumerate(campus.people(3), 1):
        leave(by=SYSTEM, enrolment=join(by=SYSTEM, cohort=cohort, person=person), why="ill")
        shown = "Why people left" in campus.cast.client("coordinator").get(f"/courses/groups/{cohort.pk}/").text
        assert shown == (number == 3)


def test_the_way_to_courses_stays_at_home_whatever_was_answered(campus):
    browser, rosa = campus.cast.client("rosa"), campus.cast.rosa
    home, courses = reverse("portal:person", args=[rosa.pk]), reverse("programmes:offers", args=[rosa.pk])
    assert courses in browser.get(home).text, "none is planned yet"
    campus.plan()
    answer_offer(by=SYSTEM, person=rosa, course="self_management", state="accepted")
    page = browser.get(home).text
    assert courses in page
    assert "Would like to go · From" in page


def test_a_course_for_staff_is_nothing_for_a_person_to_answer(campus):
    address = reverse("programmes:answer", args=[campus.cast.rosa.pk, "pdp_bronze"])
    assert campus.cast.client("rosa").post(address, {"state": "accepted"}).status_code == 404


@pytest.mark.parametrize("rubbish", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_a_group_that_is_not_on_offer_is_not_there(campus, rubbish):
    address = reverse("programmes:join", args=[campus.cast.rosa.pk])
    assert campus.cast.client("rosa").post(address, {"cohort": rubbish}).status_code == 404


def test_a_group_for_a_team_is_not_on_offer_to_a_person(campus):
    cohort = campus.plan(course="pdp_silver", team=campus.cast.elm_bank)
    address = reverse("programmes:join", args=[campus.cast.rosa.pk])
    assert campus.cast.client("rosa").post(address, {"cohort": cohort.pk}).status_code == 404


def test_the_offers_of_a_person_take_the_same_queries_however_many_groups(campus, django_assert_num_queries):
    def counted():
        return offers_for(campus.cast.rosa)

    campus.plan()
    with django_assert_num_queries(10):
        counted()
    for hour in (13, 16):
        campus.plan(course="mini", hour=hour, places=4)
    with django_assert_num_queries(10):
        counted()


def test_a_nurse_notes_the_answer_on_the_one_screen_and_is_back_there(campus):
    campus.plan()
    browser, rosa = campus.cast.client("nurse"), campus.cast.rosa
    address = reverse("programmes:answer", args=[rosa.pk, "self_management"])
    assert browser.post(address, {"state": "not_suitable", "next": "/work/"}).url == "/work/"
    assert browser.post(address, {"state": "declined"}).status_code == 404, "that needs the page that asks why"
    assert browser.post(address.replace("self_management", "no-such"), {"state": "offered"}).status_code == 404
    assert Offer.objects.get().state == "not_suitable"


# The way to courses


def led_to(client):
    answer = client.get("/courses/", follow=True)
    return answer.status_code, answer.request["PATH_INFO"]


@pytest.mark.parametrize(
    ("who", "where"),
    [
        ("coordinator", "running"),
        ("lay_tutor", "teaching"),
        ("clinical_tutor", "teaching"),
        ("nurse", "learn"),
        ("buddy", "learn"),
    ],
)
def test_the_way_to_courses_leads_those_who_work_here_to_what_they_run_lead_or_learn(cast, who, where):
    assert led_to(cast.client(who)) == (200, reverse(f"programmes:{where}"))


def test_the_way_to_courses_leads_a_person_to_their_own_and_nobody_else(cast, client):
    assert led_to(cast.client("rosa")) == (200, reverse("programmes:offers", args=[cast.rosa.pk]))
    assert [led_to(cast.client(who))[0] for who in ("nobody", "daughter")] == [404, 404]
    assert led_to(client) == (200, "/accounts/login/")
