"""Small-sample corrections of the sandwich, and degrees of freedom, from what each cluster adds to the equations.

With u_i the score of cluster i, M_i its information and M their sum, every correction is H_i u_i, H_i a p x p matrix: a
function of a cluster's leverage D M^-1 D' V^-1, n_i x n_i, passes through D' V^-1 as the same function of M_i M^-1.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

from alongside.evaluation.errors import NotEstimable
from alongside.evaluation.inputs import FloatArray

Correction = Literal["none", "kauermann_carroll", "mancl_derouen", "fay_graubard"]

CORRECTIONS: dict[str, str] = {
    "none": "without a small-sample correction (Liang and Zeger)",
    "kauermann_carroll": "with the correction of Kauermann and Carroll",
    "mancl_derouen": "with the correction of Mancl and DeRouen",
    "fay_graubard": "with the correction of Fay and Graubard (bound 0.75)",
}
# Fay and Graubard's bound on what one cluster's score can be blown up by: at most twofold.
BOUND = 0.75
# A leverage this close to 1: without that cluster a coefficient could not be estimated.
ALONE = 1e-8


NOTHING_LEFT = 'With this alpha the equations say nothing of the coefficients. Fit with working="independence".'


@dataclass(frozen=True)
class ClusterSums:
    """What each cluster adds to the estimating equations, at the estimate."""

    scores: FloatArray = field(repr=False)  # (clusters, p)
    informations: FloatArray = field(repr=False)  # (clusters, p, p)

    @cached_property
    def root(self) -> FloatArray:
        """Cholesky's root L of the information, M = L L'.

        Raises
        ------
        NotEstimable
            The working correlation leaves no information, as with alpha below its limit.
        """
        try:
            return np.linalg.cholesky(self.informations.sum(axis=0))
        except np.linalg.LinAlgError as problem:
            raise NotEstimable(NOTHING_LEFT) from problem

    @cached_property
    def inverse_root(self) -> FloatArray:
        return np.linalg.inv(self.root)

    @cached_property
    def bread(self) -> FloatArray:
        """M^-1, (p, p)."""
        return self.inverse_root.T @ self.inverse_root

    @cached_property
    def leverages(self) -> tuple[FloatArray, FloatArray]:
        """Eigenvalues (clusters, p) and vectors (clusters, p, p) of L^-1 M_i L^-T, the symmetric form of M_i M^-1."""
        values, vectors = np.linalg.eigh(self.inverse_root @ self.informations @ self.inverse_root.T)
        return values, vectors

    def decides_alone(self) -> npt.NDArray[np.bool_]:
        """The clusters without which the information would be singular, (clusters,)."""
        alone: npt.NDArray[np.bool_] = np.abs(1 - self.leverages[0]).min(axis=1) < ALONE
        return alone

    def multipliers(self, correction: Correction) -> FloatArray:
        """H_i of each cluster, (clusters, p, p).

        Raises
        ------
        NotEstimable
            A leverage above 1, which a working correlation that is no correlation matrix can bring about.

        References
        ----------
        Kauermann G, Carroll RJ. A note on the efficiency of sandwich covariance matrix estimation. Journal of the
        American Statistical Association 2001; 96: 1387-1396.  H_i = (I - M_i M^-1)^-1/2
        Mancl LA, DeRouen TA. A covariance estimator for GEE with improved small-sample properties. Biometrics 2001; 57:
        126-134.  H_i = (I - M_i M^-1)^-1
        Fay MP, Graubard BI. Small-sample adjustments for Wald-type tests using sandwich estimators. Biometrics 2001;
        57: 1198-1206.  H_i = diag{1 - min(b, (M_i M^-1)_jj)}^-1/2, b = 0.75
        """
        if correction == "none":
            return np.broadcast_to(np.eye(self.root.shape[0]), self.informations.shape)
        if correction == "fay_graubard":
            diagonal = np.einsum("kij,ji->ki", self.informations, self.bread)
            return np.eye(self.root.shape[0]) / np.sqrt(1 - np.minimum(BOUND, diagonal))[:, None, :]
        return self._of_remainder(-0.5 if correction == "kauermann_carroll" else -1.0)

    def corrected_scores(self, correction: Correction) -> FloatArray:
        """H_i u_i, (clusters, p)."""
        return np.einsum("kij,kj->ki", self.multipliers(correction), self.scores)

    def covariance(self, correction: Correction) -> FloatArray:
        """M^-1 Σ (H_i u_i)(H_i u_i)' M^-1, (p, p)."""
        parts = self.corrected_scores(correction) @ self.bread
        return parts.T @ parts

    def fay_graubard_df(self, contrast: FloatArray, correction: Correction) -> float:
        """The degrees of freedom Fay and Graubard call d-tilde, of one linear combination of coefficients.

        Satterthwaite's, trace(Ψ B)² / trace(Ψ B Ψ B), where U' B U is the variance estimate as a quadratic form in the
        scores U. B allows for the scores being taken at the estimate, and Ψ, the covariance of U, shares the corrected
        Σ u_i u_i' among clusters by how much each lowers the model-based variance. They give it for no correction and
        for their own; the same formula holds with the H_i of the others.

        References
        ----------
        Fay and Graubard 2001, section 2.3 and appendix.
        """
        middle = self.corrected_scores(correction)
        middle = middle.T @ middle
        share = self._shares(contrast)
        # B is Σ g_i g_i', and block j of g_i is a_i - b_i where j = i and -b_i elsewhere.
        a = (self.bread @ contrast) @ self.multipliers(correction)
        b = np.einsum("kij,kj->ki", self.informations, a) @ self.bread
        own = share * np.einsum("ki,ij,kj->k", a, middle, a)
        moved = share[:, None] * (a @ middle)
        # g_i'Ψ g_k is own_i where i = k, and left_i · right_k: no clusters x clusters matrix need be made.
        left = np.hstack([moved, b])
        right = np.hstack([-b, b @ middle - moved])
        cross = np.einsum("ki,ki->k", left, right)
        square = own @ own + 2 * own @ cross + np.trace((left.T @ left) @ (right.T @ right))
        return float((own + cross).sum() ** 2 / square)

    def pan_wall_df(self, contrast: FloatArray, correction: Correction) -> float:
        """Twice the squared variance estimate over its own variance, seen in how much the clusters' parts of it differ.

        References
        ----------
        Pan W, Wall MM. Small-sample adjustments in using the sandwich variance estimator in generalized estimating
        equations. Statistics in Medicine 2002; 21: 1429-1441.
        """
        parts = (self.corrected_scores(correction) @ self.bread @ contrast) ** 2
        return float(2 * parts.sum() ** 2 / (len(parts) * parts.var(ddof=1)))

    def _of_remainder(self, power: float) -> FloatArray:
        """(I - M_i M^-1) to a power."""
        values, vectors = self.leverages
        remainder = 1 - values
        if (remainder <= 0).any():
            raise NotEstimable(
                "A cluster has a leverage above 1, as alpha is outside its limits, so this correction does not exist. "
                'Fit with working="independence".'
            )
        middle = (vectors * (remainder**power)[:, None, :]) @ np.swapaxes(vectors, 1, 2)
        return self.root @ middle @ self.inverse_root

    def _shares(self, contrast: FloatArray) -> FloatArray:
        """What each cluster lowers the model-based variance of the contrast by, as shares of the sum, (clusters,)."""
        values, vectors = self.leverages
        along = np.einsum("kij,i->kj", vectors, self.inverse_root @ contrast)
        # (M - M_i)^-1 - M^-1 has eigenvalues l / (1 - l) where M_i has l.
        lowered: FloatArray = (along**2 * values / (1 - values)).sum(axis=1)
        return lowered / lowered.sum()
