"""The pages about people and organisations, with what they change."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from alongside.people import actions, audit
from alongside.people.access import Can, may
from alongside.people.actors import SYSTEM, actor_for
from alongside.people.models import (
    AuditEvent,
    CarerAgreement,
    Consent,
    ContactPreference,
    ErasureRequest,
    Membership,
    Organisation,
    Person,
    Registration,
    Responsibility,
    Role,
    User,
)
from conftest import letters


def page(cast, who: str, view: str, *args, **query) -> str:
    answer = cast.client(who).get(reverse(f"people:{view}", args=args), query)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def post(cast, who: str, view: str, *args, **given):
    return cast.client(who).post(reverse(f"people:{view}", args=args), given)


# Organisations


def test_a_vacancy_is_said_in_words_on_the_organisations_page(cast):
    assert "Vacant: nobody is named" in page(cast, "nurse", "organisation", cast.elm_bank.pk)
    assert "No owner of self-management support" in page(cast, "nurse", "organisations")


def test_a_manager_names_a_champion_and_the_last_one_stands_down(cast):
    args = (cast.elm_bank.pk, "champion")
    for name in ("nurse", "gp", "gp"):
        assert post(cast, "manager", "duty", *args, user=cast[name].pk).status_code == 302
    rows = Responsibility.objects.filter(organisation=cast.elm_bank, duty="champion")
    assert [row.user for row in rows.current()] == [cast["gp"]]
    assert rows.all().count() == 2
    post(cast, "manager", "duty", *args, user="")
    assert not rows.current().exists()
    assert "Vacant" in page(cast, "manager", "organisation", cast.elm_bank.pk)


def test_only_somebody_who_belongs_there_can_be_named(cast):
    answer = post(cast, "manager", "duty", cast.elm_bank.pk, "owner", user=cast["other_gp"].pk)
    assert answer.status_code == 200
    assert not Responsibility.objects.exists()


@pytest.mark.parametrize("name", ["nurse", "receptionist", "other_gp", "rosa"])
def test_others_cannot_change_an_organisation(cast, name):
    assert post(cast, name, "duty", cast.elm_bank.pk, "owner", user=cast["gp"].pk).status_code == 404
    member = Membership.objects.get(user=cast["gp"])
    assert post(cast, name, "end_membership", cast.elm_bank.pk, member.pk).status_code == 404


def test_a_manager_adds_somebody_who_gets_an_invitation(cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        post(
            cast, "manager", "add_member", cast.elm_bank.pk,
            name="Lin Link", email="Lin@Example.org", role="coordinator", title="link worker",
        )  # fmt: skip
    assert letters()[0].to == ["lin@example.org"]
    assert "Lin Link, link worker" in page(cast, "manager", "organisation", cast.elm_bank.pk)


def test_an_ended_role_ends_at_once_and_takes_its_duties_along(cast):
    post(cast, "manager", "duty", cast.elm_bank.pk, "owner", user=cast["nurse"].pk)
    member = Membership.objects.get(user=cast["nurse"])
    for _click in range(2):
        post(cast, "manager", "end_membership", cast.elm_bank.pk, member.pk)
    assert not may(cast["nurse"], Can.SEE_PERSON, cast.rosa)
    assert not Responsibility.objects.current().exists()
    assert AuditEvent.objects.filter(verb="member.ended").count() == 1


def test_a_manager_cannot_end_a_role_elsewhere(cast):
    elsewhere = Membership.objects.get(user=cast["other_gp"])
    assert post(cast, "manager", "end_membership", cast.elm_bank.pk, elsewhere.pk).status_code == 404


def test_the_report_of_vacancies_reaches_down(cast):
    told = page(cast, "commissioner", "vacancies")
    assert "Elm Bank Surgery" in told
    assert "Tuesday Walkers" in told
    assert cast.client("nurse").get(reverse("people:vacancies")).status_code == 404


def test_the_list_of_organisations_takes_the_same_queries_however_long(cast, django_assert_num_queries):
    client = cast.client("administrator")
    for number in range(5):
        Organisation.objects.create(kind="team", name=f"Team {number}", parent=cast.economy)
    with django_assert_num_queries(14):
        client.get(reverse("people:organisations"))


# Who has looked


def test_the_person_reads_who_looked_in_plain_words(cast):
    audit.record(by=actor_for(cast["nurse"]), verb="plan.seen", person=cast.rosa)
    audit.record(by=actor_for(cast["daughter"]), verb="plan.seen", person=cast.rosa)
    audit.record(by=SYSTEM, verb="follow_up.asked", person=cast.rosa)
    told = page(cast, "rosa", "seen_by", cast.rosa.pk)
    assert "A nurse at Elm Bank Surgery looked at your plan" in told
    assert "Daughter Fictional, who acts for you, looked at your plan" in told
    assert "Alongside asked you how a goal is going" in told
    assert not AuditEvent.objects.filter(actor__contains="Fictional").exists()


def test_the_same_look_twice_in_a_minute_is_told_once(cast):
    for _time in range(3):
        audit.record(by=actor_for(cast["nurse"]), verb="plan.seen", person=cast.rosa)
    assert page(cast, "rosa", "seen_by", cast.rosa.pk).count("looked at your plan") == 1


def test_a_long_trail_comes_in_pages(cast, django_assert_num_queries):
    for number in range(120):
        audit.record(by=actor_for(cast["nurse"]), verb="plan.seen" if number % 2 else "visit.seen", person=cast.rosa)
    assert "Older" in page(cast, "rosa", "seen_by", cast.rosa.pk)
    assert "Newer" in page(cast, "rosa", "seen_by", cast.rosa.pk, page=3)


def test_looking_at_somebody_elses_record_is_noted_even_through_a_form_with_a_mistake(cast):
    post(cast, "receptionist", "details", cast.rosa.pk, given_name="")
    assert AuditEvent.objects.filter(person_id=cast.rosa.pk, actor__startswith="a receptionist").exists()


# Sharing


def test_the_person_says_yes_and_takes_it_back(cast):
    for _click in range(2):
        post(cast, "winston", "sharing", cast.winston.pk, do="give", purpose="evaluation")
    assert Consent.objects.in_force().filter(person=cast.winston, purpose="evaluation").count() == 1
    for _click in range(2):
        post(cast, "winston", "sharing", cast.winston.pk, do="withdraw", purpose="evaluation")
    assert not Consent.objects.in_force().filter(person=cast.winston, purpose="evaluation").exists()
    assert AuditEvent.objects.filter(verb="consent.withdrawn").count() == 1


def test_before_messages_are_stopped_the_page_says_what_stops(cast):
    assert "All messages stop at once" in page(cast, "rosa", "sharing", cast.rosa.pk)


def test_a_plan_is_shared_until_a_day_and_stopped_at_once(cast):
    until = timezone.localdate() + timedelta(days=30)
    day = {"until_day": until.day, "until_month": until.month, "until_year": until.year}
    for _click in range(2):
        post(cast, "winston", "share", cast.winston.pk, organisation=cast.breathing_team.pk, **day)
    assert Consent.objects.filter(person=cast.winston, organisation=cast.breathing_team).count() == 1
    assert may(cast["breathing_nurse"], Can.SEE_PLAN, cast.winston)
    post(cast, "winston", "sharing", cast.winston.pk, stop=cast.breathing_team.pk)
    assert not may(cast["breathing_nurse"], Can.SEE_PLAN, cast.winston)


@pytest.mark.parametrize(("days", "words"), [(-1, "That day is past"), (800, "within the next two years")])
def test_sharing_needs_a_day_that_makes_sense(cast, days, words):
    until = timezone.localdate() + timedelta(days=days)
    day = {"until_day": until.day, "until_month": until.month, "until_year": until.year}
    answer = post(cast, "winston", "share", cast.winston.pk, organisation=cast.breathing_team.pk, **day)
    assert words in answer.content.decode()
    assert f'value="{until.year}"' in answer.content.decode()


@pytest.mark.parametrize(
    "given", [{}, {"do": "give", "purpose": "nonsense"}, {"do": "give", "purpose": "other_service"}]
)
def test_a_button_that_is_not_there_changes_nothing(cast, given):
    before = Consent.objects.count()
    assert post(cast, "winston", "sharing", cast.winston.pk, **given).status_code == 302
    assert Consent.objects.count() == before


@pytest.mark.parametrize("name", ["daughter", "gp", "winston", "nobody", "manager"])
def test_only_the_person_decides_who_sees_their_plan(cast, name):
    for view in ("sharing", "share", "add_carer", "ask_erasure"):
        assert cast.client(name).get(reverse(f"people:{view}", args=[cast.rosa.pk])).status_code == 404


def test_the_practice_stops_somebody_from_acting_for_a_person_who_may_come_to_harm(cast):
    agreement = CarerAgreement.objects.get()
    assert "Daughter Fictional" in page(cast, "nurse", "carers", cast.rosa.pk)
    for name in ("receptionist", "breathing_nurse", "other_gp", "daughter"):
        assert post(cast, name, "carers", cast.rosa.pk, end_carer=agreement.pk).status_code == 404
    assert may(cast["daughter"], Can.SEE_PLAN, cast.rosa)
    assert post(cast, "manager", "carers", cast.rosa.pk, end_carer=agreement.pk).status_code == 302
    assert not may(cast["daughter"], Can.SEE_PLAN, cast.rosa)
    told = page(cast, "rosa", "seen_by", cast.rosa.pk)
    assert "A practice manager at Elm Bank Surgery stopped somebody from acting for you" in told


@pytest.mark.parametrize("agreement", ["nonsense", "other"])
def test_somebody_elses_carer_cannot_be_stopped(cast, agreement):
    other = CarerAgreement.objects.get(person=cast.rosa)
    pk = other.pk if agreement == "other" else agreement
    assert post(cast, "winston", "sharing", cast.winston.pk, end_carer=pk).status_code == 404


# How to reach them


def test_the_person_says_how_to_be_reached(cast):
    given = {"channel": "email", "email": "R@Example.org", "language": "cy", "needs": ["large_print"]}
    post(cast, "rosa", "contact", cast.rosa.pk, **given)
    kept = ContactPreference.objects.get(person=cast.rosa)
    assert (kept.channel, kept.language, kept.large_print, kept.needs_interpreter) == ("email", "cy", True, False)
    assert Person.objects.get(pk=cast.rosa.pk).email == "r@example.org"
    assert AuditEvent.objects.get(verb="contact.changed").detail["changed"] == [
        "phone", "email", "channel", "language", "large_print"
    ]  # fmt: skip


def test_the_person_is_told_which_languages_we_can_write_in(cast, settings):
    assert "We can write to you in English." in page(cast, "rosa", "contact", cast.rosa.pk)
    settings.MESSAGE_LANGUAGES = ["en", "cy"]
    assert "We can write to you in English or Welsh." in page(cast, "rosa", "contact", cast.rosa.pk)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"channel": "text", "language": "en"}, "Enter a mobile phone number"),
        ({"channel": "letter", "language": "en"}, "Enter the address"),
        ({"channel": "none", "language": "en", "phone": "my phone"}, "such as 07700 900 982"),
        ({"channel": "none", "language": "en", "postcode": "nowhere"}, "full postcode"),
        ({"channel": "pigeon", "language": "en"}, "There is a problem"),
    ],
)
def test_a_way_to_be_reached_that_cannot_work_gets_a_sentence(cast, given, words):
    assert words in post(cast, "rosa", "contact", cast.rosa.pk, **given).content.decode()
    assert not ContactPreference.objects.exists()


def test_nobody_gives_themselves_a_role(cast):
    given = {"name": "Manager", "email": "Manager@example.org", "role": "clinician"}
    answer = post(cast, "manager", "add_member", cast.elm_bank.pk, **given)
    assert "Somebody else has to give you a role" in answer.content.decode()
    assert not may(cast["manager"], Can.SEE_ANSWERS, cast.rosa)


# The desk


def test_registering_sent_twice_is_one_person(cast):
    for _click in range(2):
        answer = post(cast, "receptionist", "add", **{**NEWCOMER, "practice": cast.elm_bank.pk, "nhs_number": ""})
        assert answer.status_code == 302, answer.content.decode()
    assert Person.objects.filter(family_name=NEWCOMER["family_name"]).count() == 1
    assert Registration.objects.filter(person__family_name=NEWCOMER["family_name"]).count() == 1


@pytest.mark.parametrize("words", ["rosa", "ASHW", "Rosa Ashworth", "9/3/1968", "9 3 1968", "943 476 5919"])
def test_people_are_found_by_name_day_of_birth_or_number(cast, words):
    Person.objects.filter(pk=cast.rosa.pk).update(nhs_number="9434765919")
    assert "Ashworth, Rosa" in looked_for(cast, "receptionist", words)
    assert "Ashworth, Rosa" not in looked_for(cast, "other_receptionist", words)


@pytest.mark.parametrize("address", ["/people/find/", "/appointments/book/"])
@pytest.mark.parametrize(("number", "told"), [(30, False), (31, True)])
def test_more_people_than_are_shown_are_not_kept_quiet(cast, address, number, told):
    born = date(1950, 5, 5)
    people = Person.objects.bulk_create(
        [Person(given_name=f"Twin{place}", family_name="Many", date_of_birth=born) for place in range(number)]
    )
    Registration.objects.bulk_create(
        [Registration(person=person, practice=cast.elm_bank, since=born) for person in people]
    )
    html = cast.client("receptionist").post(address, {"words": "Many"}, follow=True).content.decode()
    assert len(set(re.findall(r"Twin\d+", html))) == 30
    assert ("Only the first 30 are shown" in html) == told


def details(person, **more) -> dict[str, str]:
    born = person.date_of_birth
    named = {"given_name": person.given_name, "family_name": person.family_name, "sex": "unknown"}
    return named | {f"date_of_birth_{part}": str(getattr(born, part)) for part in ("day", "month", "year")} | more


def died(on) -> dict[str, str]:
    return {f"died_on_{part}": str(getattr(on, part)) for part in ("day", "month", "year")}


def test_the_desk_notes_a_death_which_stops_messages_and_can_be_taken_back(cast):
    today = timezone.localdate()
    post(cast, "receptionist", "details", cast.rosa.pk, **details(cast.rosa, **died(today)))
    assert not may(cast["rosa"], Can.SEE_PLAN, cast.rosa)
    assert not may(cast["breathing_nurse"], Can.SEE_PLAN, cast.rosa)
    assert may(cast["nurse"], Can.SEE_PLAN, cast.rosa)
    for wrong in (today + timedelta(days=1), cast.rosa.date_of_birth - timedelta(days=1)):
        answer = post(cast, "receptionist", "details", cast.rosa.pk, **details(cast.rosa, **died(wrong)))
        assert "Check the date of death" in answer.content.decode()
    post(cast, "receptionist", "details", cast.rosa.pk, **details(cast.rosa))
    assert may(cast["rosa"], Can.SEE_PLAN, cast.rosa)
    assert AuditEvent.objects.filter(verb="person.corrected", detail={"changed": ["died_on"]}).count() == 2


@pytest.mark.parametrize("words", ["", "zzz", "31/2/1968", "99/99/9999", "%", "0000000000"])
def test_looking_for_nobody_finds_nobody(cast, words):
    assert "Ashworth, Rosa" not in looked_for(cast, "receptionist", words)


@pytest.mark.parametrize("address", ["/people/find/", "/appointments/book/"])
def test_whom_somebody_looks_for_is_never_in_an_address(cast, address):
    client = cast.client("receptionist")
    answer = client.post(address, {"words": "Winston"}, follow=True)
    assert [code for _address, code in answer.redirect_chain] == [302]
    assert "Winston" not in answer.redirect_chain[0][0]
    assert "Bright" in client.get(answer.redirect_chain[0][0]).content.decode(), "and going back shows it again"
    assert "Bright" not in client.get(address, {"words": "Winston"}).content.decode()
    client.logout()
    client.force_login(cast["manager"])
    assert "Bright" not in client.get(f"{address}?found=1", follow=True).content.decode()


def test_whoever_is_found_is_told_once_a_day(cast):
    client = cast.client("receptionist")
    for _again in range(3):
        client.post("/people/find/", {"words": "Ashworth"}, follow=True)
    rows = AuditEvent.objects.filter(person_id=cast.rosa.pk)
    assert [(row.verb, row.actor) for row in rows] == [("list.found.seen", "a receptionist at Elm Bank Surgery")]
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        cast.client("receptionist").post("/people/find/", {"words": "Ashworth"}, follow=True)
    assert rows.all().count() == 2
    assert "A receptionist at Elm Bank Surgery saw your name when looking somebody up" in page(
        cast, "rosa", "seen_by", cast.rosa.pk
    )


def test_colleagues_who_read_the_same_list_are_told_of_once_a_day(cast):
    for colleague in ("gp", "nurse", "receptionist", "manager"):
        title = Membership.objects.get(user=cast[colleague])
        title.title = "receptionist"
        title.save()
        cast.client(colleague).post("/people/find/", {"words": "Ashworth"}, follow=True)
    assert AuditEvent.objects.filter(person_id=cast.rosa.pk).count() == 4
    assert page(cast, "rosa", "seen_by", cast.rosa.pk).count("saw your name when looking somebody up") == 1
    assert "saw your name" not in cast.client("rosa").get(f"/person/{cast.rosa.pk}/").content.decode()


def test_a_request_to_be_forgotten_is_seen_by_the_trail_too(cast):
    actions.ask_for_erasure(by=actor_for(cast["rosa"]), person=cast.rosa)
    assert "Rosa Ashworth" in page(cast, "manager", "find")
    assert AuditEvent.objects.get(verb="list.forget.seen").person_id == cast.rosa.pk


def looked_for(cast, who: str, words: str) -> str:
    return cast.client(who).post("/people/find/", {"words": words}, follow=True).content.decode()


@pytest.mark.parametrize("name", ["rosa", "breathing_nurse", "commissioner", "nobody"])
def test_the_desk_is_only_for_a_practice(cast, name):
    for view in ("find", "add"):
        assert cast.client(name).get(reverse(f"people:{view}")).status_code == 404


NEWCOMER = {
    "given_name": "Tomos", "family_name": "Fictional", "sex": "male", "nhs_number": "943 476 5919",
    "date_of_birth_day": "27", "date_of_birth_month": "3", "date_of_birth_year": "1957",
    "phone": "07700 900 982", "messages": "yes",
}  # fmt: skip


def test_a_receptionist_registers_somebody_and_asks_about_messages(cast):
    post(cast, "receptionist", "add", practice=cast.elm_bank.pk, **NEWCOMER)
    person = Person.objects.get(family_name="Fictional")
    assert (person.nhs_number, person.phone) == ("9434765919", "07700900982")
    assert may(cast["gp"], Can.SEE_PLAN, person)
    assert Consent.objects.in_force().get(person=person).purpose == "care_team"


def test_registering_twice_makes_one_person(cast):
    post(cast, "receptionist", "add", practice=cast.elm_bank.pk, **NEWCOMER)
    again = post(cast, "receptionist", "add", practice=cast.elm_bank.pk, **NEWCOMER)
    assert "Tomos Fictional is registered here with this NHS number" in again.content.decode()
    elsewhere = post(cast, "other_receptionist", "add", practice=cast.harbour_road.pk, **NEWCOMER)
    assert "is on record elsewhere" in elsewhere.content.decode()
    assert Person.objects.filter(family_name="Fictional").count() == 1


def test_somebody_who_left_another_practice_keeps_their_record(cast):
    post(cast, "other_receptionist", "add", practice=cast.harbour_road.pk, **NEWCOMER)
    person = Person.objects.get(family_name="Fictional")
    person.registrations.update(until=timezone.localdate() - timedelta(days=1))
    post(cast, "receptionist", "add", practice=cast.elm_bank.pk, **NEWCOMER)
    assert Person.objects.get(family_name="Fictional") == person
    assert may(cast["gp"], Can.SEE_PLAN, person)
    assert not may(cast["other_gp"], Can.SEE_PLAN, person)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"given_name": ""}, "Enter the first name"),
        ({"nhs_number": "943 476 5918"}, "Check the NHS number"),
        ({"date_of_birth_year": "2999"}, "Check the year"),
        ({"date_of_birth_day": "31", "date_of_birth_month": "2"}, "Enter a real date"),
    ],
)
def test_a_mistake_at_the_desk_keeps_what_was_typed(cast, change, words):
    answer = post(cast, "receptionist", "add", practice=cast.elm_bank.pk, **{**NEWCOMER, **change}).content.decode()
    assert words in answer
    assert 'value="Fictional"' in answer
    assert not Person.objects.filter(family_name="Fictional").exists()


def test_nobody_is_registered_with_a_practice_that_is_not_ones_own(cast):
    answer = post(cast, "receptionist", "add", practice=cast.harbour_road.pk, **NEWCOMER)
    assert answer.status_code == 200
    assert not Person.objects.filter(family_name="Fictional").exists()


# Being forgotten


def test_the_person_asks_and_changes_their_mind(cast):
    for _click in range(2):
        post(cast, "rosa", "ask_erasure", cast.rosa.pk, do="ask")
    assert ErasureRequest.objects.filter(decided_at=None).count() == 1
    assert "Asked to be forgotten" in page(cast, "manager", "find")
    assert "Asked to be forgotten" not in page(cast, "receptionist", "find")
    post(cast, "rosa", "ask_erasure", cast.rosa.pk, do="take_back")
    assert ErasureRequest.objects.get().outcome == "taken_back"


def test_the_practice_decides(cast):
    assert cast.client("gp").get(reverse("people:erase", args=[cast.rosa.pk])).status_code == 404
    assert "Choose what" in post(cast, "manager", "erase", cast.rosa.pk, decision="").content.decode()
    post(cast, "manager", "erase", cast.rosa.pk, decision="stay")
    assert Person.objects.filter(pk=cast.rosa.pk).exists()
    post(cast, "manager", "erase", cast.rosa.pk, decision="everything")
    assert not Person.objects.filter(pk=cast.rosa.pk).exists()
    assert not User.objects.filter(email="rosa@example.org").exists()


def test_a_kept_care_record_is_seen_by_the_practice_alone(cast):
    post(cast, "manager", "erase", cast.rosa.pk, decision="keep")
    assert may(cast["gp"], Can.SEE_PLAN, cast.rosa)
    for name in ("breathing_nurse", "daughter", "other_gp"):
        assert not may(cast[name], Can.SEE_PERSON, cast.rosa)
    rosa = Person.objects.get(pk=cast.rosa.pk)
    assert (rosa.phone, rosa.email, rosa.consents.count(), rosa.carer_agreements.count()) == ("", "", 0, 0)
    assert rosa.conditions.count() == 2


# The menu


def test_the_menu_marks_where_somebody_is(cast):
    told = page(cast, "receptionist", "add")
    assert told.count('aria-current="page"') <= 1
    assert f'href="{reverse("people:find")}" aria-current="page"' in page(cast, "receptionist", "find")


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.PATIENT, Role.CARER)])
@pytest.mark.parametrize("place", ["economy", "elm_bank", "breathing_team", "walkers"])
def test_the_menu_leads_nowhere_that_answers_404(cast, role, place):
    cast.users["new"] = user = User.objects.create(email="new@fictional.example", name="New Fictional")
    Membership.objects.create(user=user, organisation=getattr(cast, place), role=role)
    html = cast.client("new").get(reverse("people:organisations")).content.decode()
    menu = re.findall(r'href="(/[^"]*)"', html[html.index("<nav") : html.index("</nav>")])
    assert reverse("people:organisations") in menu
    assert [address for address in menu if cast.client("new").get(address).status_code != 200] == []


def test_every_page_says_who_may_see_it(cast):
    answer = cast.client("rosa").get(reverse("people:sharing", args=[cast.rosa.pk]))
    assert answer.wsgi_request.access_checked == Can.MANAGE_CONSENT
