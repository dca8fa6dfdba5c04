"""What can be learned without a trial: before and after, interrupted series, balancing, regression to the mean.

None of these has what randomisation gives. Each result's `describe()` says what was done, what was found and what it
cannot show.
"""

from alongside.evaluation.quasi_experiments.balancing import Balance, BalancedComparison, entropy_balance
from alongside.evaluation.quasi_experiments.before_and_after import BeforeAndAfter, before_and_after
from alongside.evaluation.quasi_experiments.change_beside_regression import (
    ChangeBesideRegression,
    change_beside_regression,
    mean_change,
    starting_value_adjusted,
)
from alongside.evaluation.quasi_experiments.controlled_series import ControlledSeries, controlled_interrupted_series
from alongside.evaluation.quasi_experiments.interrupted_series import InterruptedSeries, Point, interrupted_series
from alongside.evaluation.quasi_experiments.regression_to_the_mean import (
    ExpectedRegression,
    Population,
    expected_regression,
    population_from_pairs,
    population_from_within_person_sd,
)
from alongside.evaluation.quasi_experiments.trends import Trends

__all__ = [
    "Balance",
    "BalancedComparison",
    "BeforeAndAfter",
    "ChangeBesideRegression",
    "ControlledSeries",
    "ExpectedRegression",
    "InterruptedSeries",
    "Point",
    "Population",
    "Trends",
    "before_and_after",
    "change_beside_regression",
    "controlled_interrupted_series",
    "entropy_balance",
    "expected_regression",
    "interrupted_series",
    "mean_change",
    "population_from_pairs",
    "population_from_within_person_sd",
    "starting_value_adjusted",
]
