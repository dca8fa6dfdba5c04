"""People with a programme beside people without, weighted until the two groups look alike at the start."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.inference import Coefficient
from alongside.evaluation.inputs import FloatArray, full_rank, groups, matrix, names_for, vector
from alongside.evaluation.quasi_experiments.balanced_effect import effect_in_the_treated, effective_number
from alongside.evaluation.quasi_experiments.balancing_weights import weights_for
from alongside.evaluation.wording import coefficient, counted, listed, number, percent


@dataclass(frozen=True)
class Balance:
    """One balanced variable: its means, and the differences in SDs of the treated before and after weighting."""

    name: str
    treated: float
    controls_before: float
    controls_after: float
    sd: float

    @property
    def difference_before(self) -> float:
        return (self.treated - self.controls_before) / self.sd

    @property
    def difference_after(self) -> float:
        return (self.treated - self.controls_after) / self.sd


@dataclass(frozen=True)
class BalancedComparison:
    """The effect in those who had the programme, against weighted people who did not.

    `weights`, shape (n,): of controls they add to 1, and so do those of the treated, which are equal.
    `effective_controls` is how many equally weighted people would say as much; `effective_control_clusters` likewise.
    """

    effect: Coefficient
    unweighted_difference: float
    treated_mean: float
    weighted_control_mean: float
    balance: tuple[Balance, ...]
    weights: FloatArray = field(repr=False)
    treated: int
    controls: int
    effective_controls: float
    effective_control_clusters: float
    largest_weight: float
    notes: tuple[str, ...] = ()

    def describe(self, *, outcome: str = "the outcome") -> str:
        """A paragraph for a report."""
        worst = max(abs(row.difference_before) for row in self.balance)
        balanced = listed(row.name for row in self.balance)
        return " ".join(
            [
                f"We compared {outcome} in {counted(self.treated, 'person', 'people')} with the programme and "
                f"{number(self.controls)} without, and weighted those without by entropy balancing until they had the "
                f"same means of {balanced}. Before, the largest difference was {number(worst)} standard deviations; "
                "after, none.",
                f"The weighted people count as {number(self.effective_controls)}; the largest weight is "
                f"{percent(self.largest_weight)} of all.",
                f"The mean was {number(self.treated_mean)} with the programme and "
                f"{number(self.weighted_control_mean)} without, a difference of {coefficient(self.effect)}; "
                f"before weighting it was {number(self.unweighted_difference)}.",
                "The figure is for people like those who had the programme. It is the programme's effect only if "
                "nothing that was not measured both led people to it and bears on the outcome; weighting cannot show "
                "that.",
                *self.notes,
            ]
        )


def entropy_balance(
    y: npt.ArrayLike,
    *,
    treated: npt.ArrayLike,
    x: npt.ArrayLike,
    cluster: npt.ArrayLike,
    names: Sequence[str] | None = None,
    moments: int = 1,
) -> BalancedComparison:
    """Entropy balancing, and the average effect in the treated with a cluster-robust standard error.

    Parameters
    ----------
    treated
        1 for people who had the programme, 0 for those who did not; clusters may hold both.
    x
        Shape (n, p): what was known before.
    moments
        1 balances means; 2 means and squares (so variances), of columns with more than two values.

    Raises
    ------
    NotEstimable
        No weights balance the groups, a column says nothing, or an arm has people in one cluster only.
    EvaluationError
        The optional package `ebal` is not installed.

    References
    ----------
    Hainmueller J (2012). Political Analysis 20:25-46.
    """
    outcome = vector(y, "y")
    arm = _arm(treated, len(outcome))
    codes, _ = groups(cluster, "cluster", length=len(outcome))
    _two_clusters(arm, codes)
    table = matrix(x, "x", rows=len(outcome))
    columns, labels = _moments(table, names_for(table.shape[1], names), moments)
    scaled = _scaled(columns, arm, labels)
    weights = np.where(arm == 1, 1 / arm.sum(), 0.0)
    weights[arm == 0] = weights_for(scaled[arm == 0], scaled[arm == 1].mean(axis=0))
    controls = weights[arm == 0]
    effective = effective_number(controls)
    clusters = effective_number(np.bincount(codes[arm == 0], weights=controls).astype(np.float64))
    with_it, without = float(weights[arm == 1] @ outcome[arm == 1]), float(controls @ outcome[arm == 0])
    return BalancedComparison(
        effect=effect_in_the_treated(outcome, arm, scaled, codes, weights),
        unweighted_difference=float(outcome[arm == 1].mean() - outcome[arm == 0].mean()),
        treated_mean=with_it,
        weighted_control_mean=without,
        balance=_balance(columns, arm, controls, labels),
        weights=weights,
        treated=int(arm.sum()),
        controls=len(controls),
        effective_controls=effective,
        effective_control_clusters=clusters,
        largest_weight=float(controls.max()),
        notes=_notes(effective, clusters, len(controls), float(controls.max())),
    )


def _arm(treated: npt.ArrayLike, length: int) -> FloatArray:
    arm = vector(treated, "treated", length=length)
    if not np.isin(arm, (0.0, 1.0)).all():
        raise BadInput("treated must be 1 for those who had the programme and 0 for those who did not.")
    return arm


def _two_clusters(arm: FloatArray, cluster: npt.NDArray[np.int64]) -> None:
    for value, word in ((1.0, "with"), (0.0, "without")):
        found = len(np.unique(cluster[arm == value]))
        if found < 2:
            raise NotEstimable(
                f"People {word} the programme are in {'no' if found == 0 else 'one'} cluster: "
                "the spread between clusters cannot be seen."
            )


def _moments(x: FloatArray, names: Sequence[str], moments: int) -> tuple[FloatArray, tuple[str, ...]]:
    if moments == 1:
        return x, tuple(names)
    if moments != 2:
        raise BadInput(f"moments is {moments}; it can be 1 (means) or 2 (means and variances).")
    many = [column for column in range(x.shape[1]) if len(np.unique(x[:, column])) > 2]
    # Squares about the mean carry the same constraint as plain ones, and are better behaved.
    squares = (x[:, many] - x[:, many].mean(axis=0)) ** 2
    return np.column_stack([x, squares]), (*names, *(f"{names[column]} squared" for column in many))


def _scaled(x: FloatArray, arm: FloatArray, names: Sequence[str]) -> FloatArray:
    """Centred and scaled by the controls, for whom every column has to say something of its own."""
    controls = x[arm == 0]
    for name, spread in zip(names, np.ptp(controls, axis=0), strict=True):
        if spread == 0:
            raise NotEstimable(f"{name} is the same in everybody without the programme, so it cannot be balanced.")
    scaled = (x - controls.mean(axis=0)) / controls.std(axis=0)
    full_rank(np.column_stack([np.ones(len(controls)), scaled[arm == 0]]), ("the total", *names))
    return scaled


def _balance(x: FloatArray, arm: FloatArray, weights: FloatArray, names: Sequence[str]) -> tuple[Balance, ...]:
    treated, controls = x[arm == 1], x[arm == 0]
    spread = treated.std(axis=0, ddof=1)
    # Where the treated are all alike, the controls' spread is the only yardstick.
    spread = np.where(spread > 0, spread, controls.std(axis=0, ddof=1))
    rows = zip(names, treated.mean(axis=0), controls.mean(axis=0), weights @ controls, spread, strict=True)
    return tuple(Balance(name, *map(float, values)) for name, *values in rows)


def _notes(effective: float, clusters: float, controls: int, largest: float) -> tuple[str, ...]:
    found = []
    if effective < 0.1 * controls or largest > 0.1:
        found.append("The comparison rests on few people: look at who they are before trusting it.")
    if clusters < 8:
        found.append(
            f"The weighted people come from what amounts to {number(clusters)} clusters: the interval is uncertain."
        )
    return tuple(found)
