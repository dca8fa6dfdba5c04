import numpy as np
import pytest

from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.estimation.permutation import permutation_test, permutation_test_of_people, within_strata
from alongside.evaluation.tests.test_permutation import by_search
from alongside.evaluation.tests.trials import seen, trial


def small(*extra):
    data = seen(trial("small_dev"), "y12", *extra)
    practices = [str(number) for number in range(1, 13)]
    arm = np.array([data["arm"][data["practice"] == int(name)][0] for name in practices])
    return data, practices, arm


def test_gail_s_residual_means_are_those_of_a_regression_without_arm():
    data, practices, arm = small()
    x = np.column_stack([np.ones(len(data["y0"])), data["y0"], data["age"]])
    left = data["y12"] - x @ np.linalg.solve(x.T @ x, x.T @ data["y12"])
    means = np.array([left[data["practice"] == int(name)].mean() for name in practices])
    among = within_strata(arm, seed=1)
    found = permutation_test_of_people(
        data["y12"], data["practice"], data["arm"], among, clusters=practices, covariates=x[:, 1:]
    )
    assert found.p_value == pytest.approx(permutation_test(means, arm, among).p_value, rel=1e-12)
    assert found.allocations == 924


def test_the_columns_may_be_in_any_order_of_the_clusters():
    data, practices, arm = small()
    order = np.random.default_rng(4).permutation(12)
    among, shuffled = within_strata(arm, seed=1), within_strata(arm[order], seed=1)
    one = permutation_test_of_people(data["y12"], data["practice"], data["arm"], among, clusters=practices)
    other = permutation_test_of_people(
        data["y12"], data["practice"], data["arm"], shuffled, clusters=[practices[place] for place in order]
    )
    assert other.p_value == pytest.approx(one.p_value, rel=1e-12)
    assert (other.interval().low, other.interval().high) == pytest.approx((one.interval().low, one.interval().high))


def test_binary_outcomes_without_covariates_are_compared_as_proportions():
    data, practices, arm = small()
    among = within_strata(arm, seed=1)
    shares = np.array([data["event"][data["practice"] == int(name)].mean() for name in practices])
    found = permutation_test_of_people(
        data["event"], data["practice"], data["arm"], among, clusters=practices, family="binomial"
    )
    plain = permutation_test(shares, arm, among)
    assert (found.p_value, found.estimate) == pytest.approx((plain.p_value, plain.estimate), rel=1e-9)


def test_logistic_residual_means_are_as_in_r():
    # R 4.2.2, on small.csv:
    #   d <- read.csv("small.csv"); d <- d[!is.na(d$y12), ]
    #   r <- d$event - fitted(glm(event ~ y0 + age, binomial, d,
    #     control = glm.control(epsilon = 1e-14))); m <- tapply(r, d$practice, mean)
    #   a <- tapply(d$arm, d$practice, mean); s <- combn(12, 6, function(i) mean(m[i]) - mean(m[-i]))
    #   o <- mean(m[a == 1]) - mean(m[a == 0]); print(c(o, mean(abs(s) >= abs(o) - 1e-12)), digits = 15)
    data, practices, arm = small()
    found = permutation_test_of_people(
        data["event"],
        data["practice"],
        data["arm"],
        within_strata(arm, seed=1),
        clusters=practices,
        covariates=np.column_stack([data["y0"], data["age"]]),
        family="binomial",
    )
    assert (found.estimate, found.p_value) == pytest.approx((-0.148846125458481, 0.272727272727273), rel=1e-8)


def test_the_interval_of_people_allows_for_covariates_that_differ_between_the_arms():
    data, practices, arm = small()
    shifted = data["y0"] + data["arm"]  # a covariate that goes with the arm
    found = permutation_test_of_people(
        data["y12"], data["practice"], data["arm"], within_strata(arm, seed=1), clusters=practices, covariates=shifted
    )
    low, high, step = by_search(found)
    assert (found.interval().low, found.interval().high) == pytest.approx((low, high), abs=step)
    # The hypothesis of that effect is the hypothesis of none once it has been taken off the people.
    effect = found.interval().high
    less = permutation_test_of_people(
        data["y12"] - effect * data["arm"],
        data["practice"],
        data["arm"],
        within_strata(arm, seed=1),
        clusters=practices,
        covariates=shifted,
    )
    assert less.p_value == pytest.approx(found.p_value_of(effect), abs=2 / 924)
    assert less.estimate == pytest.approx(found.estimate - effect)


def people(**changes):
    found = {
        "outcome": np.array([0.0, 1, 1, 0, 1, 1, 0, 0]),
        "cluster": np.repeat(["a", "b", "c", "d"], 2),
        "arm": np.repeat([1, 0, 1, 0], 2),
        "allocations": within_strata([1, 0, 1, 0], seed=1),
        "clusters": ["a", "b", "c", "d"],
    }
    return permutation_test_of_people(**{**found, **changes})


@pytest.mark.parametrize(
    ("error", "changes", "says"),
    [
        (BadInput, {"clusters": ["a", "b", "c", "e"]}, "d, e"),
        (BadInput, {"clusters": ["a", "b", "c", "d", "d"]}, "twice the same"),
        (BadInput, {"arm": [1, 0, 0, 0, 1, 1, 0, 0]}, "both arms"),
        (BadInput, {"outcome": np.arange(8.0), "family": "binomial"}, "1 for people with the outcome and 0"),
        (NotEstimable, {"outcome": np.ones(8)}, "same for everybody"),
        (NotEstimable, {"covariates": np.repeat([1, 0, 1, 0], 2)}, "tell the arm"),
        (NotEstimable, {"covariates": np.ones(8)}, "x0 is a combination"),
        (NotEstimable, {"outcome": np.ones(8), "family": "binomial"}, "Everybody has the outcome"),
        (
            NotEstimable,
            {"covariates": [-1.0, 2, 2, -2, 1, 1, -1, -1], "family": "binomial"},
            "The outcome is told apart by x0",
        ),
    ],
)
def test_people_that_cannot_be_tested_are_refused_with_a_reason(error, changes, says):
    with pytest.raises(error, match=says):
        people(**changes)
