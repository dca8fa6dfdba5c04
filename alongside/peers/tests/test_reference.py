"""Asking people who said that they may be asked: seldom, with a promise, and without anybody learning who said what."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alongside.messages.links import token_of
from alongside.messages.models import Message, SignedLink
from alongside.peers.actions import reference as actions
from alongside.peers.models import Answer, Invitation, Questionnaire, ReferenceMember
from alongside.peers.queries.reference import can_be_asked, could_join, reference_groups, results_of
from alongside.peers.refusals import AlreadyThere, NotNow, NotReady
from alongside.people.actors import SYSTEM, actor_for, link_holder
from alongside.people.models import AuditEvent
from alongside.programmes.actions import join, mark
from conftest import BIRTHDAY, letters
from tests.campus import make_campus
from tests.council import PEOPLE, Council, make_council

CRISIS, HELP = "I want to kill myself", "116 123"


@pytest.fixture
def council(cast) -> Council:
    return make_council(cast)


def everybody_answers(council: Council, questionnaire: Questionnaire) -> None:
    for name, length in zip(PEOPLE, ("1 page", "1 page", "4"), strict=True):
        council.answer(questionnaire, getattr(council.cast, name), length, f"Pictures, says {length}")


# Being asked


def test_everybody_who_said_yes_is_asked_once_by_a_link_of_their_own(council):
    found = council.ask()
    told = Message.objects.filter(template="reference.asked")
    assert {message.person for message in told} == {getattr(council.cast, name) for name in PEOPLE}
    assert {message.facts["day"] for message in told} == {found.closes_on.isoformat()}
    assert len({message.link_id for message in told}) == 3


def test_nobody_is_asked_more_often_than_they_wished(council):
    for month in range(4):
        with time_machine.travel(timezone.now() + timedelta(days=40 * month)):
            council.ask()
    with time_machine.travel(timezone.now() + timedelta(days=160)):
        assert can_be_asked(council.cast.breathing_team) == []
        with pytest.raises(NotReady):
            council.ask()
    with time_machine.travel(timezone.now() + timedelta(days=370)):
        assert len(can_be_asked(council.cast.breathing_team)) == 3


def test_nobody_is_asked_twice_in_a_month(council):
    council.ask()
    with pytest.raises(NotReady):
        council.ask()


def test_whoever_left_died_or_is_forgotten_is_not_asked(council):
    cast = council.cast
    actions.leave_reference(by=actor_for(cast["rosa"]), member=ReferenceMember.objects.get(person=cast.rosa))
    cast.winston.died_on = timezone.localdate()
    cast.winston.save()
    cast.priya.restricted_at = timezone.now()
    cast.priya.save()
    assert can_be_asked(cast.breathing_team) == []


def test_whoever_leaves_cannot_answer_by_the_link_they_were_sent(council):
    found = council.ask()
    link = SignedLink.objects.get(subject_id=council.invitation(found, council.cast.rosa).pk)
    actions.leave_reference(by=SYSTEM, member=ReferenceMember.objects.get(person=council.cast.rosa))
    assert Client().get(reverse("portal:door", args=[token_of(link)])).status_code == 410
    assert Message.objects.get(template="reference.asked", person=council.cast.rosa).state == "cancelled"


@pytest.mark.parametrize("lacks", ["question", "day", "people"])
def test_nobody_is_asked_by_half_a_questionnaire(council, lacks):
    found = council.write()
    if lacks == "question":
        for question in found.questions.all():
            actions.remove_question(by=council.by, question=question)
    if lacks == "people":
        ReferenceMember.objects.all().delete()
    days = 15 if lacks == "day" else 0
    with time_machine.travel(timezone.now() + timedelta(days=days)), pytest.raises(NotReady):
        actions.open_questionnaire(by=council.by, questionnaire=found)


def test_what_was_promised_stays_once_people_are_asked(council):
    found = council.ask()
    for change in (
        lambda: actions.change_questionnaire(by=council.by, questionnaire=found, promise="Nothing"),
        lambda: actions.add_question(by=council.by, questionnaire=found, words="And?", kind="words"),
        lambda: actions.remove_question(by=council.by, question=found.questions.first()),
        lambda: actions.open_questionnaire(by=council.by, questionnaire=found),
    ):
        with pytest.raises(NotNow):
            change()


# Who said what


def test_nothing_leads_from_what_was_said_to_whoever_said_it(council):
    found = council.ask()
    before = AuditEvent.objects.count()
    council.answer(found, council.cast.rosa, "1 page", "Pictures")
    assert AuditEvent.objects.count() == before, "the trail has times"
    kept = {field.name for model in (Answer, Invitation) for field in model._meta.fields}
    assert not kept & {"person", "answered_at", "at", "by", "created_at"}
    assert {row.response for row in Answer.objects.all()}.isdisjoint(Invitation.objects.values_list("pk", flat=True))


def test_nobody_answers_twice(council):
    found = council.ask()
    council.answer(found, council.cast.rosa, "1 page")
    with pytest.raises(AlreadyThere):
        council.answer(found, council.cast.rosa, "4")
    assert Answer.objects.count() == 1


def test_nobody_answers_what_is_closed(council):
    found = council.ask()
    actions.close_questionnaire(by=council.by, questionnaire=found)
    with pytest.raises(NotNow):
        council.answer(found, council.cast.rosa, "4")


def test_what_people_said_is_shown_once_it_is_closed_and_enough_answered(council):
    found = council.ask()
    everybody_answers(council, found)
    assert results_of(found).said == []
    rows = set(Answer.objects.values_list("pk", "response"))
    found = actions.close_questionnaire(by=council.by, questionnaire=found)
    assert not rows & set(Answer.objects.values_list("pk", "response")), "written anew"
    results = results_of(found)
    assert (results.asked, results.answered) == (3, 3)
    assert results.said[0].counts == [("1 page", 2), ("4", 1)]
    assert sorted(results.said[2].words) == ["Pictures, says 1 page", "Pictures, says 1 page", "Pictures, says 4"]


def test_of_two_answers_nothing_is_shown_for_it_could_tell_who_said_what(council):
    found = council.ask()
    for name in ("rosa", "winston"):
        council.answer(found, getattr(council.cast, name), "4", "Pictures")
    found = actions.close_questionnaire(by=council.by, questionnaire=found)
    assert all(row.too_few and not row.words and not row.counts for row in results_of(found).said)


# The promise


def test_everybody_who_was_asked_is_told_what_happened_once(council):
    found = council.ask()
    everybody_answers(council, found)
    with pytest.raises(NotNow):
        actions.report_back(by=council.by, questionnaire=found, happened="It has one page now.")
    actions.close_questionnaire(by=council.by, questionnaire=found)
    for words in ("It has one page now.", "It has one page now, with pictures."):
        actions.report_back(by=council.by, questionnaire=found, happened=words)
    assert Message.objects.filter(template="reference.happened").count() == 3
    assert Questionnaire.objects.get().happened.endswith("pictures.")


def test_it_closes_by_itself_and_a_promise_that_is_due_is_told_of_every_day(council):
    found = council.ask()
    actions.look_after_questionnaires(by=SYSTEM, today=found.closes_on)
    assert Questionnaire.objects.get().state == "open"
    assert actions.look_after_questionnaires(by=SYSTEM, today=found.closes_on + timedelta(days=1)) == 1
    actions.look_after_questionnaires(by=SYSTEM, today=found.report_by)
    assert letters() == []
    for day in (1, 2):
        actions.look_after_questionnaires(by=SYSTEM, today=found.report_by + timedelta(days=day))
    assert [letter.to for letter in letters()] == [[council.cast["coordinator"].email]] * 2
    with time_machine.travel(timezone.now() + timedelta(days=43)):
        assert reference_groups(council.cast["coordinator"])[0].lines[0].overdue


def test_the_database_reports_nothing_without_what_happened(council):
    council.ask()
    with pytest.raises(IntegrityError, match="reported_with_what_happened"):
        Questionnaire.objects.update(state="reported", reported_at=timezone.now())


def test_six_questions_are_enough(council):
    found = council.write()
    for number in range(3):
        actions.add_question(by=council.by, questionnaire=found, words=f"And {number}?", kind="words")
    with pytest.raises(NotReady):
        actions.add_question(by=council.by, questionnaire=found, words="And?", kind="words")


def test_a_seventh_question_takes_the_place_of_one_of_the_six_and_what_was_typed_is_kept_until_it_is_said_which(
    council,
):
    found, desk = council.write(), council.cast.client("coordinator")
    address, seventh = reverse("peers:questionnaire", args=[found.pk]), {"words": "Who reads it?", "kind": "words"}
    assert "Instead of which question?" not in desk.get(address).text
    for number in range(3):
        actions.add_question(by=council.by, questionnaire=found, words=f"And {number}?", kind="words")
    page = desk.post(address, seventh)
    assert page.status_code == 200
    assert "Choose which of them this one replaces" in page.text
    assert 'value="Who reads it?"' in page.text
    desk.post(address, seventh | {"instead_of": found.questions.all()[1].pk})
    assert [each.words for each in found.questions.all()] == [
        "How long may it be?", "Who reads it?", "What is missing?", "And 0?", "And 1?", "And 2?",
    ]  # fmt: skip


def test_a_question_typed_while_somebody_else_adds_the_sixth_stays_on_the_page(council, monkeypatch):
    found, add = council.write(), actions.add_question

    def late(**said):
        while not found.is_full:
            add(by=council.by, questionnaire=found, words="Quicker?", kind="words")
        return add(**said)

    monkeypatch.setattr(actions, "add_question", late)
    address = reverse("peers:questionnaire", args=[found.pk])
    page = council.cast.client("coordinator").post(address, {"words": "Who reads it?", "kind": "words"}).text
    assert "Choose which of them this one replaces" in page
    assert 'value="Who reads it?"' in page


def test_a_question_typed_while_somebody_else_asks_people_is_refused_with_a_sentence(council):
    found, desk = council.ask(), council.cast.client("coordinator")
    address = reverse("peers:questionnaire", args=[found.pk])
    assert "changed meanwhile" in desk.post(address, {"words": "Who reads it?", "kind": "words"}, follow=True).text
    assert found.questions.count() == 3


# By page


def test_by_link_from_the_question_to_what_happened(council):
    cast, found = council.cast, council.ask()
    link = SignedLink.objects.get(subject_id=council.invitation(found, cast.rosa).pk)
    door, client = reverse("portal:door", args=[token_of(link)]), Client()
    client.post(door, BIRTHDAY)
    address = f"{door}questions/"
    page = client.get(address).text
    assert "reads every answer before it is printed" in page
    assert "Answer at least one" in client.post(address, {}).text
    first, _second, last = found.questions.all()
    client.post(address, {f"q-{first.pk}": "1 page", f"q-{last.pk}": "Pictures"})
    assert "You have said what you think" in client.get(address).text
    client.post(address, {f"q-{first.pk}": "4"})
    assert Answer.objects.count() == 2
    actions.close_questionnaire(by=council.by, questionnaire=found)
    actions.report_back(by=council.by, questionnaire=found, happened="It has one page now.")
    page = client.get(address).text
    assert "It has one page now." in page
    assert "Too few answered" in page


def test_a_choice_that_was_not_offered_is_refused(council):
    found = council.ask()
    own = reverse("peers:questions", args=[council.invitation(found, council.cast.rosa).pk])
    page = council.cast.client("rosa").post(own, {f"q-{found.questions.first().pk}": "9 pages"})
    assert page.status_code == 200
    assert not Answer.objects.exists()


def test_a_carer_and_staff_neither_join_nor_answer_for_somebody(council):
    found = council.ask()
    own = reverse("peers:questions", args=[council.invitation(found, council.cast.rosa).pk])
    for name in ("daughter", "nurse", "winston", "coordinator"):
        client = council.cast.client(name)
        assert client.get(own).status_code == 404, name
        assert client.get(reverse("peers:asked", args=[council.cast.rosa.pk])).status_code == 404, name


def test_words_that_suggest_harm_show_where_to_get_help(council):
    found = council.ask()
    rosa, own = (
        council.cast.client("rosa"),
        reverse("peers:questions", args=[council.invitation(found, council.cast.rosa).pk]),
    )
    last = found.questions.last()
    assert "Nobody reads this straight away" in rosa.get(own).text
    assert HELP in rosa.post(own, {f"q-{last.pk}": CRISIS + " x" * 1000}).text
    assert HELP in rosa.post(own, {f"q-{last.pk}": CRISIS}, follow=True).text


def test_joining_and_leaving_by_page(cast):
    rosa, address = cast.client("rosa"), reverse("peers:asked", args=[cast.rosa.pk])
    assert "Choose how often" in rosa.post(address, {}).text
    rosa.post(address, {"at_most": "12"})
    member = ReferenceMember.objects.get()
    assert (member.person, member.at_most, member.by_whom) == (cast.rosa, 12, "you")
    assert (
        cast.client("winston").post(reverse("peers:leave_reference", args=[cast.winston.pk, member.pk])).status_code
        == 404
    )
    rosa.post(reverse("peers:leave_reference", args=[cast.rosa.pk, member.pk]))
    assert not ReferenceMember.objects.here().exists()


def test_somebody_who_would_rather_speak_is_put_in_by_whoever_rings(council):
    found, desk = council.ask(), council.cast.client("coordinator")
    row = council.invitation(found, council.cast.priya)
    page = desk.get(reverse("peers:questionnaire", args=[found.pk])).text
    address = reverse("peers:type_in", args=[found.pk, row.pk])
    assert address in page
    desk.post(address, {f"q-{found.questions.first().pk}": "4"})
    assert Answer.objects.count() == 1
    assert desk.get(address).status_code == 404
    assert AuditEvent.objects.filter(verb="list.reference.seen", person_id=council.cast.priya.pk).exists()


def test_whoever_did_a_course_can_be_put_in_once_they_said_yes(cast):
    campus = make_campus(cast)
    cohort = campus.plan()
    place = join(by=campus.by, cohort=cohort, person=cast.winston)
    join(by=campus.by, cohort=cohort, person=cast.priya)
    campus.begin(cohort)
    for session in cohort.sessions.filter(kind="ordinary"):
        mark(by=campus.by, session=session, marks={place.pk: "here"})
    assert could_join(cast.breathing_team) == [cast.winston]
    address = reverse("peers:put_in_reference", args=[cast.breathing_team.pk])
    desk = cast.client("coordinator")
    desk.post(address, {"person": str(cast.priya.pk), "at_most": "4"})
    assert not ReferenceMember.objects.exists()
    desk.post(address, {"person": str(cast.winston.pk), "at_most": "4"})
    assert ReferenceMember.objects.get().by_whom == "a coordinator at Westhaven Breathing Team"
    assert could_join(cast.breathing_team) == []
    actions.leave_reference(by=SYSTEM, member=ReferenceMember.objects.get())
    assert could_join(cast.breathing_team) == [], "to come back is theirs to say"


def test_writing_one_by_page(council):
    desk, cast = council.cast.client("coordinator"), council.cast
    new = reverse("peers:new_questions", args=[cast.breathing_team.pk])
    closes, tells = (timezone.localdate() + timedelta(days=days) for days in (10, 5))
    days = {
        f"{name}_{part}": str(getattr(day, part))
        for name, day in (("closes_on", closes), ("report_by", tells))
        for part in ("day", "month", "year")
    }
    words = {"title": "Tea", "why": "Who pays", "promise": "We read it", **days}
    assert "Tell them after the last day" in desk.post(new, words).text
    assert "Tell them within two years" in desk.post(new, words | {"report_by_year": "9999"}).text
    later = closes + timedelta(days=9)
    words |= {f"report_by_{part}": str(getattr(later, part)) for part in ("day", "month", "year")}
    address = desk.post(new, words).url
    assert "from 2 to 10 lines" in desk.post(address, {"words": "Tea?", "kind": "one", "options": "yes"}).text
    assert "100 letters or fewer" in desk.post(address, {"words": "Tea?", "kind": "one", "options": "x" * 101}).text
    desk.post(address, {"words": "Tea?", "kind": "one", "options": "yes\nno\nno\n"})
    assert Questionnaire.objects.get().questions.get().options == ["yes", "no"]
    assert (
        "3 people are asked"
        in desk.post(reverse("peers:open_questions", args=[Questionnaire.objects.get().pk]), follow=True).text
    )


def test_the_desk_asks_a_fixed_number_of_queries(council, django_assert_num_queries, campus_people):
    for count in (1, 5):
        for person in campus_people(count):
            facts = {"person": person, "organisation": council.cast.breathing_team, "at_most": 4}
            actions.join_reference(by=link_holder(person), **facts)
        council.write()
        with django_assert_num_queries(4):
            reference_groups(council.cast["coordinator"])


# After fresh eyes


def test_whoever_puts_answers_in_does_not_learn_the_one_that_is_left(council):
    found, desk = council.ask(), council.cast.client("coordinator")
    council.answer(found, council.cast.rosa, "4", "The nurse was rude to me")
    last = found.questions.last()
    for name in ("winston", "priya"):
        row = council.invitation(found, getattr(council.cast, name))
        desk.post(reverse("peers:type_in", args=[found.pk, row.pk]), {f"q-{last.pk}": f"Pictures, says {name}"})
        assert AuditEvent.objects.filter(verb="reference.put_in", person_id=row.member.person_id).exists()
    actions.close_questionnaire(by=council.by, questionnaire=found)
    page = desk.get(reverse("peers:questionnaire", args=[found.pk])).text
    assert "3 of 3 people answered" in page
    assert "rude" not in page


def test_those_who_are_asked_read_counts_and_what_happened_and_nobodys_words(council):
    found = council.ask()
    everybody_answers(council, found)
    actions.close_questionnaire(by=council.by, questionnaire=found)
    actions.report_back(by=council.by, questionnaire=found, happened="It has one page now.")
    page = council.cast.client("rosa").get(
        reverse("peers:questions", args=[council.invitation(found, council.cast.rosa).pk])
    )
    assert "It has one page now." in page.text
    assert "3 people said something in their own words" in page.text
    assert "Pictures" not in page.text


def test_nobody_answers_after_the_last_day_also_before_the_night(council):
    found = council.ask()
    with time_machine.travel(timezone.now() + timedelta(days=15)), pytest.raises(NotNow):
        council.answer(found, council.cast.rosa, "4")


def test_whoever_left_is_not_put_back_by_others_and_is_asked_no_oftener_for_it(council):
    council.ask()
    rosa = council.cast.rosa
    actions.leave_reference(by=SYSTEM, member=ReferenceMember.objects.get(person=rosa))
    again = {"person": rosa, "organisation": council.cast.breathing_team, "at_most": 4}
    actions.join_reference(by=actor_for(council.cast["rosa"]), **again)
    assert can_be_asked(council.cast.breathing_team) == []
    ReferenceMember.objects.filter(person=rosa).update(left_at=timezone.now())
    assert rosa not in could_join(council.cast.breathing_team)
