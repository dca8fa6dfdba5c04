"""The rules of an allocation, as written in a specification and a file with a row for each cluster."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from alongside.evaluation.allocation import (
    BalanceRow,
    Scheme,
    balance_table,
    constrained,
    minimised,
    simple,
    stratified,
)
from alongside.evaluation.analysis.design_matrix import design_matrix
from alongside.evaluation.analysis.reader import Reader, read_toml
from alongside.evaluation.analysis.table import EMPTY, Data
from alongside.evaluation.errors import BadInput
from alongside.evaluation.inputs import FloatArray, IntArray

METHODS = ("simple", "stratified", "minimised", "constrained")


@dataclass(frozen=True)
class AllocationSpec:
    """What was written; `scheme` brings it together with the clusters."""

    title: str
    method: str
    cluster: str
    intervention: int | None
    strata: tuple[str, ...]
    covariates: tuple[str, ...]
    categories: tuple[str, ...]
    missing: tuple[str, ...]
    options: dict[str, Any]

    def scheme(self, clusters: Data) -> Scheme:
        """The rules with the clusters they are for.

        Raises
        ------
        BadInput
            A column that is not there, a cluster twice, a missing covariate.
        """
        names = [_name(value) for value in clusters.column(self.cluster)]
        if self.method == "simple":
            return simple(names, intervention=self.intervention)
        if self.method == "stratified":
            return stratified(names, self._strata(clusters), intervention=self.intervention)
        if self.method == "minimised":
            return self._minimised(names, clusters)
        x, called = self.covariates_of(clusters)
        strata = self._strata(clusters) if self.strata else None
        return constrained(names, x, names=called, strata=strata, intervention=self.intervention, **self.options)

    def covariates_of(self, clusters: Data) -> tuple[FloatArray, tuple[str, ...]]:
        """Their columns and names; a category is a column of 0 and 1 for each level but one."""
        found = design_matrix(clusters, self.covariates, categories=self.categories)
        return found.x[:, 1:], found.names[1:]

    def _strata(self, clusters: Data) -> list[str]:
        columns = [[_name(value) for value in clusters.column(name)] for name in self.strata]
        return [", ".join(parts) for parts in zip(*columns, strict=True)]

    def _minimised(self, names: list[str], clusters: Data) -> Scheme:
        rules = minimised(self.covariates, **self.options)
        for number, name in enumerate(names):
            levels = [_name(clusters.column(factor)[number]) for factor in self.covariates]
            rules = rules.joined(name, levels)
        return rules


def read_allocation_spec(text: str) -> AllocationSpec:
    """Read the rules.

    Raises
    ------
    BadInput
        With the key that is wrong.
    """
    whole = read_toml(text)
    part = whole.part("allocation")
    if part is None:
        raise BadInput("The specification has no [allocation].")
    method = part.choice("method", METHODS)
    found = AllocationSpec(
        title=part.text("title"),
        method=method,
        cluster=part.text("cluster"),
        intervention=part.whole("intervention", least=1) if part.has("intervention") else None,
        strata=part.texts("strata", ()),
        covariates=part.texts("covariates", ()),
        categories=part.texts("categories", ()),
        missing=part.texts("missing", EMPTY),
        options=_options(part, method),
    )
    part.done()
    whole.done()
    _fits(found)
    return found


def _options(part: Reader, method: str) -> dict[str, Any]:
    if method == "minimised":
        return {"probability": part.number("probability", 0.8), "weights": part.numbers("weights", ()) or None}
    if method != "constrained":
        return {}
    found: dict[str, Any] = {
        "metric": part.choice("metric", ("l2", "l1", "mahalanobis"), "l2"),
        "weights": part.numbers("weights", ()) or None,
        "candidates": part.whole("candidates", 10_000, least=100),
    }
    return found | ({"cutoff": part.number("cutoff")} if part.has("cutoff") else {"share": part.number("share", 0.1)})


def _fits(spec: AllocationSpec) -> None:
    if spec.method == "stratified" and not spec.strata:
        raise BadInput("A stratified allocation needs strata in [allocation].")
    if spec.method in ("minimised", "constrained") and not spec.covariates:
        raise BadInput(f"The method {spec.method} needs covariates in [allocation].")
    if spec.method in ("simple", "minimised") and spec.strata:
        raise BadInput(f"The method {spec.method} takes no strata.")


def balance_of(arm: IntArray, spec: AllocationSpec, clusters: Data) -> tuple[BalanceRow, ...]:
    """Covariates by arm; of a minimisation, whose factors are levels, none."""
    if not spec.covariates or spec.method == "minimised":
        return ()
    x, names = spec.covariates_of(clusters)
    return balance_table(x, arm, names=names)


def _name(value: object) -> str:
    return f"{float(value):g}" if isinstance(value, float | np.floating) else str(value)
