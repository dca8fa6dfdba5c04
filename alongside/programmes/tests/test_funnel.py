"""How far people come with a course, and that nobody can be made out."""

from collections import Counter
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from alongside.directory.models import Postcode
from alongside.people.actors import SYSTEM
from alongside.people.conditions import name_of
from alongside.people.models import Condition, ContactPreference, Person
from alongside.programmes.actions import answer_offer, join
from alongside.programmes.courses import course_of
from alongside.programmes.queries import DIMENSIONS, STEPS, funnel, places_compared_by
from alongside.programmes.queries.funnel import FEW, rounded

COURSE = course_of("self_management")


def people_with_pain(campus, count, **facts):
    people = campus.people(count)
    Person.objects.filter(pk__in=[person.pk for person in people]).update(**facts)
    Condition.objects.bulk_create(
        Condition(person=person, kind="chronic_pain", display="Chronic pain") for person in people
    )
    return people


def numbers(line):
    return [str(number) for number in line.numbers]


@given(st.integers(0, 10_000))
def test_a_few_are_all_alike_and_more_go_to_the_nearest_five(count):
    shown = rounded(count).about
    if count <= FEW:
        assert shown is None
    else:
        assert abs(shown - count) <= 2
        assert shown % 5 == 0


def test_each_step_counts_whoever_got_that_far(campus):
    people = people_with_pain(campus, 40)
    for person in people[:30]:
        answer_offer(by=SYSTEM, person=person, course=COURSE.key, state="offered")
    cohort = campus.plan()
    campus.staff(cohort)
    rows = [join(by=SYSTEM, cohort=cohort, person=person) for person in people[:14]]
    for number, session in enumerate(cohort.sessions.order_by("starts_at")):
        marks = dict.fromkeys(rows[:12], "here") if number < 1 else dict.fromkeys(rows[:9], "here")
        if session.kind == "ordinary":
            campus.hold(session, marks)
    found = funnel(campus.cast.breathing_team, COURSE, "practice")
    assert numbers(found.everybody) == ["45", "30", "15", "10", "10", "7 or fewer"]  # the cast makes it 43
    assert found.everybody.shares == [None, 67, 50, 67, 100, None]
    assert [line.label for line in found.lines] == ["Elm Bank Surgery", "Harbour Road Practice"]


def test_to_the_reunion_come_those_who_did_the_course(campus):
    people = people_with_pain(campus, 12)
    cohort = campus.plan()
    rows = [join(by=SYSTEM, cohort=cohort, person=person) for person in people]
    campus.staff(cohort)
    for session in cohort.sessions.filter(kind="ordinary")[:5]:
        campus.hold(session, dict.fromkeys(rows[:10], "here"))
    campus.hold(cohort.sessions.get(kind="reunion"), dict.fromkeys(rows, "here"))
    assert numbers(funnel(campus.cast.breathing_team, COURSE, "sex").everybody)[-2:] == ["10", "10"]


@given(st.lists(st.integers(0, 60), min_size=2, max_size=8))
def test_no_difference_of_a_total_and_its_groups_makes_out_how_many_a_few_are(groups):
    """What a hidden group can be, by the total and the others as they are shown."""
    least, most = bounds(rounded(sum(groups)))
    shown = [bounds(rounded(count)) for count in groups]
    for at, count in enumerate(groups):
        if count <= FEW:
            others = [each for place, each in enumerate(shown) if place != at]
            low = max(0, least - sum(high for _low, high in others))
            high = min(FEW, most - sum(low for low, _high in others))
            assert high - low >= 1, f"{count} can only be {low}"


def bounds(number):
    return (0, FEW) if number.about is None else (max(FEW + 1, number.about - 2), number.about + 2)


def test_whoever_died_is_forgotten_or_moved_away_is_not_counted(campus):
    people = people_with_pain(campus, 30)
    Person.objects.filter(pk__in=[person.pk for person in people[:10]]).update(died_on=timezone.localdate())
    Person.objects.filter(pk__in=[person.pk for person in people[10:15]]).update(restricted_at=timezone.now())
    for person in people[15:20]:
        person.registrations.update(until=date(2020, 1, 1), since=date(2019, 1, 1))
    assert numbers(funnel(campus.cast.breathing_team, COURSE, "sex").everybody)[0] == "15"  # 10, rosa, winston, priya


@pytest.mark.parametrize("by", DIMENSIONS)
def test_by_every_dimension_everybody_is_in_a_group(campus, by):
    people_with_pain(campus, 20, sex="female", ethnicity="asian", working="shifts", postcode="M33 7ZF")
    Postcode.objects.update_or_create(code="M337ZF", defaults={"latitude": 53.4, "longitude": -2.3, "decile": 4})
    people = people_with_pain(campus, 20)
    ContactPreference.objects.bulk_create(ContactPreference(person=person, language="ur") for person in people)
    lines = funnel(campus.cast.breathing_team, COURSE, by).lines
    shown = Counter({line.label: line.numbers[0].about or 0 for line in lines})
    assert shown.total() >= 40
    expected = {
        "practice": "Elm Bank Surgery",
        "condition": name_of("chronic_pain"),
        "decile": "4",
        "sex": "female",
        "age": "60–69",
        "ethnicity": "Asian or Asian British",
        "language": "Urdu",
        "working": "works shifts, or at night",
    }
    assert shown[expected[by]] >= 20


def test_somebody_with_two_conditions_counts_for_both(campus):
    people = people_with_pain(campus, 10)
    Condition.objects.bulk_create(Condition(person=person, kind="copd", display="COPD") for person in people)
    lines = {line.label: str(line.numbers[0]) for line in funnel(campus.cast.elm_bank, COURSE, "condition").lines}
    assert (lines["COPD"], lines[name_of("chronic_pain")]) == ("10", "10")  # rosa has COPD too, winston pain


def test_what_makes_it_hard_is_counted_the_commonest_first(campus):
    for number, person in enumerate(people_with_pain(campus, 24)):
        barrier = "working" if number < 16 else "travel"
        answer_offer(by=SYSTEM, person=person, course=COURSE.key, state="declined", barrier=barrier)
    found = funnel(campus.cast.breathing_team, COURSE, "sex")
    assert [(words, str(count)) for words, count in found.barriers] == [
        ("I work at those times", "15"),
        ("It is hard to get there", "10"),
    ]


def test_the_number_of_queries_does_not_grow_with_people(campus, django_assert_max_num_queries):
    for _again in range(2):
        people_with_pain(campus, 30)
        with django_assert_max_num_queries(12):
            funnel(campus.cast.breathing_team, COURSE, "decile")


@pytest.mark.parametrize("who", ["coordinator", "improver", "commissioner"])
def test_those_who_compare_see_it_and_never_a_name(campus, who):
    page = campus.cast.client(who).get(reverse("programmes:reach_of", args=[COURSE.key]) + "?by=condition").text
    assert all(str(words).capitalize() in page for words in STEPS.values())
    assert "Ashworth" not in page
    assert places_compared_by(campus.cast[who])


@pytest.mark.parametrize("address", ["nothing/", "wise/", "self_management/?by=name"])
def test_what_there_is_not_is_no_page(campus, address):
    assert campus.cast.client("commissioner").get(f"/courses/reach/{address}").status_code == 404
