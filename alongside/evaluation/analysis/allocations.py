"""The allocations a permutation test goes through: within strata, or those an audit file says were possible."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from alongside.evaluation.allocation import AllocationSet, Secret, allocate, read_audit, scheme_of, verify
from alongside.evaluation.analysis.levels import crossed
from alongside.evaluation.analysis.spec import Spec
from alongside.evaluation.analysis.table import Data
from alongside.evaluation.errors import BadInput
from alongside.evaluation.estimation import within_strata
from alongside.evaluation.inputs import IntArray


@dataclass(frozen=True)
class Reference:
    """Allocations of the clusters, which are the columns of `allocations`; `source` says where they are from."""

    clusters: tuple[str, ...]
    allocations: AllocationSet = field(repr=False)
    source: str = ""

    def among(self, clusters: Sequence[str]) -> "Reference":
        """The same of some clusters only, where nobody of the others has the outcome: what had been drawn stays so.

        An allocation that has all of these in one arm could not have been compared, and is left out.
        """
        kept = [number for number, name in enumerate(self.clusters) if name in set(clusters)]
        if len(kept) == len(self.clusters):
            return self
        rows = self.allocations.rows[:, kept]
        rows = rows[rows.any(axis=1) & ~rows.all(axis=1)]
        names = tuple(self.clusters[number] for number in kept)
        return Reference(names, AllocationSet(rows, self.allocations.complete), self.source)


def reference_of(spec: Spec, data: Data, audit: str | None) -> Reference | None:
    """The allocations of an audit file, or those within strata where an outcome has a permutation test.

    Raises
    ------
    BadInput
        An audit file that was not named or not given, is not open or does not verify, or is of other clusters or arms;
        strata that differ within a cluster.
    """
    if (audit is None) != (spec.permutation.audit is None):
        raise BadInput("An audit file is needed exactly where audit in [permutation] names one.")
    if audit is not None:
        return _audited(spec, data, audit)
    asked = any("permutation" in (outcome.model, *outcome.also) for outcome in spec.outcomes)
    return _within_strata(spec, data) if asked else None


@dataclass(frozen=True)
class _Clusters:
    """Their names, which of them each row of the data is in, and the first row of each."""

    names: tuple[str, ...]
    codes: IntArray
    first: IntArray

    def of_row(self, row: int) -> str:
        return self.names[self.codes[row]]


def _clusters(spec: Spec, data: Data) -> _Clusters:
    names, first, codes = np.unique(data.labels(spec.trial.cluster), return_index=True, return_inverse=True)
    return _Clusters(tuple(names.tolist()), codes.astype(np.int64), first.astype(np.int64))


def _within_strata(spec: Spec, data: Data) -> Reference:
    asked, clusters = spec.permutation, _clusters(spec, data)
    arms = data.numbers(spec.trial.arm)[clusters.first]
    columns = [_stratum(name, data, clusters) for name in asked.strata]
    rule = f"within {', '.join(asked.strata)}" if asked.strata else "without strata"
    source = f"It takes the clusters to have been allocated at random {rule}, as many to each arm as there are."
    allocations = within_strata(arms, crossed(columns) if columns else None, draws=asked.draws, seed=asked.seed)
    return Reference(clusters.names, allocations, source)


def _stratum(name: str, data: Data, clusters: _Clusters) -> npt.NDArray[np.str_]:
    """Of each cluster.

    Raises
    ------
    BadInput
        It is missing, or differs within a cluster.
    """
    gaps, values = data.missing(name), data.labels(name)
    if gaps.any():
        where = clusters.of_row(int(gaps.argmax()))
        raise BadInput(f"{name}, a stratum of [permutation], is missing in cluster {where}.")
    other = values != values[clusters.first][clusters.codes]
    if other.any():
        raise BadInput(
            f"A permutation test keeps to the strata in which clusters were allocated, but {name} differs within "
            f"cluster {clusters.of_row(int(other.argmax()))}. Name the strata in [permutation]; strata = [] if there "
            "were none."
        )
    return values[clusters.first]


def _audited(spec: Spec, data: Data, text: str) -> Reference:
    file = f"The audit file {spec.permutation.audit}"
    found = verify(text)
    if not found.ok:
        raise BadInput(f"{file} does not verify. {found.findings[0]}")
    if not found.replayed:
        raise BadInput(
            f"{file} is not open: its secret, without which nobody can tell what else could have been drawn."
        )
    contents = read_audit(text)["contents"]
    made = allocate(scheme_of(contents["protocol"]), Secret(**contents["secret"]))
    clusters = _clusters(spec, data)
    arms = data.numbers(spec.trial.arm)[clusters.first].tolist()
    _fits(file, made.arms, dict(zip(clusters.names, arms, strict=True)))
    rows = made.reference(draws=spec.permutation.draws, seed=spec.permutation.seed)
    return Reference(tuple(made.arms), rows, f"They are those of the audit file with the commitment {made.commitment}.")


def _fits(file: str, allocated: Mapping[str, int], data: Mapping[str, float]) -> None:
    strangers = sorted(set(data) ^ set(allocated))
    if strangers:
        one = strangers[0]
        where = "the data, but not in the audit" if one in data else "the audit, but not in the data"
        raise BadInput(f"{file} is of other clusters: {one} is in {where}. Names must be written alike in both.")
    moved = next((name for name, arm in allocated.items() if arm != data[name]), None)
    if moved is not None:
        raise BadInput(f"{file} has cluster {moved} in the {_arm(allocated[moved])} arm, the data in the other.")


def _arm(value: int) -> str:
    return "intervention" if value else "control"
