"""Cluster-robust covariance that is unbiased under a working model (CR2), with its degrees of freedom."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import sqrt

import numpy as np
import numpy.typing as npt

from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.estimation.logistic import logistic_regression
from alongside.evaluation.inference import Coefficient, Coefficients, JointTest
from alongside.evaluation.inputs import FloatArray, IntArray, full_rank, groups, matrix, names_for, vector
from alongside.evaluation.wording import counted

# Eigenvalues of what is left of a cluster's working variance that are no more than this are zero: the direction is
# one that the coefficients take up whole, as where a cluster has a column of its own.
NOTHING = 1e-12
MOST_ROWS = 2_000  # of a cluster whose covariance has no short form


@dataclass(frozen=True)
class Block:
    """One cluster: its rows of x, its residuals, and the working covariance of its outcomes."""

    x: FloatArray  # (n, p)
    residual: FloatArray  # (n,)
    working: FloatArray  # (n, n)


def alike(x: FloatArray, residual: FloatArray, *, own: float, shared: float) -> Block:
    """A cluster whose rows have the variance own + shared and the covariance shared, on the few directions that matter.

    Across every direction at right angles to x and to the mean, the working covariance is a number times the identity,
    and x has no part in it: nothing of it reaches the coefficients.
    """
    ones = np.ones(len(x))
    directions = np.linalg.qr(np.column_stack([ones, x]))[0]
    mean = directions.T @ ones
    working = own * np.eye(len(mean)) + shared * np.outer(mean, mean)
    return Block(directions.T @ x, directions.T @ residual, working)


def bearable(rows: int) -> None:
    """Raise where a cluster's covariance has to be written out and would take hours.

    Raises
    ------
    NotEstimable
    """
    if rows > MOST_ROWS:
        raise NotEstimable(
            f"A cluster has {rows:,} rows: CR2 is worked out for up to {MOST_ROWS:,} here. Take gee, whose corrections "
            "do as well with clusters of that size."
        )


@dataclass(frozen=True)
class ClusterRobust:
    """Coefficients of a regression with CR2 standard errors; made by `cluster_robust`, or by a mixed model."""

    names: tuple[str, ...]
    estimates: FloatArray
    covariance: FloatArray = field(repr=False)
    rows: int
    clusters: int
    model: str
    notes: tuple[str, ...]
    # Under the working model: what each cluster brings to the covariance, (K, p, p), and what it shares with others.
    _alone: FloatArray = field(repr=False)
    _across: FloatArray = field(repr=False)
    _bread: FloatArray = field(repr=False)  # (p, p)

    @cached_property
    def coefficients(self) -> Coefficients:
        """t tests with Satterthwaite degrees of freedom (Bell and McCaffrey 2002)."""
        rows = [self._coefficient(number) for number in range(len(self.names))]
        return Coefficients("CR2 with Satterthwaite degrees of freedom", tuple(rows), self.notes)

    def joint(self, terms: Sequence[str]) -> JointTest:
        """The approximate Hotelling test, `HTZ`, of these coefficients being zero together.

        References
        ----------
        Pustejovsky JE, Tipton E (2018). Small-sample methods for cluster-robust variance estimation and hypothesis
        testing in fixed effects models. Journal of Business & Economic Statistics 36:672-683.
        """
        at = [self._place(term) for term in terms]
        q = len(at)
        plain = self.estimates[at] @ np.linalg.solve(self.covariance[np.ix_(at, at)], self.estimates[at])
        spread = _standardised(self._shares(at))
        single = np.einsum("ijss->ijs", spread)
        variances = np.einsum("ijst,ijts->st", spread, spread) + np.einsum("ijs,ijt->st", single, single)
        df = q * (q + 1) / float(variances.sum())
        scaling = (df - q + 1) / df
        if scaling <= 0:
            raise NotEstimable(f"{self.clusters} clusters are too few to test {q} coefficients together.")
        return JointTest(tuple(terms), float(plain) / q * scaling, float(q), df - q + 1, scaling)

    def describe(self) -> str:
        """A paragraph for a methods section, of what was run."""
        return (
            f"{self.model} was fitted to {counted(self.rows, 'row')} in {counted(self.clusters, 'cluster')}. Standard "
            "errors are cluster-robust, corrected for few clusters (CR2); confidence intervals and p values come from "
            "t tests with Satterthwaite degrees of freedom."
        )

    def _shares(self, at: Sequence[int]) -> FloatArray:
        """How clusters i and j bear on the covariance of some coefficients together, (K, K, q, q)."""
        across = self._across[:, :, at]
        found = -np.einsum("ias,ab,jbt->ijst", across, self._bread, across, optimize=True)
        every = np.arange(self.clusters)
        found[every, every] += self._alone[:, at][:, :, at]
        return found

    def _coefficient(self, number: int) -> Coefficient:
        share = self._shares([number])[:, :, 0, 0]
        df = float(np.trace(share) ** 2 / (share**2).sum())
        se = sqrt(self.covariance[number, number])
        return Coefficient(self.names[number], float(self.estimates[number]), se, df)

    def _place(self, term: str) -> int:
        if term not in self.names:
            raise BadInput(f"There is no coefficient {term}; there are {', '.join(self.names)}.")
        return self.names.index(term)


def cluster_robust(
    y: npt.ArrayLike,
    x: npt.ArrayLike,
    *,
    cluster: npt.ArrayLike,
    names: Sequence[str] | None = None,
    family: str = "gaussian",
) -> ClusterRobust:
    """Ordinary or logistic regression of people, with CR2 standard errors for whole clusters.

    Parameters
    ----------
    y
        (n,); 0 and 1 for `family="binomial"`.
    x
        (n, p), with its column of ones.
    cluster
        (n,) labels.

    Raises
    ------
    BadInput, NotEstimable, NotConverged

    References
    ----------
    V = M (sum of X_i'W_i A_i e_i e_i'A_i'W_i X_i) M, with A_i such that its expectation under the working model is that
    of the estimates. Bell RM, McCaffrey DF (2002). Bias reduction in standard errors for linear regression with
    multi-stage samples. Survey Methodology 28:169-181. Pustejovsky and Tipton (2018), as under `joint`.
    """
    outcome = vector(y, "y")
    columns = matrix(x, "x", rows=len(outcome))
    labelled = names_for(columns.shape[1], names)
    full_rank(columns, labelled)
    codes, labels = groups(cluster, "cluster", length=len(outcome))
    if len(labels) < 2:
        raise NotEstimable("There is one cluster: what lies between clusters cannot be seen.")
    if family == "gaussian":
        estimates = np.linalg.lstsq(columns, outcome, rcond=None)[0]
        parts = list(_independent(columns, outcome - columns @ estimates, codes))
        return robust(labelled, estimates, parts, "A linear regression", len(outcome))
    if family == "binomial":
        fit = logistic_regression(outcome, columns, names=labelled)
        parts = list(_weighted(columns, outcome - fit.fitted, fit.fitted * (1 - fit.fitted), codes))
        return robust(labelled, fit.beta, parts, "A logistic regression", len(outcome))
    raise BadInput(f"The family is {family}; it must be gaussian or binomial.")


def robust(
    names: tuple[str, ...], estimates: FloatArray, blocks: Sequence[Block], model: str, rows: int
) -> ClusterRobust:
    """CR2 from the blocks, short or not, of a regression weighted by the inverse of its working covariance."""
    p = len(names)
    bread = np.linalg.inv(np.sum([b.x.T @ np.linalg.solve(b.working, b.x) for b in blocks], axis=0))
    scores, alone, across = np.empty((len(blocks), p)), np.empty((len(blocks), p, p)), np.empty((len(blocks), p, p))
    for number, block in enumerate(blocks):
        leaning = _adjustment(block, bread) @ np.linalg.solve(block.working, block.x) @ bread
        scores[number] = leaning.T @ block.residual
        alone[number] = leaning.T @ block.working @ leaning
        across[number] = block.x.T @ leaning
    covariance = scores.T @ scores
    error = sum(float(b.residual @ b.residual) for b in blocks) / sum(len(b.residual) for b in blocks)
    sure = np.diag(covariance) <= NOTHING * np.diag(bread) * error
    notes = tuple(
        f"{name}: all clusters tell exactly the same, so that its standard error is 0."
        for name in np.array(names)[sure]
    )
    return ClusterRobust(
        names, np.asarray(estimates), covariance, rows, len(blocks), model, notes, alone, across, bread
    )


def _independent(x: FloatArray, residual: FloatArray, cluster: IntArray) -> Iterator[Block]:
    for rows in rows_by_cluster(cluster):
        yield alike(x[rows], residual[rows], own=1.0, shared=0.0)


def _weighted(x: FloatArray, residual: FloatArray, variance: FloatArray, cluster: IntArray) -> Iterator[Block]:
    for rows in rows_by_cluster(cluster):
        bearable(len(rows))
        yield Block(variance[rows, None] * x[rows], residual[rows], np.diag(variance[rows]))


def rows_by_cluster(cluster: IntArray) -> list[IntArray]:
    """The numbers of the rows of each cluster."""
    order = np.argsort(cluster, kind="stable")
    return list(np.split(order, np.cumsum(np.bincount(cluster))[:-1]))


def _adjustment(block: Block, bread: FloatArray) -> FloatArray:
    """A = S (S (Phi - X M X') S)^(-1/2) S, with S the square root of the working covariance Phi."""
    sizes, vectors = np.linalg.eigh(block.working)
    root = (vectors * np.sqrt(np.maximum(sizes, 0.0))) @ vectors.T
    left = root @ (block.working - block.x @ bread @ block.x.T) @ root
    sizes, vectors = np.linalg.eigh((left + left.T) / 2)
    there = sizes > NOTHING * sizes[-1]
    inverse_root = (vectors[:, there] / np.sqrt(sizes[there])) @ vectors[:, there].T
    return root @ inverse_root @ root


def _standardised(shares: FloatArray) -> FloatArray:
    """Shares of contrasts that the working model makes independent, each with variance 1."""
    total = np.einsum("iist->st", shares)
    sizes, vectors = np.linalg.eigh((total + total.T) / 2)
    root = (vectors / np.sqrt(sizes)) @ vectors.T
    return root @ shares @ root
