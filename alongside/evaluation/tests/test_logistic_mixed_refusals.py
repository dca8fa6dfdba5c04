"""What the logistic mixed model refuses: rubbish, separation, and clusters that say nothing of their spread."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.evaluation.errors import BadInput, EvaluationError, NotEstimable
from alongside.evaluation.estimation.logistic_mixed import logistic_mixed_model
from alongside.evaluation.tests.logistic_trials import drawn, few

Y, X, CLUSTER = few(1)


@pytest.mark.parametrize(
    ("given_", "error", "message"),
    [
        ({"y": Y + 1}, BadInput, "y must be 1"),
        ({"y": np.where(np.arange(92) == 5, np.nan, Y)}, BadInput, "1 missing"),
        ({"y": []}, BadInput, "y is empty"),
        ({"y": Y[:-1]}, BadInput, "rows where 91"),
        ({"y": np.zeros(92)}, NotEstimable, "Nobody has the outcome"),
        ({"y": np.ones(92)}, NotEstimable, "Everybody has the outcome"),
        ({"x": np.column_stack([X, X[:, 1]])}, NotEstimable, "x3 is a combination"),
        ({"x": X.reshape(-1, 92, 3)}, BadInput, "three|3 dimensions"),
        ({"cluster": CLUSTER[1:]}, BadInput, "cluster has 91 values"),
        ({"cluster": np.where(CLUSTER == 1, np.nan, CLUSTER)}, BadInput, "cluster has missing"),
        ({"cluster": np.zeros(92)}, NotEstimable, "one cluster"),
        ({"cluster": np.arange(92)}, NotEstimable, "one person"),
        ({"cluster": Y}, NotEstimable, "spread between clusters has no end"),
        ({"names": ["a", "b"]}, BadInput, "2 names for 3 columns"),
        ({"points": 0}, BadInput, "points is 0"),
        ({"points": 101}, BadInput, "from 1 to 100"),
        ({"points": 2.5}, BadInput, "points is 2.5"),
        ({"points": "many"}, BadInput, "points is many"),
    ],
)
def test_what_cannot_be_meant_is_refused(given_: dict, error: type[Exception], message: str) -> None:
    asked = {"y": Y, "x": X, "cluster": CLUSTER} | given_
    with pytest.raises(error, match=message):
        logistic_mixed_model(asked.pop("y"), asked.pop("x"), **asked)


@pytest.mark.parametrize("points", [1, 9])
def test_a_column_that_separates_the_outcomes_is_named(points: int) -> None:
    y, x, cluster = drawn(7)
    always = (np.arange(len(y)) % 9 == 0).astype(float)  # all of whom have the outcome
    with pytest.raises(NotEstimable, match="always"):
        logistic_mixed_model(
            np.maximum(y, always),
            np.column_stack([x, always]),
            cluster=cluster,
            names=["Intercept", "arm", "z", "always"],
            points=points,
        )


def test_complete_separation_is_refused() -> None:
    y, x, cluster = drawn(8)
    x[:, 2] = np.where(y == 1, 1.0, -1.0) * (1 + np.abs(x[:, 2]))
    with pytest.raises(NotEstimable, match="z"):
        logistic_mixed_model(y, x, cluster=cluster, names=["Intercept", "arm", "z"])


def test_separation_is_seen_where_rounding_hides_it() -> None:
    # All in the arm have the outcome: the slope of the likelihood is zero to the last bit long before the end.
    y = np.array([0.0, 1, 0, 1, 1, 1, 1])
    arm = np.array([0.0, 0, 0, 1, 1, 1, 0])
    with pytest.raises(NotEstimable, match="arm"):
        logistic_mixed_model(
            y, np.column_stack([np.ones(7), arm]), cluster=[0, 0, 0, 1, 1, 1, 2], names=["Intercept", "arm"]
        )


def test_people_near_certain_are_not_mistaken_for_separation() -> None:
    y, x, cluster = drawn(9, people=60)
    x[0, 2], y[0] = 60.0, 0.0  # alone, and enough to make an end of every odds ratio
    x[1:, 2] = x[1:, 2] + 12 * y[1:]
    model = logistic_mixed_model(y, x, cluster=cluster)
    assert np.isfinite(model.covariance).all()


@given(
    seed=st.integers(0, 10_000),
    clusters=st.integers(1, 6),
    people=st.integers(2, 5),
    theta=st.sampled_from([0.0, 1.0, 4.0]),
    points=st.sampled_from([1, 5]),
)
@settings(max_examples=15, deadline=None)
def test_the_smallest_trials_give_an_answer_or_say_why_not(
    seed: int, clusters: int, people: int, theta: float, points: int
) -> None:
    y, x, cluster = drawn(seed, clusters=clusters, people=people, theta=theta)
    try:
        model = logistic_mixed_model(y, x, cluster=cluster, points=points)
    except EvaluationError:
        return
    assert np.isfinite([*model.estimates, model.variance, model.log_likelihood]).all()
    assert (np.diag(model.covariance) > 0).all()
