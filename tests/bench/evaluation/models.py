"""Models of people: mixed, marginal, logistic, robust, and of imputed data; beside R, or what else there is."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from warnings import catch_warnings, simplefilter

import numpy as np

from alongside.evaluation.estimation import cluster_robust, gee, impute, logistic_mixed_model, mixed_model
from alongside.evaluation.tests.trials import columns_of, outcome_data, trial
from tests.bench.evaluation.beside import line, of_r, once, taken

TWO = ("Intercept", "arm", "y0", "strat", "dep")
THREE = ("Intercept", "arm", "t12", "arm:t12", "y0", "strat", "dep")
FEW = 3  # practices that statsmodels is given of the repeated visits: all of them take it minutes
IMPUTATIONS, CYCLES = 20, 10


@dataclass(frozen=True)
class Rows:
    """An outcome, and the columns it is regressed on."""

    y: np.ndarray
    x: np.ndarray
    cluster: np.ndarray
    person: np.ndarray


def rows(outcome: str, names: tuple[str, ...]) -> Rows:
    data = outcome_data("wise_dev", outcome)
    return Rows(data[outcome], columns_of(data, *names), data["practice"], data["pid"])


def models() -> Iterator[str]:
    """One line for each."""
    yield _two_level(rows("qaly", TWO))
    yield from _three_level(rows("y", THREE))
    yield _marginal(rows("qaly", TWO), "gaussian", "gee")
    yield _marginal(rows("good12", TWO), "binomial", "gee_logit")
    yield from _logistic(rows("good12", TWO))
    yield _robust(rows("qaly", TWO))
    yield _imputed()


def _two_level(data: Rows) -> str:
    ours = taken(lambda: mixed_model(data.y, data.x, cluster=data.cluster).coefficients("kenward_roger"))
    theirs = of_r(
        two_level="lmer's fit alone",
        two_level_kr="lmer, vcovAdj and Lb_ddf",
        two_level_kr_summary="lmerTest's summary with Kenward-Roger",
    )
    if not theirs:
        theirs = {"statsmodels MixedLM's fit alone": taken(lambda: _statsmodels_mixed(data), rounds=3)}
    return line(f"two levels, REML and Kenward-Roger, {len(data.y):,} people", ours, theirs, most=0.02)


def _three_level(data: Rows) -> Iterator[str]:
    what = f"three levels, {len(data.y):,} visits, REML and"
    theirs = {
        "satterthwaite": of_r(three_level_satterthwaite="lmerTest's summary"),
        "kenward_roger": of_r(three_level_kr="lmer, vcovAdj and Lb_ddf"),
    }
    if not all(theirs.values()):
        slow = {f"statsmodels MixedLM's fit alone of {FEW} practices, scaled by rows": _statsmodels_three(data)}
        theirs = {method: found or slow for method, found in theirs.items()}
    for method, name, most in (("satterthwaite", "Satterthwaite", 0.1), ("kenward_roger", "Kenward-Roger", 1.0)):
        ours = taken(lambda method=method: _repeated(data).coefficients(method))
        yield line(f"{what} {name}", ours, theirs[method], most=most)


def _repeated(data: Rows):
    return mixed_model(data.y, data.x, cluster=data.cluster, person=data.person)


def _marginal(data: Rows, family: str, key: str) -> str:
    ours = taken(lambda: gee(data.y, data.x, cluster=data.cluster, family=family).coefficients())
    theirs = {"statsmodels GEE": taken(lambda: _statsmodels_gee(data, family))} | of_r(**{key: "geepack"})
    return line(f"estimating equations, {family}, {len(data.y):,} people", ours, theirs)


def _logistic(data: Rows) -> Iterator[str]:
    for points, key, name in ((1, "laplace", "Laplace"), (15, "fifteen_points", "15 points")):
        ours = taken(partial(logistic_mixed_model, data.y, data.x, cluster=data.cluster, points=points))
        yield line(f"logistic, random intercepts, {name}, {len(data.y):,} people", ours, of_r(**{key: "glmer"}))


def _robust(data: Rows) -> str:
    ours = taken(lambda: cluster_robust(data.y, data.x, cluster=data.cluster).coefficients)
    theirs = of_r(cr2="clubSandwich")
    if not theirs:
        theirs = {"statsmodels OLS, clustered and uncorrected": taken(lambda: _statsmodels_robust(data))}
    return line(f"CR2 and its degrees of freedom, {len(data.y):,} people", ours, theirs)


def _imputed() -> str:
    data = trial("wise_dev")
    values, complete = (columns_of(data, *names) for names in (("y6", "y12"), TWO[1:]))
    ours = taken(lambda: _copies(values, complete, data["practice"]), rounds=3)
    theirs = of_r(impute_once=f"mice's 2l.pan, one cycle of one copy times {IMPUTATIONS * CYCLES}")
    scaled = {name: seconds * IMPUTATIONS * CYCLES for name, seconds in theirs.items()}
    return line(
        f"imputation of two scores, {IMPUTATIONS} copies, {CYCLES} cycles, {len(values):,} people", ours, scaled
    )


def _copies(values: np.ndarray, complete: np.ndarray, cluster: np.ndarray):
    return impute(values, cluster=cluster, complete=complete, imputations=IMPUTATIONS, cycles=CYCLES, seed=1)


def _statsmodels_mixed(data: Rows) -> None:
    from statsmodels.regression.mixed_linear_model import MixedLM

    with catch_warnings():
        simplefilter("ignore")
        MixedLM(data.y, data.x, groups=data.cluster).fit()


def _statsmodels_three(data: Rows) -> float:
    """Seconds for all rows, as many times those for a few practices."""
    from statsmodels.regression.mixed_linear_model import MixedLM, VCSpec

    few = np.isin(data.cluster, np.unique(data.cluster)[:FEW])
    x = data.x[few][:, [0, 2, 4]]  # what can differ within so few
    groups = data.cluster[few]
    people = [_indicators(data.person[few][groups == group]) for group in np.unique(groups)]
    parts = VCSpec(["person"], [[[f"{n}" for n in range(each.shape[1])] for each in people]], [people])
    with catch_warnings():
        simplefilter("ignore")
        return once(lambda: MixedLM(data.y[few], x, groups=groups, exog_vc=parts).fit()) * len(few) / few.sum()


def _indicators(labels: np.ndarray) -> np.ndarray:
    return (labels[:, None] == np.unique(labels)).astype(float)


def _statsmodels_gee(data: Rows, family: str) -> None:
    from statsmodels.genmod import families
    from statsmodels.genmod.cov_struct import Exchangeable
    from statsmodels.genmod.generalized_estimating_equations import GEE

    chosen = {"gaussian": families.Gaussian, "binomial": families.Binomial}[family]()
    GEE(data.y, data.x, groups=data.cluster, family=chosen, cov_struct=Exchangeable()).fit()


def _statsmodels_robust(data: Rows) -> None:
    from statsmodels.regression.linear_model import OLS

    OLS(data.y, data.x).fit(cov_type="cluster", cov_kwds={"groups": data.cluster})
