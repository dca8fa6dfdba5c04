"""A whole trial analysed from its specification and its data."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from platform import python_version
from typing import Literal

import numpy as np
import scipy

from alongside.evaluation import economics
from alongside.evaluation.analysis.allocations import Reference, reference_of
from alongside.evaluation.analysis.baseline import BaselineRow, baseline_of
from alongside.evaluation.analysis.checking import check_rows
from alongside.evaluation.analysis.design_matrix import columns_of, design_matrix
from alongside.evaluation.analysis.flow import ArmFlow, flow_of
from alongside.evaluation.analysis.levels import level_name, levels_of
from alongside.evaluation.analysis.outcomes import OutcomeAnalysis, analyse_outcome
from alongside.evaluation.analysis.preparing import categories_of, covariates_of
from alongside.evaluation.analysis.spec import Economics, Outcome, Spec
from alongside.evaluation.analysis.table import Data
from alongside.evaluation.economics import Incremental
from alongside.evaluation.errors import BadInput, EvaluationError, NotConverged, NotEstimable
from alongside.evaluation.inputs import FloatArray


@dataclass(frozen=True)
class ClusterCount:
    """How many clusters and people one arm has."""

    arm: str
    clusters: int
    people: int
    smallest: int
    largest: int


@dataclass(frozen=True)
class EconomicAnalysis:
    """Costs and QALYs of the trial."""

    asked: Economics
    found: Incremental
    people: int
    left_out: int
    adjusted: str  # what for, in words

    @property
    def by(self) -> Literal["replicates", "t"]:
        """What probabilities are read from."""
        return "replicates" if self.asked.method == "two_stage_bootstrap" else "t"


@dataclass(frozen=True)
class TrialAnalysis:
    """Everything that was asked, answered; and what it was answered with."""

    spec: Spec
    data_sha256: str
    rows: int
    sizes: tuple[ClusterCount, ...]
    outcomes: tuple[OutcomeAnalysis, ...]
    unanswered: dict[str, str]  # outcomes that the data cannot answer, and why
    categories: dict[str, tuple[str, ...]]  # columns that were taken as such, and their levels
    baseline: tuple[BaselineRow, ...]
    economics: EconomicAnalysis | None
    flow: tuple[ArmFlow, ...]
    versions: dict[str, str] = field(default_factory=dict)


def analyse(spec: Spec, data: Data, *, audit: str | None = None) -> TrialAnalysis:
    """Do all that the specification asks.

    Parameters
    ----------
    data
        Read with `labels=spec.trial.labels`, so that clusters 7 and 007 are two.
    audit
        The text of the audit file, where [permutation] names one.

    Raises
    ------
    EvaluationError
        With a sentence that names the column, the key or the outcome.
    """
    check_rows(spec, data)
    reference = reference_of(spec, data, audit)
    answers = {outcome.label: _answer(spec, outcome, data, reference) for outcome in spec.outcomes}
    if all(isinstance(found, str) for found in answers.values()):
        raise NotEstimable(" ".join(f"{label}: {found}" for label, found in answers.items()))
    return TrialAnalysis(
        spec=spec,
        data_sha256=data.sha256,
        rows=data.rows,
        sizes=_sizes(spec, data),
        outcomes=tuple(found for found in answers.values() if isinstance(found, OutcomeAnalysis)),
        unanswered={label: found for label, found in answers.items() if isinstance(found, str)},
        categories=_categories(spec, data),
        baseline=baseline_of(spec, data),
        economics=_economics(spec, data),
        flow=flow_of(spec, data),
        versions=versions(),
    )


def versions() -> dict[str, str]:
    """What the numbers depend on."""
    return {
        "alongside": version("alongside"),
        "numpy": np.__version__,
        "scipy": scipy.__version__,
        "python": python_version(),
    }


def _sizes(spec: Spec, data: Data) -> tuple[ClusterCount, ...]:
    arm, cluster = data.numbers(spec.trial.arm), data.labels(spec.trial.cluster)
    found = []
    for value, name in ((1.0, spec.trial.intervention), (0.0, spec.trial.control)):
        sizes = np.unique(cluster[arm == value], return_counts=True)[1]
        found.append(ClusterCount(name, len(sizes), int(sizes.sum()), int(sizes.min()), int(sizes.max())))
    return tuple(found)


def _answer(spec: Spec, outcome: Outcome, data: Data, reference: Reference | None) -> OutcomeAnalysis | str:
    """The analysis, or why the data give none. What cannot have been meant is raised, with the outcome it is about."""
    try:
        return analyse_outcome(spec, outcome, data, reference)
    except (NotEstimable, NotConverged) as problem:
        return str(problem)
    except BadInput as problem:
        raise BadInput(f"{outcome.label}: {problem}") from problem


def _categories(spec: Spec, data: Data) -> dict[str, tuple[str, ...]]:
    """Everything that a model may take as a category."""
    terms = [term for outcome in spec.outcomes for term in covariates_of(spec, outcome)]
    economic = (*spec.economics.adjust_cost, *spec.economics.adjust_qaly) if spec.economics else ()
    called = categories_of(spec)
    named = [n for n in columns_of([*terms, *economic]) if data.column(n).dtype.kind != "f" or n in called]
    return {name: tuple(level_name(level) for level in levels_of(data.column(name))) for name in named}


def _economics(spec: Spec, data: Data) -> EconomicAnalysis | None:
    """Of those whose cost, QALYs and covariates are all known."""
    asked = spec.economics
    if asked is None:
        return None
    needed = columns_of([asked.cost, asked.qaly, *_terms(spec, asked.adjust_cost), *_terms(spec, asked.adjust_qaly)])
    seen = data.only(~np.any([data.missing(name) for name in needed], axis=0))
    try:
        if not seen.rows:
            raise NotEstimable("Nobody has both, and all that they are adjusted for.")
        found = _incremental(spec, asked, seen)
    except EvaluationError as problem:
        raise type(problem)(f"Costs and QALYs: {problem}") from problem
    return EconomicAnalysis(asked, found, seen.rows, data.rows - seen.rows, _adjusted(spec, asked))


def _incremental(spec: Spec, asked: Economics, data: Data) -> Incremental:
    cost, qaly = data.numbers(asked.cost), data.numbers(asked.qaly)
    arm, cluster = data.numbers(spec.trial.arm), data.labels(spec.trial.cluster)
    of_cost, of_qaly = (_columns(spec, data, terms) for terms in (asked.adjust_cost, asked.adjust_qaly))
    if asked.method == "cluster_means":
        return economics.from_cluster_means(cost, qaly, arm=arm, cluster=cluster)
    if asked.method == "bivariate_model":
        return economics.bivariate_model(
            cost, qaly, arm=arm, cluster=cluster, cost_covariates=of_cost, effect_covariates=of_qaly
        )
    return economics.two_stage_bootstrap(
        cost,
        qaly,
        arm=arm,
        cluster=cluster,
        average="clusters" if asked.average == "clusters" else "people",
        seed=asked.seed,
        replicates=asked.replicates,
        cost_covariates=of_cost,
        effect_covariates=of_qaly,
    )


def _adjusted(spec: Spec, asked: Economics) -> str:
    cost, qaly = (", ".join(_terms(spec, terms)) or "nothing" for terms in (asked.adjust_cost, asked.adjust_qaly))
    return f"Costs are adjusted for {cost}, QALYs for {qaly}."


def _terms(spec: Spec, terms: Sequence[str]) -> tuple[str, ...]:
    """What cost or QALYs are adjusted for; means of clusters are adjusted for nothing."""
    if spec.economics is None or spec.economics.method == "cluster_means":
        return ()
    return tuple(dict.fromkeys((*terms, *spec.trial.adjust)))


def _columns(spec: Spec, data: Data, terms: Sequence[str]) -> FloatArray | None:
    every = _terms(spec, terms)
    return design_matrix(data, every, categories=categories_of(spec)).x[:, 1:] if every else None
