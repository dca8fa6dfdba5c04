"""Telling a service that somebody would like to come, and what it answers by its link."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from alongside.directory.models import Service
from alongside.people.actors import Actor, actor_for
from alongside.people.models import AuditEvent
from alongside.plans.actions import CannotTell, choose_service, say_what_became, service_answers, tell_service
from alongside.plans.letters import signposting_of, token_for
from alongside.plans.models import Signposting
from alongside.worklist.models import Task
from conftest import letters

THEM = Actor(words="somebody at Walkers")


@pytest.fixture
def row(cast, shelf):
    shelf["Walkers"].email = "walkers@example.org"
    shelf["Walkers"].save()
    return choose_service(by=actor_for(cast["nurse"]), person=cast.rosa, service=shelf["Walkers"])


@pytest.fixture
def told(row, cast):
    return tell_service(by=actor_for(cast["rosa"]), signposting=row)


def page_of(client, row, **posted):
    address = reverse("plans:coming", args=[token_for(row)])
    return client.post(address, posted) if posted else client.get(address)


def test_the_e_mail_names_nobody_and_the_link_a_first_name_and_a_number(
    row, cast, client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        tell_service(by=actor_for(cast["rosa"]), signposting=row)
    (letter,) = letters()
    assert letter.to == ["walkers@example.org"]
    for secret in ("Rosa", "Ashworth", cast.rosa.phone):
        assert secret not in letter.subject + letter.body
    path = next(word for word in letter.body.split() if "/plans/coming/" in word)
    page = client.get(path[path.index("/plans/") :]).content.decode()
    assert "Rosa" in page
    assert cast.rosa.phone in page
    for secret in ("Ashworth", "1968", "Elm Bank", "diabetes"):
        assert secret not in page


def test_told_twice_is_told_once(told, cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True) as sent:
        tell_service(by=actor_for(cast["rosa"]), signposting=told)
    assert sent == []
    assert AuditEvent.objects.filter(verb="service.told").count() == 1
    assert told.state == "wanted"


def test_whoever_went_knows_better_than_a_late_answer(told, cast):
    say_what_became(by=actor_for(cast["rosa"]), signposting=told, after="went", helped="yes")
    answered = service_answers(by=THEM, signposting=told, says="full")
    assert (answered.state, answered.helped, answered.service_says) == ("went", "yes", "full")
    assert not Task.objects.filter(kind="stuck").exists()


@pytest.mark.parametrize("lacking", ["their address", "a number", "not any more"])
def test_nobody_is_told_what_cannot_be(row, cast, lacking):
    if lacking == "their address":
        Service.objects.update(email="")
    elif lacking == "a number":
        cast.rosa.phone = ""
        cast.rosa.save()
    else:
        say_what_became(by=actor_for(cast["rosa"]), signposting=row, after="went")
    with pytest.raises(CannotTell):
        tell_service(by=actor_for(cast["rosa"]), signposting=Signposting.objects.get())


def test_a_yes_is_seen_by_the_person_and_shows_the_number_no_more(told, cast, client):
    assert "They can see that you expect them" in page_of(client, told, says="expects").content.decode()
    row = Signposting.objects.get()
    assert (row.state, row.service_says, row.moves.last().by_whom) == ("in_touch", "expects", "somebody at Walkers")
    answer = page_of(client, told)
    assert answer.status_code == 410
    assert "Rosa" not in answer.content.decode()
    own = cast.client("rosa").get(reverse("plans:services", args=[cast.rosa.pk])).content.decode()
    assert "they expect you" in own


@pytest.mark.parametrize(("says", "why"), [("full", "full"), ("not_right", "not_for_me")])
def test_a_no_is_the_teams_work(told, cast, client, says, why):
    page_of(client, told, says=says)
    row = Signposting.objects.get()
    assert (row.state, row.stopped_why) == ("stopped", why)
    assert Task.objects.get().team == cast.elm_bank


def test_the_first_answer_stands(told):
    service_answers(by=THEM, signposting=told, says="expects")
    assert service_answers(by=THEM, signposting=told, says="full").service_says == "expects"


def test_an_answer_does_not_undo_how_far_somebody_got(told, cast):
    say_what_became(by=actor_for(cast["rosa"]), signposting=told, after="went", helped="yes")
    service_answers(by=THEM, signposting=told, says="expects")
    assert Signposting.objects.get().state == "went"


@pytest.mark.parametrize("ended", ["time", "another address", "died", "forgotten", "stopped", "rubbish"])
def test_a_link_that_shows_nobody_any_more(told, cast, client, ended, time_machine):
    token = token_for(told)
    if ended == "time":
        time_machine.move_to(timezone.now() + timedelta(days=31))
    elif ended == "another address":
        Service.objects.update(email="new@example.org")
    elif ended == "died":
        cast.rosa.died_on = timezone.localdate()
        cast.rosa.save()
    elif ended == "forgotten":
        cast.rosa.restricted_at = timezone.now()
        cast.rosa.save()
    elif ended == "stopped":
        say_what_became(by=actor_for(cast["rosa"]), signposting=told, after="stopped", why="not_for_me")
    else:
        token = "rubbish"
    answer = client.get(reverse("plans:coming", args=[token]))
    assert answer.status_code == 410
    assert "Rosa" not in answer.content.decode()
    assert signposting_of(token) is None


@pytest.mark.parametrize("says", ["", "nonsense"])
def test_rubbish_is_no_answer(told, client, says):
    assert page_of(client, told, says=says or " ").status_code == 200
    assert Signposting.objects.get().service_says == ""


def test_a_stranger_tells_nobody(row, cast):
    for who in ("nobody", "winston", "other_gp", "receptionist"):
        assert cast.client(who).post(reverse("plans:tell", args=[row.pk])).status_code == 404
    assert Signposting.objects.get().told_at is None
