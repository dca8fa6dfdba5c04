"""Krippendorff's alpha, Cohen's kappa and framework coding, against published examples and plain counting."""

from itertools import permutations
from math import nan, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.process import coding_agreement, cohen_kappa, disagreements, krippendorff_alpha

LEVELS = ("nominal", "ordinal", "interval", "ratio")

# Krippendorff K (2011) Computing Krippendorff's alpha-reliability, part C: four observers (rows), twelve units.
OBSERVERS = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, nan, nan, nan],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, nan, 3],
        [nan, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, nan],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, nan],
    ]
).T
PUBLISHED = {"nominal": 0.743, "ordinal": 0.815, "interval": 0.849, "ratio": 0.797}


def gap(a, b, level, codes):
    """The squared difference of two values, as defined in words: codes are counted one by one."""
    if level == "nominal":
        return float(a != b)
    if level == "interval":
        return (a - b) ** 2
    if level == "ratio":
        return ((a - b) / (a + b)) ** 2 if a + b else 0.0
    low, high = sorted((a, b))
    return (sum(low <= code <= high for code in codes) - (codes.count(a) + codes.count(b)) / 2) ** 2 if a != b else 0.0


def counted_alpha(units, level):
    """Alpha from every ordered pair of codes, within units and over all."""
    units = [[code for code in unit if code == code] for unit in np.asarray(units).tolist()]
    units = [unit for unit in units if len(unit) > 1]
    codes = [code for unit in units for code in unit]
    within = sum(sum(gap(a, b, level, codes) for a, b in permutations(unit, 2)) / (len(unit) - 1) for unit in units)
    between = sum(gap(a, b, level, codes) for a, b in permutations(codes, 2)) / (len(codes) - 1)
    return 1 - within / between


def noisy(units, coders, values, agree, seed):
    random = np.random.default_rng(seed)
    truth = random.integers(0, values, (units, 1))
    heard = random.random((units, coders)) < agree
    return np.where(heard, truth, random.integers(0, values, (units, coders))).astype(float)


@pytest.mark.parametrize("level", LEVELS)
def test_alpha_is_as_in_krippendorff_2011(level):
    found = krippendorff_alpha(OBSERVERS, level=level, seed=1, replicates=0)
    assert found.estimate == pytest.approx(PUBLISHED[level], abs=5e-4)
    assert found.estimate == pytest.approx(counted_alpha(OBSERVERS, level), rel=1e-12)
    # The unit that one observer alone coded cannot be compared.
    assert (found.units, found.values) == (11, 40)


def test_alpha_of_two_observers_and_two_values_is_as_in_krippendorff_2011():
    # Part A: ten articles, two observers; alpha is 0.095.
    codes = np.array([[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]).T
    assert krippendorff_alpha(codes, level="nominal", seed=1, replicates=0).estimate == pytest.approx(0.095, abs=5e-4)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from([0.0, 1.0, 2.0, 5.0, nan]), min_size=3, max_size=3), min_size=2, max_size=9),
    st.sampled_from(LEVELS),
)
def test_alpha_is_that_of_every_pair_counted(units, level):
    codes = {code for unit in units if sum(c == c for c in unit) > 1 for code in unit if code == code}
    if len(codes) < 2:
        with pytest.raises(NotEstimable):
            krippendorff_alpha(units, level=level, seed=1, replicates=0)
        return
    found = krippendorff_alpha(units, level=level, seed=1, replicates=0)
    assert found.estimate == pytest.approx(counted_alpha(units, level), rel=1e-9, abs=1e-9)


def test_alpha_of_two_coders_is_scotts_pi_corrected_for_small_samples():
    codes = noisy(60, 2, 3, 0.6, seed=4)
    shares = np.array([(codes == value).mean() for value in range(3)])
    chance = (shares**2).sum()
    pi = ((codes[:, 0] == codes[:, 1]).mean() - chance) / (1 - chance)
    found = krippendorff_alpha(codes, level="nominal", seed=1, replicates=0)
    assert found.estimate == pytest.approx(pi + (1 - pi) / 120, rel=1e-12)


def test_interval_alpha_does_not_change_with_origin_and_unit_nor_ordinal_with_any_stretching():
    codes = noisy(40, 3, 5, 0.6, seed=7)
    for level, other in (("interval", 1e6 + 3e-3 * codes), ("ordinal", np.exp(3 * codes)), ("ratio", 1e-6 * codes)):
        first = krippendorff_alpha(codes, level=level, seed=3, replicates=200)
        second = krippendorff_alpha(other, level=level, seed=3, replicates=200)
        np.testing.assert_allclose(second.replicates, first.replicates, rtol=1e-5)


