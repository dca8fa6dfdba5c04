"""The demo: made up, whole, loaded once, and never in production."""

import re
from collections import Counter
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from alongside.agenda.models import AgendaItem, Appointment, Result, Visit
from alongside.demo.persons import RESIDENTS
from alongside.demo.westhaven import POSTCODES, WORKERS
from alongside.messages.models import Message
from alongside.peers.models import BuddyRequest, Group, Match, Member, Placing, Questionnaire, Thanks, Worry
from alongside.people.models import Condition, Organisation, Person, Role, User
from alongside.plans.models import CheckIn, Goal
from alongside.programmes.models import Cohort, Enrolment, Offer, Session
from alongside.worklist.models import Task
from tests.index import forget_index

# It is made by actions, each of which is tried on either database; production never has it.
pytestmark = pytest.mark.shown


@pytest.fixture(scope="module")
def westhaven(django_db_setup, django_db_blocker):
    """Loaded once for this file: it takes some seconds."""
    with django_db_blocker.unblock():
        call_command("load_demo", verbosity=0)
        yield
        call_command("flush", interactive=False, verbosity=0)
        forget_index()


@pytest.fixture
def demo(westhaven, db):
    return Client()


def test_everybody_is_there_with_the_seven_conditions(demo):
    assert Person.objects.count() == len(RESIDENTS)
    kinds = set(Condition.objects.values_list("kind", flat=True)) - {""}
    assert kinds == {"diabetes", "copd", "ibs", "depression", "chronic_pain", "heart_failure", "parkinsons"}
    assert Organisation.objects.filter(kind="practice").count() == 3


def test_every_role_that_belongs_somewhere_has_somebody(demo):
    assert {worker.role for worker in WORKERS} == set(Role) - {Role.PATIENT, Role.CARER}


def test_nothing_in_it_could_reach_a_real_person(demo):
    for person in Person.objects.all():
        assert re.fullmatch(r"07700900\d{3}|07700 900\d{3}", person.phone)
        assert person.email.endswith("@westhaven.example.org")
        assert person.postcode in POSTCODES.values()  # of public libraries, where nobody lives
    assert not Organisation.objects.filter(fictional=False).exists()


def test_a_year_was_lived_and_the_loop_went_round(demo):
    assert Visit.objects.filter(source=None, closed_at__isnull=False).count() > 40
    assert not AgendaItem.objects.filter(visit__closed_at__isnull=False, disposition="").exists()
    assert Goal.objects.count() > 20
    assert CheckIn.objects.count() > 50
    assert Task.objects.filter(kind="silence").exists()
    oldest = Visit.objects.filter(source=None).order_by("started_at").first()
    assert timezone.now() - oldest.started_at > timedelta(days=200)


def test_measurements_came_in_through_the_importer(demo):
    assert Result.objects.exclude(source=None).count() > 300


def test_there_is_somebody_to_see_today_and_somebody_to_ask(demo):
    soon = timezone.now() + timedelta(days=1)
    assert Appointment.objects.filter(state="booked", starts_at__gte=timezone.now(), starts_at__lte=soon).exists()
    assert Message.objects.filter(template="goal.follow_up").exists()


def test_loading_again_changes_nothing(demo, capsys):
    before = Person.objects.count(), Visit.objects.count()
    call_command("load_demo")
    assert "already loaded" in capsys.readouterr().out
    assert (Person.objects.count(), Visit.objects.count()) == before


def test_the_page_lists_the_cast_and_signs_in_with_one_click(demo):
    page = demo.get(reverse("demo:cast")).content.decode()
    assert "made up" in page
    amina = User.objects.get(name="Amina Yusuf")
    answer = demo.post(reverse("demo:be", args=[amina.pk]), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("agenda:desk")


def test_one_click_signs_in_only_as_one_of_the_demos_own(demo):
    outsider = User.objects.create_user("somebody@real.example", name="Somebody Real")
    assert demo.post(reverse("demo:be", args=[outsider.pk])).status_code == 404


def test_a_link_on_the_page_opens_for_its_person(demo):
    page = demo.get(reverse("demo:cast")).content.decode()
    path = re.search(r'href="http://[^/]+(/l/[^"]+)"', page).group(1)
    assert demo.get(path).status_code == 200


@override_settings(PRODUCTION=True)
def test_it_refuses_to_load_in_production(db):
    with pytest.raises(CommandError, match="never loaded in production"):
        call_command("load_demo")


def test_a_course_was_led_by_both_to_its_end_and_others_can_be_joined(demo):
    states = Counter(Cohort.objects.values_list("state", flat=True))
    assert states == {"finished": 2, "open": 3}, "of people one and of a whole practice one"
    held = Session.objects.filter(state="held")
    assert held.count() == 8
    assert not held.filter(lay_tutor=None) | held.filter(clinical_tutor=None)
    assert Enrolment.objects.filter(cohort__state="open", state="placed").exists()
    assert Offer.objects.filter(state="declined").exists()


def test_a_buddy_rings_somebody_and_others_wait(demo):
    assert Match.objects.get().state == "running"
    assert Worry.objects.open().count() == 1
    assert BuddyRequest.objects.filter(state="waiting").count() == 2


def test_groups_go_on_people_are_asked_and_the_map_has_moved(demo):
    assert {group.state for group in Group.objects.all()} == {"listed", "sent"}
    assert Member.objects.count() == 4
    assert Questionnaire.objects.get().invitations.filter(answered=True).count() == 2
    assert Placing.objects.count() == 6
    assert Thanks.objects.exists()
    walk = Group.objects.get(state="listed").service
    assert timezone.localdate(walk.updated_at) == timezone.localdate(), "the index takes in what changed since"
