"""The desk: who comes when; booking, moving, cancelling; and never an answer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alongside.agenda import actions
from alongside.agenda.models import Appointment, Preparation
from alongside.messages.models import Delivery, Message, SignedLink
from alongside.people.actors import actor_for, link_holder
from alongside.people.models import Consent, ContactPreference
from conftest import Cast

SECRET = "Zebra crossing at midnight"


@pytest.fixture
def appointment(cast: Cast) -> Appointment:
    """Rosa's, in two days, with something said."""
    made = actions.book_appointment(
        by=actor_for(cast["receptionist"]),
        person=cast.rosa,
        organisation=cast.elm_bank,
        starts_at=timezone.now() + timedelta(days=2),
    )
    by = link_holder(cast.rosa)
    preparation = actions.start_preparation(by=by, appointment=made)
    actions.describe_concern(by=by, preparation=preparation, area="loneliness", words=SECRET, bother=3)
    actions.say_most_important(by=by, preparation=preparation, words=SECRET)
    return made


def typed(when: object, **more: str) -> dict[str, str]:
    local = timezone.localtime(when)
    day = {"day_day": str(local.day), "day_month": str(local.month), "day_year": str(local.year)}
    return {**day, "time": f"{local:%H:%M}", "minutes": "10", **more}


def test_the_desk_shows_the_state_of_preparation_in_a_word(cast: Cast, appointment: Appointment) -> None:
    page = cast.client("receptionist").get("/appointments/").content.decode()
    assert "Rosa Ashworth" in page
    assert "Preparation: begun" in page
    actions.send_preparation(by=link_holder(cast.rosa), preparation=appointment.preparation)
    assert "Preparation: answers in" in cast.client("receptionist").get("/appointments/").content.decode()


@pytest.mark.parametrize(
    ("preference", "on", "shown", "hidden"),
    [
        ({"language": "pl"}, ["en"], ["refers Polish, our messages are in English"], ["interpreter"]),
        ({"language": "pl", "needs_interpreter": True}, ["en"], ["eeds an interpreter (Polish)"], []),
        ({"language": "bfi", "needs_interpreter": True}, ["en"], ["interpreter (British Sign Language)"], []),
        ({"language": "cy"}, ["en"], ["refers Welsh, our messages are in English"], []),
        ({"language": "cy"}, ["en", "cy"], [], ["Welsh"]),
        ({"language": "en"}, ["en"], [], ["our messages are in"]),
    ],
)
def test_the_desk_sees_a_language_we_cannot_write_in_and_who_needs_an_interpreter(
    cast: Cast, appointment: Appointment, settings: object, preference: dict[str, object], on: list[str],
    shown: list[str], hidden: list[str],
) -> None:  # fmt: skip
    settings.MESSAGE_LANGUAGES = on
    ContactPreference.objects.create(person=cast.rosa, **preference)
    client = cast.client("receptionist")
    for path in ("/appointments/", f"/appointments/{appointment.pk}/", f"/appointments/book/{cast.rosa.pk}/"):
        page = client.get(path).content.decode()
        assert all(words in page for words in shown), path
        assert not any(words in page for words in hidden), path


@pytest.mark.parametrize("path", ["", "{pk}/", "{pk}/type/", "{pk}/form/", "{pk}/move/"])
def test_no_page_of_the_desk_holds_an_answer(cast: Cast, appointment: Appointment, path: str) -> None:
    page = cast.client("receptionist").get(f"/appointments/{path.format(pk=appointment.pk)}")
    assert page.status_code == 200
    assert SECRET not in page.content.decode()


@pytest.mark.parametrize("who", ["other_receptionist", "other_gp", "coordinator", "buddy", "nobody", "winston", "rosa"])
def test_nobody_else_opens_the_appointment_at_the_desk(cast: Cast, appointment: Appointment, who: str) -> None:
    client = cast.client(who)
    for path in ("", "type/", "form/", "move/"):
        assert client.get(f"/appointments/{appointment.pk}/{path}").status_code == 404
    for path in ("cancel/", "link/", "consent/", "missed/"):
        assert client.post(f"/appointments/{appointment.pk}/{path}").status_code == 404


def test_the_desk_of_one_practice_shows_nothing_of_another(cast: Cast, appointment: Appointment) -> None:
    assert "Rosa" not in cast.client("other_receptionist").get("/appointments/").content.decode()