def test_labels_are_compared_like_numbers_and_missing_ones_in_any_of_their_forms():
    letters = {1: "a", 2: "b", 3: "c", 4: "d", 5: "e"}
    for gone in (None, nan, ""):
        named = [[letters.get(code, gone) for code in unit] for unit in OBSERVERS]
        for codes in (named, np.array(named, dtype=object), np.array(named)):
            if gone is None and np.asarray(codes).dtype.kind == "U":
                continue
            found = krippendorff_alpha(codes, level="nominal", seed=1, replicates=0)
            assert found.estimate == pytest.approx(0.743, abs=5e-4)


@pytest.mark.parametrize("level", LEVELS)
def test_each_resample_is_alpha_of_the_units_drawn(level):
    # Four units coded in four ways: the multinomial draws these, in the order of the rows sorted by their counts.
    units = np.array([[1, 1, 2], [2, 2, nan], [3, 1, 3], [4, 4, 2.0]])
    drawn = np.random.Generator(np.random.PCG64(5)).multinomial(4, [0.25] * 4, size=50)
    counts = np.array([[(unit == value).sum() for value in (1, 2, 3, 4)] for unit in units])
    order = np.lexsort(counts.T[::-1])
    found = krippendorff_alpha(units, level=level, seed=5, replicates=50).replicates
    for times, alpha in zip(drawn, found, strict=True):
        again = np.repeat(units[order], times, axis=0)
        if len(np.unique(again[~np.isnan(again)])) == 1:
            assert np.isnan(alpha)
        else:
            assert alpha == pytest.approx(counted_alpha(again, level), rel=1e-9, abs=1e-9)


def test_the_interval_is_that_of_units_drawn_one_by_one():
    codes = noisy(30, 3, 4, 0.7, seed=2)
    random = np.random.default_rng(11)
    slow = [counted_alpha(codes[random.integers(0, 30, 30)], "nominal") for _ in range(400)]
    found = krippendorff_alpha(codes, level="nominal", seed=1)
    assert found.interval().low == pytest.approx(np.quantile(slow, 0.025), abs=0.03)
    assert found.interval().high == pytest.approx(np.quantile(slow, 0.975), abs=0.03)
    assert found.replicates.std() == pytest.approx(np.std(slow), rel=0.1)


def test_the_interval_holds_the_truth_about_as_often_as_it_says():
    # With 3 coders who each hear the truth with probability 0.7, two agree beyond chance in 0.49 of units.
    held = []
    for seed in range(120):
        found = krippendorff_alpha(noisy(80, 3, 4, 0.7, seed=seed), level="nominal", seed=seed, replicates=500)
        held.append(found.interval().low <= 0.49 <= found.interval().high)
    assert 0.89 <= np.mean(held) <= 0.985


def test_the_seed_decides_the_resampling_and_nothing_else():
    codes = noisy(50, 3, 4, 0.7, seed=2)
    first, again, other = (krippendorff_alpha(codes, level="ordinal", seed=seed, replicates=300) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first.replicates, again.replicates)
    assert first.estimate == other.estimate
    assert first.interval() != other.interval()
    assert first.share_below(-1) == 0
    assert first.share_below(first.estimate) == np.mean(first.replicates < first.estimate)


def test_resampling_in_several_chunks_is_like_resampling_in_one(monkeypatch):
    codes = noisy(50, 3, 4, 0.7, seed=2)
    whole = krippendorff_alpha(codes, level="nominal", seed=1, replicates=97)
    monkeypatch.setattr("alongside.evaluation.process.alpha.CHUNK", 100)
    np.testing.assert_array_equal(
        krippendorff_alpha(codes, level="nominal", seed=1, replicates=97).replicates, whole.replicates
    )


def test_an_interval_is_withheld_where_it_would_say_nothing():
    rare = np.zeros((60, 2))
    rare[0] = 1, 0
    found = krippendorff_alpha(rare, level="nominal", seed=1, replicates=500)
    assert "left out" in found.notes[0]
    assert "no interval" in found.describe()
    with pytest.raises(NotEstimable, match="too rare"):
        found.interval()
    for level in LEVELS:
        perfect = krippendorff_alpha([[1, 1], [2, 2], [1, 1], [7, 7], [7, 7]], level=level, seed=1)
        assert perfect.estimate == pytest.approx(1)
        with pytest.raises(NotEstimable, match="No disagreement"):
            perfect.interval()
    with pytest.raises(NotEstimable, match="ask for replicates"):
        krippendorff_alpha(OBSERVERS, level="nominal", seed=1, replicates=0).interval()


def test_alpha_describes_itself():
    found = krippendorff_alpha(OBSERVERS, level="nominal", seed=1)
    low, high = found.interval().low, found.interval().high
    assert (
        f"alpha (nominal) was 0.74 (95% confidence interval {low:.2f} to {high:.2f}) over 11 units with 40"
        in found.describe()
    )


