"""The clinician's one screen."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from alongside.agenda import actions
from alongside.agenda.models import AgendaItem, Visit
from alongside.consultation.tests.conftest import prepared_appointment
from alongside.people.actions import share_with
from alongside.people.actors import actor_for
from alongside.people.models import AuditEvent
from alongside.plans import actions as plans
from alongside.plans.models import FollowUp
from alongside.worklist.models import Task


def page_of(visit) -> str:
    return reverse("consultation:visit", args=[visit.pk])


def items_of(visit, kind="concern") -> list[AgendaItem]:
    return list(visit.items.filter(kind=kind))


def answer(client, item, **data):
    return client.post(reverse("consultation:dispose", args=[item.pk]), data)


def test_an_appointment_opens_one_visit_however_often_it_is_clicked(cast, appointment, nurse):
    first = nurse.post(reverse("consultation:start", args=[appointment.pk]))
    again = nurse.post(reverse("consultation:start", args=[appointment.pk]))
    assert first.url == again.url == page_of(Visit.objects.get(appointment=appointment))


def test_a_link_followed_by_a_search_engine_opens_no_visit(appointment, nurse):
    assert nurse.get(reverse("consultation:start", args=[appointment.pk])).status_code == 405
    assert not Visit.objects.filter(appointment=appointment).exists()


def test_a_cancelled_appointment_says_so_and_goes_back_to_the_list(appointment, nurse):
    appointment.state = "cancelled"
    appointment.save()
    response = nurse.post(reverse("consultation:start", args=[appointment.pk]), follow=True)
    assert "cancelled" in response.content.decode()


def test_at_most_three_priorities_stand_first_in_the_persons_order(visit, nurse):
    html = nurse.get(page_of(visit)).content.decode()
    first_list = html[html.index('<ol class="agenda">') : html.index("</ol>")]
    assert len(re.findall("agenda-item__title", first_list)) == 3
    assert first_list.index("I wake at three") < first_list.index("Breathing") < html.index("knees")
    assert "1 more on Rosa" in html


def test_no_answer_and_when_is_asked_next_do_not_run_together(cast, visit, nurse):
    goal = plans.agree_goal(by=actor_for(cast["nurse"]), person=cast.rosa, words="Walk to the shop", confidence=6)
    past = timezone.now() - timedelta(days=20)
    FollowUp.objects.create(goal=goal, due=past.date(), asked_at=past, state=FollowUp.State.SILENT)
    assert re.search(r"no answer</strong>\s+<span[^>]*>next asks", nurse.get(page_of(visit)).text)


def test_the_screen_shows_what_the_person_wants_most_and_the_review_tasks(visit, nurse):
    html = nurse.get(page_of(visit)).content.decode()
    assert "Get through a night" in html
    assert "Review tasks" in html
    assert len(items_of(visit, "review")) >= 2


def test_the_screen_is_headed_by_name_and_day_of_birth(visit, nurse):
    html = nurse.get(page_of(visit)).content.decode()
    head = html[html.index("visit-head__name") : html.index("visit-head__sharing")]
    assert "Rosa Ashworth" in head
    assert "born 9 March 1968" in head


def test_the_screen_names_the_channel_that_is_used_while_nothing_was_chosen(cast, visit, nurse):
    cast.rosa.phone = ""
    cast.rosa.save()
    html = nurse.get(page_of(visit)).content.decode()
    contact = html[html.index("visit-head__contact") : html.index("visit-head__last")]
    assert "letter" in contact
    assert "text message" not in contact


def test_the_screen_names_the_practice_and_the_teams_that_see_the_plan(cast, visit, nurse):
    share_with(by=actor_for(cast["rosa"]), person=cast.rosa, organisation=cast.walkers, until=timezone.localdate())
    html = nurse.get(page_of(visit)).content.decode()
    sharing = html[html.index("visit-head__sharing") : html.index("</details>")]
    assert f"<li>{cast.elm_bank}</li>" in sharing
    assert f"<li>{cast.walkers}, until" in sharing


def test_the_screen_names_who_acts_for_the_person_and_leads_to_stopping_it(cast, visit, nurse):
    html = nurse.get(page_of(visit)).content.decode()
    assert "Daughter Fictional, who acts for them" in html
    assert reverse("people:carers", args=[cast.rosa.pk]) in html


@pytest.mark.parametrize("disposition", ["done", "carried", "not_now"])
def test_one_button_gives_an_item_its_answer(visit, nurse, disposition):
    item = items_of(visit)[0]
    response = answer(nurse, item, disposition=disposition)
    item.refresh_from_db()
    assert item.disposition == disposition
    assert response.url == f"{page_of(visit)}#item-{item.pk}"


def test_handing_on_is_one_choice_and_puts_it_on_the_teams_list(cast, visit, nurse):
    item = items_of(visit)[0]
    answer(nurse, item, handed_to="link_worker")
    item.refresh_from_db()
    assert (item.disposition, item.handed_to) == ("handed", "link_worker")
    assert Task.objects.get(subject_id=item.pk).team == cast.elm_bank


@pytest.mark.parametrize(
    "data", [{}, {"disposition": "handed"}, {"disposition": "rubbish"}, {"handed_to": "the-moon"}, {"disposition": ""}]
)
def test_an_answer_that_makes_no_sense_changes_nothing_and_says_what_to_choose(visit, nurse, data):
    item = items_of(visit)[0]
    response = nurse.post(reverse("consultation:dispose", args=[item.pk]), data, follow=True)
    item.refresh_from_db()
    assert item.disposition == ""
    assert response.content.decode().count("visit-problem") == 1
    assert "Choose" in response.content.decode()


def test_a_browser_with_javascript_gets_only_the_agenda_back(visit, nurse):
    item = items_of(visit)[0]
    response = nurse.post(
        reverse("consultation:dispose", args=[item.pk]), {"disposition": "done"}, headers={"HX-Request": "true"}
    )
    html = response.content.decode()
    assert html.strip().startswith("<section")
    assert 'aria-pressed="true"' in html
    assert "<html" not in html


def test_a_wrong_answer_is_told_in_the_agenda_too(visit, nurse):
    item = items_of(visit)[0]
    url = reverse("consultation:dispose", args=[item.pk])
    response = nurse.post(url, {"disposition": "rubbish"}, headers={"HX-Request": "true"})
    assert "Choose" in response.content.decode()


def test_closing_asks_about_what_has_no_answer_and_closes_nothing(visit, nurse):
    response = nurse.post(reverse("consultation:close", args=[visit.pk]))
    visit.refresh_from_db()
    assert visit.closed_at is None
    assert f"{visit.items.count()} things have no answer yet" in response.content.decode()


def test_one_more_click_carries_the_rest_and_closes(visit, nurse):
    answer(nurse, items_of(visit)[0], disposition="done")
    response = nurse.post(reverse("consultation:close", args=[visit.pk]), {"carry": "yes"})
    visit.refresh_from_db()
    assert response.url == reverse("agenda:desk")
    assert visit.closed_at
    assert not visit.items.filter(disposition="").exists()


def test_an_answer_after_closing_is_refused_in_a_sentence(visit, nurse):
    nurse.post(reverse("consultation:close", args=[visit.pk]), {"carry": "yes"})
    item = items_of(visit)[0]
    url = reverse("consultation:dispose", args=[item.pk])
    response = nurse.post(url, {"disposition": "done"}, follow=True)
    item.refresh_from_db()
    assert item.disposition == "carried"
    assert "closed" in response.content.decode()


def test_what_was_carried_stands_first_next_time(cast, visit, nurse):
    nurse.post(reverse("consultation:close", args=[visit.pk]), {"carry": "yes"})
    coming = prepared_appointment(cast, cast.rosa, minutes_from_now=60)
    opened = nurse.post(reverse("consultation:start", args=[coming.pk]), follow=True)
    assert "carried from" in opened.content.decode()


def test_the_note_holds_agenda_and_goal_as_plain_text(cast, visit, nurse):
    plans.agree_goal(by=actor_for(cast["nurse"]), person=cast.rosa, words="Walk to the shop", confidence=6)
    answer(nurse, items_of(visit)[0], disposition="done")
    html = nurse.get(page_of(visit)).content.decode()
    note = html[html.index("<textarea") : html.index("</textarea>")]
    assert "Walk to the shop" in note
    assert "leep" in note


@pytest.mark.parametrize("name", ["other_gp", "receptionist", "manager", "coordinator", "rosa", "daughter", "nobody"])
def test_nobody_else_opens_the_visit_or_answers_for_it(cast, visit, name):
    client = cast.client(name)
    item = items_of(visit)[0]
    assert client.get(page_of(visit)).status_code == 404
    assert answer(client, item, disposition="done").status_code == 404
    assert client.post(reverse("consultation:close", args=[visit.pk]), {"carry": "yes"}).status_code == 404
    item.refresh_from_db()
    assert item.disposition == ""


def test_a_team_the_person_shares_with_sees_the_same_in_a_visit_of_its_own(cast, visit):
    by = actor_for(cast["nurse"])
    plans.agree_goal(by=by, person=cast.rosa, words="walk to the shop", confidence=6)
    actions.carry_the_rest(by=by, visit=visit)
    actions.close_visit(by=by, visit=visit)
    respiratory = cast.client("breathing_nurse")
    assert respiratory.get(page_of(visit)).status_code == 404
    opened = respiratory.post(reverse("consultation:see_now", args=[cast.rosa.pk, cast.breathing_team.pk]))
    html = respiratory.get(opened.url).content.decode()
    for words in ("carried from", "I wake at three", "walk to the shop"):
        assert words in html


def test_what_the_person_says_in_the_room_goes_on_the_agenda_once(cast, visit, nurse):
    url = reverse("consultation:raise", args=[visit.pk])
    for _click in range(2):
        nurse.post(url, {"area": "loneliness", "words": "the evenings"})
    item = visit.items.get(concern__area="loneliness")
    assert item.concern.words == "the evenings"
    assert "the evenings" in nurse.get(page_of(visit)).content.decode()


def test_a_visit_nobody_prepared_for_still_takes_what_is_said(cast, nurse):
    starts = timezone.now() + timedelta(minutes=5)
    desk = actor_for(cast["receptionist"])
    booked = actions.book_appointment(by=desk, person=cast.winston, organisation=cast.elm_bank, starts_at=starts)
    unprepared = actions.start_visit(by=actor_for(cast["nurse"]), appointment=booked)
    nurse.post(reverse("consultation:raise", args=[unprepared.pk]), {"area": "pain"})
    assert unprepared.items.get(kind="concern").concern.preparation.given_by == "staff"


@pytest.mark.parametrize("data", [{}, {"area": "the moon"}, {"area": "pain", "words": "x" * 1001}])
def test_what_cannot_be_put_on_the_agenda_is_told(visit, nurse, data):
    before = visit.items.count()
    response = nurse.post(reverse("consultation:raise", args=[visit.pk]), data, follow=True)
    assert visit.items.count() == before
    assert "Choose what it is about" in response.content.decode() or "at most 1000" in response.content.decode()


def test_nothing_goes_on_the_agenda_of_a_closed_visit(visit, nurse):
    nurse.post(reverse("consultation:close", args=[visit.pk]), {"carry": "yes"})
    response = nurse.post(reverse("consultation:raise", args=[visit.pk]), {"area": "home"}, follow=True)
    assert "closed" in response.content.decode()
    assert not visit.items.filter(concern__area="home").exists()


def raise_in_the_room(client, visit, area, words):
    client.post(reverse("consultation:raise", args=[visit.pk]), {"area": area, "words": words})
    return client.get(page_of(visit)).content.decode()


def test_words_said_about_something_on_the_agenda_are_added_to_it(visit, nurse):
    html = raise_in_the_room(nurse, visit, "sleep", "and I snore")
    assert visit.items.get(concern__area="sleep").concern.words == "I wake at three\nand I snore"
    assert "and I snore" in html
    assert AuditEvent.objects.filter(verb="agenda.said_more").count() == 1


def test_a_second_something_else_is_not_thrown_away(visit, nurse):
    for words in ("my driving licence", "the neighbours"):
        html = raise_in_the_room(nurse, visit, "other", words)
    assert visit.items.get(concern__area="other").concern.words == "my driving licence\nthe neighbours"
    assert "the neighbours" in html


def test_the_panel_shows_for_words_about_something_on_the_agenda(visit, nurse):
    assert "visit-crisis" in raise_in_the_room(nurse, visit, "sleep", "I want to end my life")


def test_what_is_said_about_something_carried_leaves_the_old_words_as_they_were(cast, visit, nurse):
    nurse.post(reverse("consultation:close", args=[visit.pk]), {"carry": "yes"})
    old = visit.items.get(concern__area="sleep").concern
    later = actions.book_appointment(
        by=actor_for(cast["receptionist"]),
        person=cast.rosa,
        organisation=cast.elm_bank,
        starts_at=timezone.now() + timedelta(days=3),
    )
    again = actions.start_visit(by=actor_for(cast["nurse"]), appointment=later)
    raise_in_the_room(nurse, again, "sleep", "and I snore")
    old.refresh_from_db()
    new = again.items.get(concern__area="sleep").concern
    assert old.words == "I wake at three"
    assert (new.words, new.bother) == ("I wake at three\nand I snore", old.bother)
    assert new.preparation.appointment == later


def test_something_else_that_was_carried_is_not_what_is_said_now(cast, visit, nurse):
    raise_in_the_room(nurse, visit, "other", "my driving licence")
    nurse.post(reverse("consultation:close", args=[visit.pk]), {"carry": "yes"})
    again = actions.see_now(by=actor_for(cast["nurse"]), person=cast.rosa, organisation=cast.elm_bank)
    html = raise_in_the_room(nurse, again, "other", "the neighbours")
    assert again.items.filter(concern__area="other").count() == 2
    assert html.index("my driving licence") < html.index("the neighbours")


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_words_without_an_area_are_kept_in_their_box_and_looked_at(visit, nurse, headers):
    url = reverse("consultation:raise", args=[visit.pk])
    html = nurse.post(url, {"area": "", "words": "I want to end my life"}, headers=headers).content.decode()
    assert 'value="I want to end my life"' in html
    assert "visit-crisis" in html
    assert "Choose what it is about" in html
