"""Services that look like one."""

from dataclasses import replace
from itertools import combinations

import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.directory import duplicates
from alongside.directory.actions import find_duplicates, settle_duplicate
from alongside.directory.duplicates import NEAR, Candidate, Why, pairs
from alongside.directory.importing.rows import PlaceRow
from alongside.directory.models import Duplicate, Postcode, Service
from alongside.directory.points import distance
from alongside.directory.queries import history
from alongside.directory.tests.conftest import HALL, SINGERS, take
from alongside.people.actors import SYSTEM

ONE = Candidate(
    1, "place", "The Singing Group", (53.4, -2.2), "WH1 1AA", "0161 496 0001", "https://www.sing.example.net/"
)
NEARBY, A_WAY_OFF, FAR_OFF = (53.4015, -2.2015), (53.41, -2.2), (53.5, -2.2)
OTHER = Candidate(2, "place", "Singing group", A_WAY_OFF)


def why(**more):
    return pairs([ONE, replace(OTHER, **more)]).get((1, 2), [])


@pytest.mark.parametrize(
    ("more", "reasons"),
    [
        ({}, []),
        ({"point": NEARBY}, [Why.NAME, Why.NEAR]), ({"postcode": "WH11AA"}, [Why.NAME, Why.POSTCODE]),
        ({"phone": "+44 161 4960001"}, [Why.NAME, Why.PHONE]),
        ({"website": "http://sing.example.net"}, [Why.NAME, Why.WEBSITE]),
        ({"point": NEARBY, "name": "Group: Singing!"}, [Why.NAME, Why.NEAR]),
        ({"point": NEARBY, "name": "Singing Grup"}, [Why.LIKE, Why.NEAR]),
        ({"point": NEARBY, "name": "Sewing Group"}, []),
        ({"point": NEARBY, "name": "Singing Group Tuesday Lunch Club"}, []),
        ({"point": NEARBY, "name": "Singing Group 2"}, []),
        ({"point": None, "phone": ONE.phone}, [Why.NAME, Why.PHONE]), ({"point": None}, []),
        ({"point": FAR_OFF, "phone": ONE.phone, "website": ONE.website}, []),
        ({"point": FAR_OFF, "phone": ONE.phone, "source": "other"}, [Why.NAME, Why.PHONE]),
    ],
)  # fmt: skip
def test_two_look_like_one_when_their_names_do_and_something_ties_them(more, reasons):
    assert why(**more) == reasons


def test_names_in_other_letters_are_compared_too():
    names = ["غناء", "غناء", "رقص"]
    found = pairs(Candidate(number, "place", name, ONE.point) for number, name in enumerate(names))
    assert list(found) == [(0, 1)]


names = st.sampled_from(["Singing Group", "Singing Grup", "Walkers", "Walking Group", "Group 1", "Group 2"])
points = st.none() | st.tuples(st.floats(53.4, 53.41), st.floats(-2.21, -2.2))
few = st.builds(
    Candidate, st.integers(), st.sampled_from(["one", "other"]), names, points,
    st.sampled_from(["", "WH1 1AA", "WH1 1AB"]), st.sampled_from(["", "0161"]), st.sampled_from(["", "x.org"]),
)  # fmt: skip


@given(candidates=st.lists(few, max_size=12, unique_by=lambda each: each.key))
@settings(deadline=None)
def test_none_is_missed_by_comparing_only_those_that_share_something(candidates):
    every = {tuple(sorted((a.key, b.key))) for a, b in combinations(candidates, 2) if duplicates._why(a, b)}
    assert set(pairs(candidates)) == every


@given(
    one=st.tuples(st.floats(50, 60), st.floats(-8, 2)), north=st.floats(-0.003, 0.003), east=st.floats(-0.006, 0.006)
)
def test_whatever_is_near_is_in_one_square(one, north, east):
    other = (min(one[0] + north, 60), one[1] + east)
    if distance(one, other) <= NEAR:
        assert set(duplicates._cells(one)) & set(duplicates._cells(other))