@pytest.mark.parametrize(
    ("codes", "level", "message"),
    [
        ([1, 2, 3], "nominal", "two: units by coders"),
        ([[1], [2]], "nominal", "two coders"),
        (np.empty((0, 2)), "nominal", "a unit at least"),
        ([["a", "b"]], "interval", "only nominal codes"),
        ([[1, -2], [1, 1]], "ratio", "below 0"),
        ([[1, np.inf]], "interval", "infinite"),
        ([[1, 2]], "circular", "must be one of"),
    ],
)
def test_codes_that_cannot_be_compared_are_refused(codes, level, message):
    with pytest.raises(BadInput, match=message):
        krippendorff_alpha(codes, level=level, seed=1)


def test_without_pairs_or_variety_there_is_no_alpha():
    with pytest.raises(NotEstimable, match="two coders or more"):
        krippendorff_alpha([[1, nan], [nan, 2]], level="nominal", seed=1)
    with pytest.raises(NotEstimable, match="Every code given is 3"):
        krippendorff_alpha([[3, 3], [3, 3], [1, nan]], level="ordinal", seed=1)
    with pytest.raises(BadInput, match="0 or more"):
        krippendorff_alpha(OBSERVERS, level="nominal", seed=1, replicates=-1)


def pairs(counts):
    """One row of two codes for each unit of a square table."""
    counts = np.asarray(counts)
    return np.repeat(list(np.ndindex(counts.shape)), counts.ravel(), axis=0)


def kappa_of(shares):
    chance = shares.sum(1) @ shares.sum(0)
    return (np.trace(shares) - chance) / (1 - chance)


def test_kappa_and_its_error_are_those_of_the_formula_and_of_the_delta_method():
    # 20 + 15 of 50 agree, chance gives a half: kappa is (0.7 - 0.5) / (1 - 0.5).
    assert cohen_kappa(pairs([[20, 5], [10, 15]])).estimate == pytest.approx(0.4, rel=1e-12)
    counts = np.array([[44, 5, 1], [7, 20, 3], [9, 5, 6]])
    shares, small = counts / counts.sum(), 1e-6
    found = cohen_kappa(pairs(counts))
    assert found.estimate == pytest.approx(kappa_of(shares), rel=1e-12)
    # The slope in each cell, by moving it and letting the table be scaled back to a total of 1.
    slope = np.zeros((3, 3))
    for cell in np.ndindex(3, 3):
        up, down = shares.copy(), shares.copy()
        up[cell] += small
        down[cell] -= small
        slope[cell] = (kappa_of(up / up.sum()) - kappa_of(down / down.sum())) / (2 * small)
    variance = ((shares * slope**2).sum() - (shares * slope).sum() ** 2) / counts.sum()
    assert found.se == pytest.approx(sqrt(variance), rel=1e-7)
    assert found.interval().high == pytest.approx(found.estimate + 1.959964 * found.se, rel=1e-6)


def test_kappa_leaves_out_units_that_one_coder_did_not_code():
    codes = [["a", "a"], ["b", "b"], ["a", None], ["b", "a"], ["", "b"]]
    found = cohen_kappa(codes)
    assert (found.units, found.agreed) == (3, pytest.approx(2 / 3))
    assert found.estimate == pytest.approx(0.4)


def test_kappa_says_where_it_is_not_defined():
    with pytest.raises(BadInput, match="use Krippendorff's alpha"):
        cohen_kappa(OBSERVERS)
    with pytest.raises(NotEstimable, match="No unit"):
        cohen_kappa([[1, nan], [nan, 1]])
    with pytest.raises(NotEstimable, match="one and the same code"):
        cohen_kappa([[1, 1], [1, 1]])
    perfect = cohen_kappa([[1, 1], [2, 2]])
    assert perfect.estimate == 1
    with pytest.raises(NotEstimable, match="agreed on every unit"):
        perfect.interval()


FRAMEWORK = ("value", "ownership", "workload", "audit")
APPLIED = {
    "Ana": {"q1": {"value"}, "q2": {"value", "workload"}, "q3": set(), "q4": {"ownership"}, "q5": {"workload"}},
    "Ben": {"q1": {"value"}, "q2": {"workload"}, "q3": set(), "q4": {"ownership", "value"}},
    "Cem": {"q1": {"value"}, "q2": {"workload"}, "q3": {"ownership"}, "q6": {"value"}},
}


