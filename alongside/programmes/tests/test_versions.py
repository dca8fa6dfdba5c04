"""A site's own version of a course: what was changed is seen wherever the course is."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from alongside.people.actors import SYSTEM
from alongside.programmes.actions import join, make_variant
from alongside.programmes.courses import course_of, courses
from alongside.programmes.models import Cohort, Variant
from alongside.programmes.queries import cohort_page, offers_for
from alongside.programmes.refusals import AlreadyNamed, LedAlone, NothingChanged
from alongside.programmes.versions import Changes, differences, length, share_kept, version_of

ORIGINAL = course_of("self_management")
CHANGES = st.builds(
    Changes,
    minutes=st.dictionaries(st.integers(1, 7), st.integers(0, 480)),
    apart=st.none() | st.integers(1, 60),
    enough=st.none() | st.integers(1, 7),
    added=st.lists(st.tuples(st.text(min_size=1), st.integers(1, 200)), max_size=3).map(tuple),
    no_reunion=st.booleans(),
)


def test_each_change_is_said_in_a_sentence():
    changes = Changes(minutes={5: 0, 6: 120}, apart=14, enough=4, added=(("Cooking", 90),), no_reunion=True)
    assert differences(ORIGINAL, changes) == [
        "Left out: Living with symptoms.",
        "Mood, sleep and the people around you: 2 hours, and not 3 hours.",
        "Added: Cooking, 1 hour 30 minutes.",
        "14 days between sessions (designed: 7).",
        "Coming to 4 sessions is enough, and not 5.",
        "There is no reunion.",
    ]


def test_what_is_added_does_not_make_up_for_what_is_left_out():
    assert share_kept(ORIGINAL, Changes(minutes={1: 0, 2: 300}, added=(("Cooking", 180),))) == round(100 * 6 / 7)


def test_nothing_changed_is_no_version(campus):
    with pytest.raises(NothingChanged):
        campus.shorter(minutes={})
    assert not Variant.objects.exists()


@given(CHANGES)
def test_a_version_is_read_back_as_it_was_kept_and_is_the_original_where_nothing_is_said_to_differ(changes):
    assert Changes.of(changes.to_keep()) == changes
    if not differences(ORIGINAL, changes):
        assert version_of(ORIGINAL, ORIGINAL.name, changes) == ORIGINAL


@pytest.mark.parametrize("key", courses())
@given(CHANGES)
def test_who_leads_what_stays_is_never_changed(key, changes):
    course = courses()[key]
    version = version_of(course, "x", changes)
    led = {part.title: part.tutors for part in course.parts}
    assert all(part.tutors == led[part.title] for part in version.parts if part.title in led and part.covers)


def test_a_version_keeps_a_session_that_both_lead(campus):
    alone = {number: 0 for number, part in enumerate(course_of("mini").parts, 1) if len(part.tutors) > 1}
    with pytest.raises(LedAlone):
        make_variant(
            by=SYSTEM,
            organisation=campus.cast.walkers,
            course="mini",
            name="x",
            why="x",
            changes=Changes(minutes=alone),
        )


def test_the_same_name_at_once_is_one_version(campus):
    campus.shorter()
    with pytest.raises(AlreadyNamed):
        campus.shorter(minutes={1: 0})


@pytest.mark.parametrize(("minutes", "words"), [(30, "30 minutes"), (60, "1 hour"), (150, "2 hours 30 minutes")])
def test_a_length_is_said_in_hours_and_minutes(minutes, words):
    assert length(minutes) == words


def test_a_group_of_a_version_has_its_sessions_and_says_what_was_changed(campus):
    cohort = campus.plan(variant=campus.shorter())
    assert cohort.sessions.filter(kind="ordinary").count() == 6
    assert cohort.sessions.get(title="Mood, sleep and the people around you").minutes == 120
    cohort = Cohort.objects.get(pk=cohort.pk)
    page = campus.cast.client("coordinator").get(reverse("programmes:cohort", args=[cohort.pk])).content.decode()
    assert "Left out: Living with symptoms." in page
    assert "in 2 ways; 81 % of its time is left" in page
    assert cohort_page(cohort).line.sessions[5].covers == course_of("self_management").parts[6].covers


def test_a_person_sees_that_a_group_has_a_version_of_its_own(campus):
    campus.plan(variant=campus.shorter())
    page = campus.cast.client("rosa").get(reverse("programmes:offers", args=[campus.cast.rosa.pk])).text
    assert f"A version of its own, {Variant.objects.get().name}: 6 sessions" in page


def test_a_session_that_its_course_has_no_part_for_any_more_is_still_listed(campus):
    last = campus.plan().sessions.filter(kind="ordinary").last()
    last.number = 99
    last.save()
    page = campus.cast.client("coordinator").get(reverse("programmes:cohort", args=[last.cohort_id]))
    assert f"99. {last.title}" in page.text


def test_a_version_answers_the_offer_of_its_course(campus):
    join(by=SYSTEM, cohort=campus.plan(variant=campus.shorter()), person=campus.cast.rosa)
    [line] = [line for line in offers_for(campus.cast.rosa) if line.course.key == "self_management"]
    assert line.enrolment


def test_a_coordinator_makes_a_version_plans_a_group_of_it_and_ends_it(campus):
    desk, place = campus.cast.client("coordinator"), campus.cast.breathing_team
    typed = {f"minutes_{number}": part.minutes for number, part in enumerate(ORIGINAL.parts, 1)} | {"minutes_3": 0}
    address = reverse("programmes:vary", args=[place.pk, "self_management"])
    desk.post(address, {"name": "Six mornings", "why": "School holidays", **typed})
    variant = Variant.objects.get()
    assert (variant.changes["minutes"], variant.why) == ({"3": 0}, "School holidays")
    assert "Six mornings (Self-Management Programme)" in desk.get(reverse("programmes:plan", args=[place.pk])).text
    given = {"course": variant.pk, "venue": campus.venue.pk, "day_day": 5, "day_month": 1, "day_year": 2027}
    desk.post(reverse("programmes:plan", args=[place.pk]), {**given, "time": "10:00"})
    assert Cohort.objects.get().variant == variant
    desk.post(reverse("programmes:end_version", args=[place.pk, variant.pk]))
    assert "Six mornings" not in desk.get(reverse("programmes:plan", args=[place.pk])).text


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({}, "Nothing is changed yet"),
        ({f"minutes_{n}": 0 for n in range(1, 8)}, "Leave at least one session"),
        ({"minutes_1": "-5"}, "Write 0 or more"),
        ({"minutes_1": "9999"}, "480 minutes or fewer"),
        ({"added_1": "Cooking"}, "how many minutes it takes"),
        ({"added_minutes_1": "20"}, "Write what it is called"),
        ({"minutes_1": 0, "enough": "7"}, "There are only 6 sessions"),
    ],
)
def test_a_mistake_is_said_and_keeps_nothing(campus, typed, says):
    usual = {f"minutes_{number}": part.minutes for number, part in enumerate(ORIGINAL.parts, 1)}
    address = reverse("programmes:vary", args=[campus.cast.breathing_team.pk, "self_management"])
    page = campus.cast.client("coordinator").post(address, {"name": "X", "why": "Y", **usual, **typed})
    assert says in page.text
    assert not Variant.objects.exists()


def test_a_name_is_used_once(campus):
    campus.shorter()
    address = reverse("programmes:vary", args=[campus.cast.breathing_team.pk, "mini"])
    usual = {f"minutes_{number}": 40 for number in range(1, len(course_of("mini").parts) + 1)}
    page = campus.cast.client("coordinator").post(address, {"name": "Our shorter one", "why": "Y", **usual})
    assert "a version of this name" in page.text


def test_every_course_can_be_varied(campus):
    for key in courses():
        address = reverse("programmes:vary", args=[campus.cast.breathing_team.pk, key])
        assert campus.cast.client("coordinator").get(address).status_code == 200
    unknown = reverse("programmes:vary", args=[campus.cast.breathing_team.pk, "unknown"])
    assert campus.cast.client("coordinator").get(unknown).status_code == 404


def test_a_version_of_another_place_is_neither_used_nor_ended(campus):
    other = make_variant(
        by=SYSTEM,
        organisation=campus.cast.walkers,
        course="mini",
        name="Theirs",
        why="x",
        changes=Changes(minutes={1: 5}),
    )
    desk, place = campus.cast.client("coordinator"), campus.cast.breathing_team
    assert desk.post(reverse("programmes:end_version", args=[place.pk, other.pk])).status_code == 404
    assert "Theirs" not in desk.get(reverse("programmes:plan", args=[place.pk])).text


def test_time_alone_is_no_longer_than_one_day_has_room_for(campus):
    address = reverse("programmes:vary", args=[campus.cast.breathing_team.pk, "mini"])
    typed = {"name": "Ours", "why": "Y", "minutes_1": 120, "minutes_2": 41, "minutes_3": 120}
    page = campus.cast.client("coordinator").post(address, typed).text
    assert "Write 40 minutes or fewer" in page
    assert "For each person" in page