@pytest.mark.parametrize("words", ["x", "2026-13-45", "9999-12-31", "0001-01-01", ""])
def test_a_day_that_makes_no_sense_is_today(cast: Cast, words: str) -> None:
    assert cast.client("receptionist").get("/appointments/", {"from": words}).status_code == 200


def test_the_desk_takes_the_same_queries_however_many_come(
    cast: Cast, appointment: Appointment, django_assert_num_queries: object
) -> None:
    from alongside.agenda.queries import desk_days

    user = cast["receptionist"]
    with django_assert_num_queries(3) as few:
        desk_days(user, timezone.localdate())
    for hours in range(1, 8):
        actions.book_appointment(
            by=actor_for(user), person=cast.winston, organisation=cast.elm_bank,
            starts_at=timezone.now() + timedelta(days=1, hours=hours),
        )  # fmt: skip
    with django_assert_num_queries(len(few)):
        days = desk_days(user, timezone.localdate())
    assert sum(len(day.lines) for day in days) == 8


def test_booking_for_somebody_of_the_practice(cast: Cast) -> None:
    client = cast.client("receptionist")
    assert "Winston Bright" in client.post("/appointments/book/", {"words": "Bright"}, follow=True).content.decode()
    when = timezone.now() + timedelta(days=4)
    answer = client.post(f"/appointments/book/{cast.winston.pk}/", typed(when), follow=True)
    assert "Booked: Winston Bright" in answer.content.decode()
    assert Message.objects.filter(person=cast.winston, template="prepare.invite").count() == 1


def test_booking_twice_books_once(cast: Cast) -> None:
    when = timezone.now() + timedelta(days=4)
    for _click in range(2):
        cast.client("receptionist").post(f"/appointments/book/{cast.winston.pk}/", typed(when))
    assert Appointment.objects.count() == Message.objects.count() == SignedLink.objects.count() == 1


def test_somebody_of_another_practice_cannot_be_booked(cast: Cast) -> None:
    assert cast.client("receptionist").get(f"/appointments/book/{cast.priya.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"time": "25:99"}, "Enter a time like"),
        ({"time": ""}, "Enter a time."),
        ({"day_day": "31", "day_month": "2"}, "Enter a real date"),
        ({"day_year": "2020"}, "That is in the past"),
        ({"day_year": "2090"}, "more than two years away"),
        ({"minutes": "9999"}, "There is a problem"),
        ({"clinician": "not-a-uuid"}, "There is a problem"),
    ],
)
def test_a_booking_that_cannot_be_is_explained(cast: Cast, change: dict[str, str], says: str) -> None:
    data = {**typed(timezone.now() + timedelta(days=4)), **change}
    page = cast.client("receptionist").post(f"/appointments/book/{cast.winston.pk}/", data).content.decode()
    assert says in page
    assert not Appointment.objects.exists()


def test_moving_makes_a_new_link_and_one_message(cast: Cast, appointment: Appointment) -> None:
    when = timezone.now() + timedelta(days=5)
    cast.client("receptionist").post(f"/appointments/{appointment.pk}/move/", typed(when))
    link = SignedLink.objects.get(revoked_at=None)
    appointment.refresh_from_db()
    assert link.expires_at > appointment.starts_at
    assert Message.objects.filter(state="waiting").count() == 1
    assert Preparation.objects.get().concerns.count() == 1


def test_somebody_who_got_the_invitation_is_told_of_the_move_and_of_the_end(
    cast: Cast, appointment: Appointment
) -> None:
    Message.objects.update(state="sent", sent_at=timezone.now())
    by = actor_for(cast["receptionist"])
    actions.move_appointment(by=by, appointment=appointment, starts_at=timezone.now() + timedelta(days=5))
    assert Message.objects.get(state="waiting").template == "prepare.moved"
    actions.cancel_appointment(by=by, appointment=appointment)
    assert Message.objects.get(state="waiting").template == "prepare.cancelled"
    assert not SignedLink.objects.filter(revoked_at=None).exists()


def test_cancelling_stops_messages_and_links(cast: Cast, appointment: Appointment) -> None:
    for _click in range(2):
        cast.client("receptionist").post(f"/appointments/{appointment.pk}/cancel/")
    assert not Message.objects.filter(state="waiting").exists()
    assert not SignedLink.objects.filter(revoked_at=None).exists()


