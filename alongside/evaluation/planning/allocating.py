"""The rules of an allocation, as written in a specification and a file with a row for each cluster."""

from dataclasses import dataclass
from typing import Any

from alongside.evaluation.allocation import (
    BalanceRow,
    Minimised,
    Scheme,
    balance_table,
    constrained,
    minimised,
    simple,
    stratified,
)
from alongside.evaluation.analysis.design_matrix import NUMBER, columns_of, design_matrix
from alongside.evaluation.analysis.reader import Reader, read_toml
from alongside.evaluation.analysis.table import EMPTY, Data
from alongside.evaluation.errors import BadInput
from alongside.evaluation.inputs import FloatArray, IntArray

MOST_LEVELS = 6  # numbers of a factor to be minimised over
METHODS = ("simple", "stratified", "minimised", "constrained")
MOST_CANDIDATES = 200_000


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

    @property
    def labels(self) -> tuple[str, ...]:
        """The columns that are names whatever they look like; `read_csv` is told."""
        factors = self.covariates if self.method == "minimised" else ()
        return (self.cluster, *self.strata, *factors)

    def scheme(self, clusters: Data | None) -> Scheme:
        """The rules with the clusters they are for; of a minimisation, to which clusters come later, without.

        Raises
        ------
        BadInput
            A column that is not there, a cluster twice, something missing.
        """
        if clusters is None:
            return self._rules()
        self._whole(clusters)
        names = clusters.labels(self.cluster).tolist()
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

    def _whole(self, clusters: Data) -> None:
        for name in columns_of([self.cluster, *self.strata, *self.covariates]):
            gaps = clusters.missing(name)
            if gaps.any():
                where = clusters.labels(self.cluster)[gaps.argmax()]
                raise BadInput(f"{name} is missing for cluster {where}: everything is needed to allocate.")

    def _strata(self, clusters: Data) -> list[str]:
        columns = [clusters.labels(name).tolist() for name in self.strata]
        parts = list(zip(*columns, strict=True))
        joined = [", ".join(labels) for labels in parts]
        if len(set(joined)) < len(set(parts)):
            raise BadInput("Two strata would have the same name: write their labels without commas.")
        return joined

    def _rules(self) -> Minimised:
        if self.method != "minimised":
            raise BadInput("Name the file of clusters, which the rules are for.")
        return minimised(self.covariates, **self.options)

    def _minimised(self, names: list[str], clusters: Data) -> Minimised:
        factors = [clusters.labels(factor).tolist() for factor in self.covariates]
        for factor, levels in zip(self.covariates, factors, strict=True):
            _levels(factor, levels)
        rules = self._rules()
        for name, levels in zip(names, zip(*factors, strict=True), strict=True):
            rules = rules.joined(name, levels)
        return rules


def _levels(factor: str, levels: list[str]) -> None:
    """Minimisation counts clusters of one level: of numbers that are all different there is nothing to count."""
    different = set(levels)
    if len(different) > MOST_LEVELS and all(NUMBER.fullmatch(level) for level in different):
        raise BadInput(
            f"{factor} has {len(different)} different numbers: minimisation needs levels. Group it into bands."
        )


def read_allocation_spec(text: str) -> AllocationSpec:
    """Read the rules.

    Raises
    ------
    BadInput
        With the key that is wrong.
    """
    whole = read_toml(text)
    part = whole.needed("allocation")
    whole.done()
    method = part.choice("method", METHODS)
    come_later, factors = method == "minimised", method in ("minimised", "constrained")
    found = AllocationSpec(
        title=part.text("title"),
        method=method,
        cluster=part.text("cluster"),
        intervention=None if come_later or not part.has("intervention") else part.whole("intervention", least=1),
        strata=_some(part, "strata", needed=method == "stratified") if method in ("stratified", "constrained") else (),
        covariates=_some(part, "covariates", needed=factors),
        categories=() if come_later else part.texts("categories", ()),
        missing=part.texts("missing", EMPTY, blank=True),
        options=_options(part, method),
    )
    part.done()
    return found


def _some(part: Reader, key: str, *, needed: bool) -> tuple[str, ...]:
    found = part.texts(key, ())
    if needed and not found:
        raise BadInput(f"This method needs {key} in {part.where}: the names of some columns.")
    return found


def _options(part: Reader, method: str) -> dict[str, Any]:
    if method == "minimised":
        return {"probability": part.number("probability", 0.8), "weights": part.numbers("weights", ()) or None}
    if method != "constrained":
        return {}
    if part.has("share") and part.has("cutoff"):
        raise BadInput(f"share and cutoff in {part.where} are two ways to say how many are accepted: choose one.")
    accepted = "cutoff" if part.has("cutoff") else "share"
    return {
        "metric": part.choice("metric", ("l2", "l1", "mahalanobis"), "l2"),
        "weights": part.numbers("weights", ()) or None,
        "candidates": part.whole("candidates", 10_000, least=100, most=MOST_CANDIDATES),
        accepted: part.number(accepted, 0.1),
    }


def balance_of(arm: IntArray, spec: AllocationSpec, clusters: Data) -> tuple[BalanceRow, ...]:
    """Covariates by arm; of a minimisation, whose factors are levels, none."""
    if not spec.covariates or spec.method == "minimised":
        return ()
    x, names = spec.covariates_of(clusters)
    return balance_table(x, arm, names=names)
