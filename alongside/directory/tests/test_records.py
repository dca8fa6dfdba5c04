"""What a record says to somebody who looks."""

import pytest

from alongside.directory.search.records import IN_NAME, Record, describe


def described(name="A place", description="", kind="charity"):
    return describe(Record(key="1", name=name, kind=kind, description=description))


def test_a_need_in_the_name_is_surer_than_one_that_is_mentioned():
    named = described("Chorlton Anxiety Group").serves["anxiety"]
    first = described(description="Help with anxiety for all who live here").serves["anxiety"]
    late = described(description=f"{'We do many things. ' * 6}Sometimes help with anxiety").serves["anxiety"]
    assert named == IN_NAME > first > late


def test_a_kind_of_place_serves_what_such_places_serve():
    assert described("Sale Library", "Public library", kind="library").serves["computers"] > 0.5


@pytest.mark.parametrize(
    ("need", "description"),
    [
        ("heart", "Art with a heart"), ("carers", "A career in engineering"), ("pets", "For veterans"),
        ("benefits", "For the benefit of residents"),
    ],
)  # fmt: skip
def test_words_that_only_look_so_mean_nothing(need, description):
    assert need not in described(description=description).serves


MANY_THINGS = "Two centres with dance, sports, a luncheon club, a cafe, a garden"


def test_whom_alone_it_is_for_is_read_from_the_name_or_the_beginning():
    assert "women" in described("Timperley Women's Club").only
    assert "young" in described(description="Supporting young people aged 11 to 25").only
    assert "young" not in described(description=f"{MANY_THINGS} and youth activities").only
    assert "young" not in described(description="Young people and older adults learn together").only
    assert "older" in described("Age UK Trafford").only
    assert "older" not in described(description=f"{MANY_THINGS}, and older people meet").only


@pytest.mark.parametrize(
    "name", ["Heyes Lane Primary School PTA", "3rd Timperley Scout Group", "Friends of Lisburne School"]
)
def test_what_is_for_members_is_known_as_such(name):
    assert described(name).for_members


def test_what_says_that_anybody_may_come_is_not_for_members_whoever_else_it_names():
    says = "Astronomy for members and the wider community, and scout groups"
    assert not describe(Record("1", "Sale Astronomers", "charity", says)).for_members


def test_a_closed_group_is_closed_and_a_trust_gives_money():
    assert described(description="This group is now closed").closed
    assert described("The Birley Trust", "To make grants to organisations").gives_grants


@pytest.mark.parametrize(
    ("name", "description", "only"),
    [
        ("Age UK Trafford", "Also for people in Salford", {"trafford"}),
        ("Advice Place", "For the people of Bolton", {"bolton"}),
        ("Advice Place", "In Bolton, Bury and Wigan", set()),
        ("Advice Place", "In Bolton and all of Greater Manchester", set()),
        ("Manchester Advice Place", "Advice", set()),
    ],
)
def test_whether_it_is_for_one_borough_alone_is_read_from_its_name_or_what_it_says(name, description, only):
    assert described(name, description).only_boroughs == only


FAR_AWAY, SALE, HALE = (51.5, -0.1), (53.4237, -2.3263), (53.3781, -2.3427)


def place(name, description="Help", *, kind="charity", address=FAR_AWAY):
    return describe(Record(key="1", name=name, kind=kind, description=description, place=address)).place


def test_a_charity_meets_where_it_is_named_for_and_letters_go_to_its_address():
    assert place("Sale Brass Band") == SALE
    assert place("Hale Chapel", address=SALE) == HALE
    assert place("A Brass Band", address=SALE) == SALE
    assert place("Sale Pharmacy", kind="pharmacy", address=HALE) == HALE


def test_an_address_outside_the_county_says_nothing_of_a_charity_that_works_in_it():
    assert place("Help for All", "Help in Greater Manchester") is None
    assert place("Help for All", "Help in Bolton") is None
    assert place("Help for All", "Help in London") == FAR_AWAY


def test_what_is_said_late_of_collecting_money_does_not_make_it_a_fund():
    choir = f"We sing {'every week and love it ' * 5}, and make donations to good causes"
    assert not described("A Choir", choir).gives_grants
    assert described("The Sale Fund", "Makes grants to the needy").gives_grants


def test_whether_one_may_come_and_pay_is_read_from_the_access():
    facility = "Sports facility: Swimming pools. Access: "
    assert described(description=f"{facility}Pay and Play", kind="sports facility").casual is True
    assert described(description=f"{facility}Registered Membership use", kind="sports facility").casual is False
    assert described(description="A walking group").casual is None