def test_moving_there_and_back_still_leaves_an_invitation(cast: Cast, appointment: Appointment) -> None:
    by, first = actor_for(cast["receptionist"]), appointment.starts_at
    actions.move_appointment(by=by, appointment=appointment, starts_at=first + timedelta(days=1))
    actions.move_appointment(by=by, appointment=appointment, starts_at=first)
    assert Message.objects.filter(state="waiting").count() == 1


def test_the_invitation_of_a_far_appointment_waits_until_seven_days_before(cast: Cast) -> None:
    when = timezone.now() + timedelta(days=30)
    actions.book_appointment(
        by=actor_for(cast["receptionist"]), person=cast.rosa, organisation=cast.elm_bank, starts_at=when
    )
    assert Message.objects.get().not_before == when - timedelta(days=7)


def test_a_locked_link_is_replaced_and_two_clicks_send_one(cast: Cast, appointment: Appointment) -> None:
    SignedLink.objects.update(locked_at=timezone.now(), wrong_tries=5)
    for _click in range(2):
        cast.client("receptionist").post(f"/appointments/{appointment.pk}/link/")
    assert SignedLink.objects.filter(revoked_at=None, locked_at=None).count() == 1
    assert Message.objects.filter(state="waiting").count() == 1


def test_a_cancelled_appointment_takes_no_more_changes(cast: Cast, appointment: Appointment) -> None:
    actions.cancel_appointment(by=actor_for(cast["receptionist"]), appointment=appointment)
    client = cast.client("receptionist")
    for path, data in (("move/", typed(timezone.now() + timedelta(days=5))), ("link/", {})):
        page = client.post(f"/appointments/{appointment.pk}/{path}", data, follow=True)
        assert "can no longer be done" in page.content.decode()


def test_what_staff_type_is_saved_as_typed_by_them_and_adds_to_what_was_there(
    cast: Cast, appointment: Appointment
) -> None:
    data = {"bother_sleep": "2", "words_sleep": "Up at four", "rank_sleep": "1"}
    cast.client("receptionist").post(f"/appointments/{appointment.pk}/type/", data)
    preparation = Preparation.objects.get()
    assert (preparation.given_by, preparation.typed_by) == ("staff", cast["receptionist"])
    assert preparation.sent_at
    assert preparation.most_important == SECRET
    assert set(preparation.concerns.values_list("area", flat=True)) == {"sleep", "loneliness"}


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({}, "Nothing is filled in yet."),
        ({"rank_sleep": "1", "rank_pain": "1"}, "the same place"),
        ({"bother_sleep": "7"}, "There is a problem"),
        ({"words_sleep": "a" * 1001}, "There is a problem"),
    ],
)
def test_a_typed_form_that_cannot_be_saved_says_why(
    cast: Cast, appointment: Appointment, data: dict[str, str], says: str
) -> None:
    page = cast.client("receptionist").post(f"/appointments/{appointment.pk}/type/", data).content.decode()
    assert says in page
    assert Preparation.objects.get().sent_at is None


def test_words_of_risk_typed_by_staff_show_help_after_saving(cast: Cast, appointment: Appointment) -> None:
    page = cast.client("receptionist").post(
        f"/appointments/{appointment.pk}/type/", {"most": "I want to die"}, follow=True
    )
    assert "Samaritans on 116 123" in page.content.decode()


def test_saying_yes_to_messages_is_written_down_in_one_click(cast: Cast, appointment: Appointment) -> None:
    Consent.objects.filter(person=cast.rosa, purpose="care_team").delete()
    client = cast.client("receptionist")
    assert "has not said yes to messages" in client.get("/appointments/").content.decode()
    client.post(f"/appointments/{appointment.pk}/consent/")
    assert "has not said yes to messages" not in client.get("/appointments/").content.decode()


def test_the_desk_names_whom_a_message_did_not_reach_and_why(cast: Cast, appointment: Appointment) -> None:
    message = Message.objects.get(subject_id=appointment.pk)
    Message.objects.filter(pk=message.pk).update(state="failed", reason="the number is not in use")
    Delivery.objects.create(message=message, channel="text", accepted=False, problem="the number is not in use")
    html = cast.client("receptionist").get("/appointments/").content.decode()
    assert "Please ring them" in html
    assert "the number is not in use" in html
    assert "Please ring them" not in cast.client("other_receptionist").get("/appointments/").content.decode()
