"""The methods that are compared: each gives the effect of the arm with a test and an interval."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

from alongside.evaluation.estimation import PermutationTest
from alongside.evaluation.inference import Coefficient
from tests.bench.evaluation.cells import Target
from tests.bench.evaluation.simulated import Trial

Found = tuple[Coefficient | PermutationTest, bool]


@dataclass(frozen=True)
class Method:
    """`of` gives the effect, and whether the fit was flagged."""

    name: str
    target: Target
    of: Callable[[Trial], Found]
    slow: bool = False


def _mixed(method: str) -> Callable[[Trial], Found]:
    return lambda trial: (trial.mixed.coefficients(method)["arm"], bool(trial.mixed.zero_variances))


def _gee(correction: str, df: str) -> Callable[[Trial], Found]:
    return lambda trial: (trial.gee.coefficients(correction, df)["arm"], trial.gee.working == "independence")


def _robust(trial: Trial) -> Found:
    return trial.robust.coefficients["arm"], False


def _means(trial: Trial) -> Found:
    return trial.means.equal_variances, False


def _permuted(trial: Trial) -> Found:
    return trial.permuted, bool(trial.permuted.notes)


def _logistic(df: str) -> Callable[[Trial], Found]:
    return lambda trial: (trial.logistic.coefficients(df)["arm"], trial.logistic.boundary)


MIXED = (
    Method("mixed model, Kenward-Roger", "difference", _mixed("kenward_roger")),
    Method("mixed model, Satterthwaite", "difference", _mixed("satterthwaite")),
)
CORRECTIONS = {
    "kauermann_carroll": "Kauermann-Carroll",
    "fay_graubard": "Fay-Graubard",
    "mancl_derouen": "Mancl-DeRouen",
}
FREEDOM = {"clusters": "clusters less p", "fay_graubard": "df of Fay-Graubard"}
EQUATIONS = (
    Method("GEE, uncorrected, normal", "marginal", _gee("none", "normal")),
    *(
        Method(f"GEE, {CORRECTIONS[correction]}, {FREEDOM[df]}", "marginal", _gee(correction, df))
        for correction, df in product(CORRECTIONS, FREEDOM)
    ),
)
OF_CLUSTERS = (
    Method("cluster means, t", "difference", _means),
    Method("permutation test", "difference", _permuted),
)
CR2 = "CR2, Satterthwaite"
METHODS = {
    "continuous": (*MIXED, *EQUATIONS, Method(CR2, "marginal", _robust), *OF_CLUSTERS),
    "binary": (
        *MIXED,
        *EQUATIONS,
        Method(CR2, "marginal", _robust, slow=True),
        *OF_CLUSTERS,
        Method("logistic mixed, normal", "conditional", _logistic("normal"), slow=True),
        Method("logistic mixed, between-within", "conditional", _logistic("between_within"), slow=True),
    ),
}
