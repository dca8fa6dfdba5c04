"""Importing appointments: those to come invite, those past keep what became of them."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from alongside.agenda.models import Appointment
from alongside.interop.importing.run import import_file
from alongside.interop.tests.conftest import Write, patient
from alongside.messages.models import Message
from alongside.people.models import AuditEvent
from conftest import Cast

pytestmark = pytest.mark.django_db


def appointment(start: Any, status: str = "booked", **more: Any) -> dict[str, Any]:
    who = [{"actor": {"reference": "Patient/p1"}, "status": "accepted"}]
    times = {"start": start.isoformat(), "status": status, "participant": who}
    return {"resourceType": "Appointment", "id": "a1", **times, **more}


def test_an_appointment_to_come_invites_the_person(cast: Cast, bundle: Write) -> None:
    start = timezone.now() + timedelta(days=3)

    import_file(bundle(patient(), appointment(start)), practice=cast.elm_bank)

    assert Message.objects.get(template="prepare.invite").person.family_name == "Lunn"


def test_a_cancelled_appointment_is_called_off_with_its_message(cast: Cast, bundle: Write) -> None:
    start = timezone.now() + timedelta(days=3)
    import_file(bundle(patient(), appointment(start)), practice=cast.elm_bank)

    report = import_file(bundle(patient(), appointment(start, "cancelled")), practice=cast.elm_bank)

    assert Appointment.objects.get().state == "cancelled"
    assert Message.objects.get(template="prepare.invite").state == "cancelled"
    assert report.done["Appointment", "changed"] == 1


@pytest.mark.parametrize("status", ["proposed", "pending", "waitlist"])
def test_an_appointment_not_yet_booked_is_left_out(cast: Cast, bundle: Write, status: str) -> None:
    report = import_file(bundle(patient(), appointment(timezone.now(), status)), practice=cast.elm_bank)

    assert not Appointment.objects.exists()
    assert sum(report.left_out.values()) == 1


def test_a_past_appointment_keeps_what_became_of_it(cast: Cast, bundle: Write) -> None:
    import_file(bundle(patient(), appointment(timezone.now() - timedelta(days=9), "noshow")), practice=cast.elm_bank)

    assert Appointment.objects.get().state == "missed"
    assert not Message.objects.exists()


@pytest.mark.parametrize(("status", "state"), [("noshow", "missed"), ("fulfilled", "attended")])
def test_what_became_of_an_appointment_on_record_is_in_the_trail(
    cast: Cast, bundle: Write, time_machine: Any, status: str, state: str
) -> None:
    start = timezone.now() + timedelta(days=3)
    import_file(bundle(patient(), appointment(start)), practice=cast.elm_bank)
    time_machine.move_to(start + timedelta(hours=1))

    import_file(bundle(patient(), appointment(start, status)), practice=cast.elm_bank)

    assert Appointment.objects.get().state == state
    assert AuditEvent.objects.filter(verb=f"appointment.{state}").count() == 1


def test_somebody_who_came_early_is_not_invited_to_prepare_any_more(cast: Cast, bundle: Write) -> None:
    start = timezone.now() + timedelta(minutes=20)
    import_file(bundle(patient(), appointment(start)), practice=cast.elm_bank)

    import_file(bundle(patient(), appointment(start, "fulfilled")), practice=cast.elm_bank)

    assert Appointment.objects.get().state == "attended"
    assert Message.objects.get().state == "cancelled"