def test_thousands_at_one_address_are_not_all_compared():
    crowd = [replace(ONE, key=number, name=f"Group {number} of many") for number in range(3000)]
    compared = sum(1 for _pair in duplicates._compared(crowd))
    assert compared < 3000 * 8 * 10
    twin = replace(crowd[1500], key=3000)
    assert list(pairs([*crowd, twin])) == [(1500, 3000)]


@pytest.fixture
def twins(db):
    take(SINGERS)
    take(replace(SINGERS, id="a", phone="", name="The Singing Group Ltd"), source="other")
    return Service.objects.get(source_key="1"), Service.objects.get(source_key="a")


def test_what_looks_like_one_is_offered_once(twins, capsys):
    call_command("find_duplicates")
    assert "1 new pairs" in capsys.readouterr().out
    found = Duplicate.objects.open().get()
    assert {found.one, found.other} == set(twins)
    assert found.why == ["name", "postcode", "near"]
    assert find_duplicates(by=SYSTEM) == 0
    assert Service.objects.listed().count() == 2, "nothing is merged unasked"


def test_a_place_without_a_point_is_where_its_postcode_is(db):
    Postcode.objects.create(code="WH11AB", latitude=53.4001, longitude=-2.2001)
    take(SINGERS)
    take(replace(SINGERS, id="a", phone="", places=(PlaceRow("x", postcode="WH1 1AB"),)), source="other")
    find_duplicates(by=SYSTEM)
    assert Duplicate.objects.get().why == ["name", "near"]


def test_two_that_are_not_the_same_are_not_asked_about_again(twins, steward):
    find_duplicates(by=SYSTEM)
    settle_duplicate(by=steward, duplicate=Duplicate.objects.get(), same=False)
    assert (find_duplicates(by=SYSTEM), Duplicate.objects.open().count(), Service.objects.listed().count()) == (0, 0, 2)


def test_two_that_are_the_same_are_listed_once_also_after_the_next_import(twins, steward):
    kept, gone = twins
    find_duplicates(by=SYSTEM)
    settled = settle_duplicate(by=steward, duplicate=Duplicate.objects.get(), same=True, keep=kept)
    take(SINGERS)
    take(replace(SINGERS, id="a", name="Singers, renamed"), source="other")
    assert list(Service.objects.listed()) == [kept]
    assert Service.objects.get(pk=gone.pk).duplicate_of == kept
    assert (settled.settled_by, settled.same) == (steward.user, True)
    assert history(gone)[-1].after == str(kept.pk)


def test_which_one_is_kept_has_to_be_said(twins, steward):
    find_duplicates(by=SYSTEM)
    for keep in (None, _another()):
        with pytest.raises(ValueError, match="Which of the two"):
            settle_duplicate(by=steward, duplicate=Duplicate.objects.get(), same=True, keep=keep)
    assert Duplicate.objects.open().count() == 1


def _another():
    take(replace(SINGERS, id="z", name="Quite another", places=(HALL,)), source="third")
    return Service.objects.get(source_key="z")


def test_what_stood_for_others_hands_them_on(twins, steward):
    kept, gone = twins
    third = _another()
    Service.objects.filter(pk=third.pk).update(duplicate_of=gone)
    find_duplicates(by=SYSTEM)
    settle_duplicate(by=steward, duplicate=Duplicate.objects.get(), same=True, keep=kept)
    assert Service.objects.get(pk=third.pk).duplicate_of == kept


def test_a_pair_settled_twice_was_settled_once(twins, steward):
    kept, _gone = twins
    find_duplicates(by=SYSTEM)
    duplicate = Duplicate.objects.get()
    settle_duplicate(by=steward, duplicate=duplicate, same=False)
    assert not settle_duplicate(by=steward, duplicate=duplicate, same=True, keep=kept).same
    assert Service.objects.listed().count() == 2


def test_a_pair_of_which_one_is_listed_no_more_is_not_open(twins):
    find_duplicates(by=SYSTEM)
    Service.objects.filter(pk=twins[0].pk).update(status=Service.Status.DEFUNCT)
    assert not Duplicate.objects.open().exists()