def test_a_quote_with_several_codes_is_compared_code_by_code():
    found = coding_agreement(APPLIED, codes=FRAMEWORK, seed=1, replicates=200)
    value, ownership, workload, audit = found.codes
    # Of value: q1 all three, q2 one of three, q3 none of three, q4 one of two; q5 and q6 were read once.
    expected = counted_alpha([[1, 1, 1], [1, 0, 0], [0, 0, 0], [0, 1, nan]], "nominal")
    assert value.alpha.estimate == pytest.approx(expected, rel=1e-12)
    assert value.applied == (2, 2, 2)
    # Ordered pairs of coders that agree, of each quote over its coders less one: 3 + 1 + 3 + 0 of 11 codes.
    assert value.agreed == pytest.approx((3 + 1 + 3 + 0) / 11)
    assert value.both_used == pytest.approx(3 / 5)
    assert workload.alpha.estimate == 1
    assert workload.both_used == 1
    assert ownership.alpha.estimate == pytest.approx(
        counted_alpha([[0, 0, 0], [0, 0, 0], [0, 0, 1], [1, 1, nan]], "nominal")
    )
    assert (audit.alpha, audit.both_used, audit.agreed) == (None, None, 1)
    assert "no quote" in audit.notes[0]
    assert (found.quotes, found.coders) == (4, ("Ana", "Ben", "Cem"))


def test_coding_describes_itself_and_names_what_to_talk_about():
    found = coding_agreement(APPLIED, codes=FRAMEWORK, seed=1, replicates=200)
    said = found.describe()
    assert said.startswith("3 coders compared 4 quotes")
    assert "Alpha is not defined for audit." in said
    assert [one.code for one in found.below(0.9)] == ["value", "ownership"]
    quotes = {one.unit: one for one in found.disagreements["value"]}
    assert list(quotes) == ["q4", "q2"] or list(quotes) == ["q2", "q4"]
    assert quotes["q4"].given == (("Ana", "not applied"), ("Ben", "applied"), ("Cem", None))
    assert sum(one.share for one in quotes.values()) == pytest.approx(1)
    assert found.disagreements["workload"] == ()


def test_two_coders_have_a_kappa_too():
    both = {coder: APPLIED[coder] for coder in ("Ana", "Ben")}
    value = coding_agreement(both, codes=FRAMEWORK, seed=1, replicates=0).codes[0]
    assert value.kappa.estimate == cohen_kappa([[1, 1], [1, 0], [0, 0], [0, 1]]).estimate == 0
    assert coding_agreement(APPLIED, codes=FRAMEWORK, seed=1, replicates=0).codes[0].kappa is None


def test_disagreements_come_in_the_order_of_what_they_cost_and_sum_to_all_of_it():
    names = tuple(f"u{number}" for number in range(1, 13))
    for level in LEVELS:
        found = disagreements(OBSERVERS, level=level, units=names, coders=tuple("ABCD"))
        assert {one.unit for one in found} == {"u2", "u6", "u8"}
        assert sum(one.share for one in found) == pytest.approx(1)
        assert found[0].unit == "u6"
        alpha = krippendorff_alpha(OBSERVERS, level=level, seed=1, replicates=0)
        codes = OBSERVERS[~np.isnan(OBSERVERS)].tolist()
        codes.remove(3)  # of the unit that was coded once
        unit = sum(gap(a, b, level, codes) for a, b in permutations([1, 2, 3, 4], 2)) / 3
        assert found[0].share == pytest.approx(unit / (alpha.observed * alpha.values), rel=1e-9)
    assert found[0].given == (("A", "1"), ("B", "2"), ("C", "3"), ("D", "4"))


@pytest.mark.parametrize(
    ("applied", "codes", "message"),
    [
        ({"Ana": {"q": set()}}, ("a",), "two coders"),
        ({"Ana": {"q": {"b"}}, "Ben": {"q": set()}}, ("a",), "not in the framework"),
        ({"Ana": {"q": "a"}, "Ben": {"q": set()}}, ("a",), "a collection"),
        ({"Ana": {}, "Ben": {}}, (), "a code at least"),
        ({"Ana": {}, "Ben": {}}, ("a", "a"), "none twice"),
    ],
)
def test_coding_that_does_not_fit_the_framework_is_refused(applied, codes, message):
    with pytest.raises(BadInput, match=message):
        coding_agreement(applied, codes=codes, seed=1)


def test_coders_who_read_different_quotes_cannot_be_compared():
    for applied in ({"Ana": {"q1": set()}, "Ben": {"q2": set()}}, {"Ana": {}, "Ben": {}}):
        with pytest.raises(NotEstimable, match="read by two coders"):
            coding_agreement(applied, codes=("a",), seed=1)
    with pytest.raises(BadInput, match="has shape"):
        disagreements([[1, 2]], level="nominal", units=("q1", "q2"), coders=("Ana", "Ben"))
