"""Preparing for an appointment without JavaScript, and the small answers the script gets."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from alongside.agenda import actions
from alongside.agenda.models import Appointment, Concern, Preparation, Result
from alongside.messages.links import token_of
from alongside.messages.models import SignedLink
from alongside.people.actors import actor_for
from conftest import BIRTHDAY, Cast

AUTOSAVE = {"X-Autosave": "1"}


@pytest.fixture
def phone(appointment: Appointment) -> Client:
    """A phone on which the link was opened."""
    client = Client()
    client.post(f"/l/{token(appointment)}/", BIRTHDAY)
    return client


def token(appointment: Appointment) -> str:
    return token_of(SignedLink.objects.get(subject_id=appointment.pk, revoked_at=None))


def at(appointment: Appointment, step: str) -> str:
    return f"/l/{token(appointment)}/prepare/{step}/"


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_three_concerns_take_at_most_twelve_taps(phone: Client, appointment: Appointment) -> None:
    """Every tap is an answer chosen or a button pressed; the door's button was one."""
    taps = 1
    answers = [
        ("mind", {"areas": ["sleep", "money", "breathing"]}),
        ("how-much", {"bother_sleep": "3", "bother_money": "1", "bother_breathing": "2"}),
        ("matter", {}),
        ("most", {"words": "A night without waking"}),
    ]
    for step, answer in answers:
        chosen = len(answer.get("areas", answer)) if step in {"mind", "how-much"} else 0
        taps += chosen + 1
        page = phone.post(at(appointment, step), answer, follow=True)
    assert "Sent to your care team" in page.content.decode()
    assert taps <= 12
    preparation = Preparation.objects.get()
    assert preparation.sent_at
    ranked = preparation.concerns.order_by("rank").values_list("area", flat=True)
    assert list(ranked) == ["sleep", "breathing", "money"]


def test_it_resumes_on_another_device(phone: Client, appointment: Appointment) -> None:
    phone.post(at(appointment, "mind"), {"areas": ["pain"]})
    tablet = Client()
    assert tablet.get(at(appointment, "how-much")).status_code == 302
    tablet.post(f"/l/{token(appointment)}/", BIRTHDAY)
    assert "Pain" in text_of(tablet.get(at(appointment, "how-much")).content.decode())


def test_a_field_saves_as_it_is_left(phone: Client, appointment: Appointment) -> None:
    phone.post(at(appointment, "mind"), {"areas": ["pain"]})
    answer = phone.post(at(appointment, "how-much"), {"bother_pain": "3", "words_pain": "Knees"}, headers=AUTOSAVE)
    assert answer.json()["saved"] is True
    concern = Concern.objects.get()
    assert (concern.bother, concern.words) == (3, "Knees")
    assert Preparation.objects.get().sent_at is None


def test_saving_the_last_page_as_it_is_left_does_not_send_it(phone: Client, appointment: Appointment) -> None:
    phone.post(at(appointment, "most"), {"words": "Sleep"}, headers=AUTOSAVE)
    preparation = Preparation.objects.get()
    assert (preparation.most_important, preparation.sent_at) == ("Sleep", None)


def test_words_that_suggest_risk_show_help_while_typing_and_after(phone: Client, appointment: Appointment) -> None:
    words = {"words": "I don’t want to be here"}
    assert phone.post(at(appointment, "most"), words, headers=AUTOSAVE).json()["crisis"] is True
    page = phone.post(at(appointment, "most"), words, follow=True).content.decode()
    assert "Samaritans on 116 123" in page
    assert not re.search(r'id="crisis-panel"[^>]* hidden', page)
    assert Preparation.objects.get().sent_at


def test_words_that_are_too_long_are_kept_explained_and_do_not_lose_the_rest(
    phone: Client, appointment: Appointment
) -> None:
    phone.post(at(appointment, "mind"), {"areas": ["pain", "sleep"]})
    page = phone.post(
        at(appointment, "how-much"), {"words_pain": "a" * 1001, "bother_sleep": "2", "words_sleep": "Awake"}
    ).content.decode()
    assert "Use 1000 characters or fewer" in page
    assert "a" * 1001 in page
    assert Concern.objects.get(area="sleep").words == "Awake"
    assert Concern.objects.get(area="pain").words == ""


@pytest.mark.parametrize("areas", [["wizardry"], ["sleep", "<script>"], ["", "\x00"]])
def test_an_area_we_do_not_ask_about_changes_nothing(phone: Client, appointment: Appointment, areas: list[str]) -> None:
    phone.post(at(appointment, "mind"), {"areas": ["pain"]})
    page = phone.post(at(appointment, "mind"), {"areas": areas})
    assert "There is a problem" in page.content.decode()
    assert [concern.area for concern in Concern.objects.all()] == ["pain"]


@pytest.mark.parametrize("bother", ["9", "-1", "lots", "☃"])
def test_a_size_we_do_not_know_is_explained(phone: Client, appointment: Appointment, bother: str) -> None:
    phone.post(at(appointment, "mind"), {"areas": ["pain"]})
    page = phone.post(at(appointment, "how-much"), {"bother_pain": bother}).content.decode()
    assert "Choose a little, quite a bit or a lot." in page


