"""The rules by which one service comes before another."""

import pytest

from alongside.directory.points import distance
from alongside.directory.search.asking import Asked
from alongside.directory.search.meaning import weigh
from alongside.directory.search.ranking import Asker, rate
from alongside.directory.search.records import Record, describe

HOME = (53.42, -2.32)
KM = 1 / 111.2  # degrees of latitude


def rated(
    asked=None, *, asker=None, name="Talking Place", kind="charity", description="Counselling", km=1.0, hours=None
):
    record = Record("1", name, kind, description, place=(HOME[0] + km * KM, HOME[1]), hours=hours)
    wanted = asked or Asked(words=(), needs=frozenset({"talking"}), who=frozenset())
    return rate(weigh(wanted, lambda stem: 0.5), asker or Asker(home=HOME, borough="trafford"), describe(record))


def grade(*args, **kwargs):
    found = rated(*args, **kwargs)
    return found.grade if found else None


def asking(*needs, who=(), **more):
    return Asked(words=(), needs=frozenset(needs), who=frozenset(who), **more)


def test_a_kilometre_is_a_kilometre():
    assert distance(HOME, (HOME[0] + KM, HOME[1])) == pytest.approx(1, abs=0.01)
    # Manchester to Stockport, town hall to town hall, is 9.9 km by the map of the Ordnance Survey's grid.
    assert distance((53.4794, -2.2453), (53.4062, -2.1575)) == pytest.approx(10, abs=0.2)


@pytest.mark.parametrize(
    ("kind", "needs", "kms", "losses"),
    [
        ("pharmacy", "pharmacy", (4, 6, 11), (0, 1, None)),
        ("sports club", "bowls", (7, 11, 15, 21), (0, 1, 2, None)),
        ("charity", "epilepsy", (14, 20, 30, 40), (0, 1, 2, None)),
    ],
)
def test_distance_takes_grades_off_by_the_kind_of_service(kind, needs, kms, losses):
    names = {"pharmacy": "A Pharmacy", "bowls": "Sale Bowls Club", "epilepsy": "Epilepsy Society"}
    grades = [grade(asking(needs), name=names[needs], kind=kind, description="", km=km) for km in kms]
    for found, lost in zip(grades, losses, strict=True):
        if lost is None:
            assert found is None
        else:
            assert found == pytest.approx(grades[0] - lost, abs=0.4)


def test_the_nearer_of_two_alike_comes_first():
    assert grade(km=1) > grade(km=4)


def test_what_is_for_another_borough_is_out_of_reach_however_near():
    assert grade(description="Counselling for people in Bolton", km=1) is None
    assert grade(description="Counselling for people in Trafford", km=1) > 2


def test_what_comes_to_you_or_is_for_the_whole_county_is_near_anywhere_in_it():
    assert grade(asking("crisis"), description="A helpline for suicidal people", km=30) > 2


def test_what_is_closed_or_serves_nothing_asked_is_not_found():
    assert rated(description="Counselling. This group is now closed") is None
    assert rated(name="Hale Civic Society", description="Buildings") is None


def test_what_meets_no_need_but_a_related_one_is_never_good():
    related = grade(asking("diabetes"), name="Keep Fit", description="Exercise classes")
    assert related is None or related < 1.35


def test_whom_it_is_for_is_respected():
    man = Asker(home=HOME, borough="trafford", age=50, sex="M")
    assert grade(name="Women's Counselling", description="For women", asker=man) < 0
    assert grade(description="Counselling for young people aged 11 to 25", asker=man) < 1
    assert grade(description="Counselling", asker=man) > 2


def test_whoever_asks_for_somebody_else_is_not_judged_by_their_own_age_and_sex():
    daughter = Asker(home=HOME, borough="trafford", age=44, sex="F")
    sheds = {"name": "Men in Sheds", "description": "For men", "asker": daughter}
    over_60 = {"name": "Age Concern Sale", "description": "Counselling for over 60s", "asker": daughter}
    club = {"name": "A Club", "description": "Counselling for young people aged 8 to 15", "asker": daughter}
    assert grade(asking("men_sheds", about="elder"), **sheds) > grade(asking("men_sheds"), **sheds) + 1
    assert grade(asking("talking", about="elder"), **over_60) > grade(asking("talking"), **over_60) + 1
    assert grade(asking("talking", about="child"), **club) > grade(asking("talking"), **club) + 1


def test_a_place_named_for_some_is_not_for_others_but_for_those_nearly_the_same():
    scheme = {"name": "Leisure for Autism", "description": "Play schemes, holiday clubs and disabled children"}
    assert grade(asking("childcare", about="child"), **scheme) < grade(asking("disabled_children"), **scheme) - 0.5


def test_what_is_for_grown_ups_is_not_for_a_child():
    child = Asker(home=HOME, borough="trafford", age=9)
    adults = {"description": "Counselling for adults with a disability"}
    assert grade(**adults) > grade(**adults, asker=child) + 1


def test_what_is_for_the_borough_of_whoever_asks_comes_first():
    assert grade(description="Counselling in Trafford") > grade(description="Counselling")


def test_a_word_nobody_writes_counts_as_one_that_is_not_met():
    def found(*left):
        asked = Asked(words=(), needs=frozenset(), who=frozenset(), left=left)
        record = Record("1", "Flixton Swim Team", "charity", "Team")
        rated = rate(weigh(asked, lambda stemmed: 0.5 if stemmed == "team" else 0), Asker(), describe(record))
        return rated.grade

    assert found("team") > found("falconry", "team") + 0.4


def test_what_comes_second_is_never_better_than_the_vocabulary_says():
    creative = {"name": "Yoga and Support Groups", "description": ""}
    assert grade(asking("breathing", "peer"), **creative) < 1.6


def named(name, asked):
    return grade(asked, name=name, description="We help")


def test_what_somebody_wants_done_goes_before_how_they_are():
    solicitor = asking("legal", "physical_disability")
    assert named("Law Centre", solicitor) > named("Group of Disabled People", solicitor) + 0.5
    family = asking("parenting", "brain_injury")
    assert named("Head Injury Centre", family) > named("Homestart", family) - 0.7, "there are few places for it"
    to_talk = asking("talking", "cancer")
    assert named("Cancer Group", to_talk) > named("Counselling Place", to_talk) - 0.2


def test_what_few_offer_is_good_for_whoever_says_who_they_are():
    asked = asking("cancer", who=["black"])
    assert named("Cancer Group", asked) > 1.5 > named("African Caribbean Group", asked)


def test_somebody_who_says_who_they_are_asks_first_for_a_place_for_them():
    asked = asking("loneliness", who=["lgbt"])
    for_them = grade(asked, name="LGBT Foundation", description="Services for lesbian, gay and bisexual people")
    for_others = grade(asked, name="Befriending", description="Befriending for lonely people")
    assert for_them > for_others


def test_a_place_that_is_closed_then_is_not_found_and_a_late_one_is_better():
    sunday = asking("pharmacy", day="sunday")
    late = asking("pharmacy", evening=True)
    shop = {"name": "A Pharmacy", "kind": "pharmacy", "description": "Community pharmacy"}
    assert grade(sunday, hours={"monday": [(540, 1020)], "sunday": []}, **shop) is None
    assert grade(sunday, hours={"sunday": [(600, 900)]}, **shop) > 2
    assert grade(late, hours={"monday": [(540, 1260)]}, **shop) > grade(late, hours={"monday": [(540, 1020)]}, **shop)


def test_what_has_to_be_open_past_an_hour_is_not_found_where_it_closes_by_then():
    past_nine = asking("pharmacy", until=21 * 60)
    pharmacy = {"name": "A Pharmacy", "kind": "pharmacy", "description": ""}
    assert grade(past_nine, **pharmacy, hours={"monday": [(540, 21 * 60)]}) is None
    assert grade(past_nine, **pharmacy, hours={"monday": [(540, 23 * 60)]}) is not None
    assert grade(past_nine, **pharmacy, hours={"monday": [(540, 60)]}) is not None, "until one in the morning"
    assert grade(past_nine, **pharmacy, hours=None) is not None, "nothing is known"


def test_what_has_to_be_open_before_an_hour_is_not_found_where_it_opens_then():
    before_eight = asking("pharmacy", since=8 * 60 - 1)
    pharmacy = {"name": "A Pharmacy", "kind": "pharmacy", "description": ""}
    assert grade(before_eight, **pharmacy, hours={"monday": [(480, 1080)]}) is None
    assert grade(before_eight, **pharmacy, hours={"monday": [(420, 1080)]}) is not None


def test_hours_that_are_only_in_the_text_are_read_there():
    evening = asking("food", evening=True)
    late = grade(evening, name="A Food Bank", kind="food bank", description="Opening: Tuesday 6pm - 8pm")
    early = grade(evening, name="A Food Bank", kind="food bank", description="Opening: Tuesday 1pm - 3pm")
    assert late > early
    saturday = asking("food", day="saturday")
    grades = [
        grade(saturday, name="A Food Bank", kind="food bank", description=f"Opening: {when}")
        for when in ("Saturday 10am - 12 noon", "See above", "Friday 11am - 2.30pm")
    ]
    assert grades[0] > grades[1] > grades[2] + 0.5, "what says its days is most likely closed on others"


def test_what_asks_for_what_they_have_not_got_comes_after_what_does_not():
    asked = asking("food", obstacles=("voucher",))
    with_one = grade(asked, name="A Food Bank", kind="food bank", description="Referral: voucher")
    without = grade(asked, name="A Food Bank", kind="food bank", description="Self-referral")
    assert with_one < without
    says_so = "No referral or voucher needed"
    assert grade(asked, name="A Food Bank", kind="food bank", description=says_so) == pytest.approx(without, abs=0.1)


def test_what_one_cannot_do_without_is_good_wherever_it_is():
    asked = asking("food", who={"muslim"})
    food = grade(asked, name="Sale Food Bank", kind="food bank", description="Food parcels")
    theirs = grade(asked, name="Muslim Heritage Centre", description="Exhibitions")
    assert food > theirs


def test_among_those_as_good_the_one_that_says_it_in_the_same_words_is_liker():
    asked = asking("talking", telling=("cushions",))
    same, other = rated(asked, description="Counselling on cushions"), rated(asked)
    assert same.grade == other.grade
    assert same.likeness > other.likeness == 0


def test_where_one_may_come_and_pay_is_better_for_whoever_will_not_join():
    pool = {"kind": "sports facility", "name": "A Pool"}
    asked = asking("swimming", casual=True)
    pays = grade(asked, description="Sports facility: Swimming pools. Access: Pay and Play", **pool)
    joins = grade(asked, description="Sports facility: Swimming pools. Access: Registered Membership use", **pool)
    assert pays > joins + 1


def test_scouts_and_parents_associations_are_nothing_for_whoever_looks_for_help():
    assert grade(name="Heyes Lane School PTA", description="Counselling raffle") < grade() - 1


def test_without_a_home_nothing_is_too_far():
    found = rated(asker=Asker(), km=400)
    assert found is not None
    assert found.km is None