def test_sending_twice_sends_once(phone: Client, appointment: Appointment) -> None:
    phone.post(at(appointment, "most"), {"words": ""})
    sent = Preparation.objects.get().sent_at
    phone.post(at(appointment, "most"), {"words": ""})
    assert Preparation.objects.get().sent_at == sent


def test_making_one_first_puts_it_at_the_top(phone: Client, appointment: Appointment) -> None:
    phone.post(at(appointment, "mind"), {"areas": ["sleep", "money", "pain", "food"]})
    phone.post(at(appointment, "matter"), {"first": "food", "wish_sleep": "information"})
    assert Concern.objects.get(rank=1).area == "food"
    assert Concern.objects.get(area="sleep").wish == "information"


def test_results_come_when_released_and_can_be_put_on_the_list(
    phone: Client, appointment: Appointment, cast: Cast
) -> None:
    for value, days in ((7.5, 10), (8.0, 100)):
        Result.objects.create(
            person=cast.rosa, code="4548-4", display="A1c", value=value, unit="%",
            taken_at=timezone.now() - timedelta(days=days),
        )  # fmt: skip
    assert phone.get(at(appointment, "results")).status_code == 302
    actions.release_results(by=actor_for(cast["nurse"]), person=cast.rosa, until=timezone.now())
    page = phone.get(at(appointment, "results")).content.decode()
    assert "Your blood sugar (HbA1c) was 58. Last time 64." in page
    for _click in range(2):
        phone.post(at(appointment, "results"), {"add": "hba1c"})
    concern = Concern.objects.get()
    assert (concern.area, concern.words) == ("results", "Your blood sugar (HbA1c)")
    assert "On your list to talk about" in phone.get(at(appointment, "results")).content.decode()


def test_after_the_visit_began_nothing_changes_and_what_was_typed_is_shown(
    phone: Client, appointment: Appointment, cast: Cast
) -> None:
    address = at(appointment, "most")
    actions.start_visit(by=actor_for(cast["nurse"]), appointment=appointment)
    page = phone.post(address, {"words": "One more thing"})
    assert page.status_code == 409
    assert "One more thing" in page.content.decode()
    assert not Preparation.objects.exists()
    refused = phone.post(address, {"words": "One more thing"}, headers=AUTOSAVE)
    assert (refused.status_code, refused.json()["saved"]) == (409, False)


def test_a_link_that_ends_in_the_middle_does_not_swallow_what_was_typed(
    phone: Client, appointment: Appointment, cast: Cast
) -> None:
    address = at(appointment, "most")
    actions.move_appointment(
        by=actor_for(cast["receptionist"]), appointment=appointment, starts_at=timezone.now() + timedelta(days=9)
    )
    page = phone.post(address, {"words": "My knees"})
    assert page.status_code == 409
    assert "My knees" in page.content.decode()
    assert phone.post(address, {"words": "My knees"}, headers=AUTOSAVE).json()["saved"] is False


def test_somebody_elses_phone_gets_the_door(client: Client, appointment: Appointment) -> None:
    assert client.get(at(appointment, "mind")).url == f"/l/{token(appointment)}/"
    client.post(at(appointment, "mind"), {"areas": ["pain"]})
    assert not Preparation.objects.exists()


def test_a_step_that_does_not_exist_is_not_found(phone: Client, appointment: Appointment) -> None:
    assert phone.get(at(appointment, "admin")).status_code == 404


def test_the_person_signed_in_and_her_daughter_come_to_the_same_place(cast: Cast, appointment: Appointment) -> None:
    for who, given_by in (("rosa", "person"), ("daughter", "carer")):
        Preparation.objects.all().delete()
        answer = cast.client(who).get(f"/prepare/{appointment.pk}/", follow=True)
        assert "What is on your mind?" in answer.content.decode()
        assert Preparation.objects.get().given_by == given_by


@pytest.mark.parametrize("who", ["winston", "nobody", "receptionist", "nurse", "buddy"])
def test_others_cannot_prepare_in_her_name(cast: Cast, appointment: Appointment, who: str) -> None:
    assert cast.client(who).get(f"/prepare/{appointment.pk}/").status_code == 404


def test_the_calendar_file_names_the_place_and_time_only(phone: Client, appointment: Appointment) -> None:
    answer = phone.get(f"/l/{token(appointment)}/appointment.ics")
    body = answer.content.decode()
    assert answer["Content-Type"].startswith("text/calendar")
    assert "SUMMARY:Appointment at Elm Bank Surgery\r\n" in body
    assert "Rosa" not in body


def test_a_page_costs_the_same_however_much_was_said(
    phone: Client, appointment: Appointment, django_assert_max_num_queries: object
) -> None:
    phone.post(at(appointment, "mind"), {"areas": ["sleep", "money", "pain", "food", "home", "mood"]})
    address = at(appointment, "matter")
    with django_assert_max_num_queries(14):
        phone.get(address)
