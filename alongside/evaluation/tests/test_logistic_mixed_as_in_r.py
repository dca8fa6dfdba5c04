"""Logistic mixed models beside glmer of lme4 1.1-31 (R 4.2.2), and beside Laplace's approximation written out in R."""

import numpy as np
import pytest

from alongside.evaluation.estimation.logistic_mixed import LogisticMixedModel
from alongside.evaluation.tests.logistic_trials import OUTCOMES, answer, few_fitted, fitted

approx = pytest.approx
TRIALS = tuple(OUTCOMES)


def ses(model: LogisticMixedModel) -> np.ndarray:
    return np.sqrt(np.diag(model.covariance))


def numbers(printed: str) -> list[float]:
    return [float(number) for number in printed.split()]


def of(coefficients: dict, what: str) -> list[float]:
    return [row[what] for row in coefficients.values()]


@pytest.mark.parametrize("trial", TRIALS)
def test_quadrature_with_15_points_as_in_r(trial: str) -> None:
    model, theirs = fitted(trial, 15), answer(trial)["agq15"]
    polished = theirs["polished"]
    assert model.log_likelihood == approx(theirs["log_likelihood"], rel=1e-12)
    assert model.variance == approx(next(iter(polished["variance"].values())), rel=1e-7)
    assert model.estimates == approx(of(polished["coef"], "estimate"), rel=1e-6, abs=1e-7)
    assert ses(model) == approx(of(polished["coef"], "se"), rel=1e-6)
    # Of the variance before R's answer was polished.
    assert model.icc == approx(theirs["icc_latent"], rel=1e-5)


# lme4 stops its search for the modes early, and takes the determinant of Laplace's approximation from the step before:
# at one and the same point its log likelihood is 1.1e-6 below Laplace's for the stepped wedge and 2.4e-7 for the large
# trial, whatever its tolerance. Its second differences suffer most; the next test has the right ones.
@pytest.mark.parametrize(("trial", "se"), [("wise_dev", 1e-4), ("small_dev", 1e-4), ("sw_dev", 3e-3)])
def test_laplace_as_near_as_r_goes(trial: str, se: float) -> None:
    model, theirs = fitted(trial, 1), answer(trial)["laplace"]
    polished = theirs["polished"]
    assert model.log_likelihood == approx(theirs["log_likelihood"], abs=2e-6)
    assert model.variance == approx(next(iter(polished["variance"].values())), rel=2e-5)
    assert model.estimates == approx(of(polished["coef"], "estimate"), rel=1e-5, abs=1e-5)
    assert ses(model) == approx(of(polished["coef"], "se"), rel=se)
    assert model.icc == approx(theirs["icc_latent"], rel=2e-5)


# laplace <- function(p) { th <- p[1]; fixed <- drop(X %*% p[-1]); total <- 0
#   for (k in unique(g)) { i <- g == k; u <- 0
#     for (step in 1:60) { q <- plogis(fixed[i] + th * u)
#       u <- u + (th * sum(y[i] - q) - u) / (1 + th^2 * sum(q * (1 - q))) }
#     e <- fixed[i] + th * u; q <- plogis(e)
#     total <- total + sum(y[i] * e - log1p(exp(e))) - u^2 / 2 - log(1 + th^2 * sum(q * (1 - q))) / 2 }
#   total }
# x <- c(0.4, coef(glm(y ~ X - 1, family = binomial)))
# for (k in 1:8) x <- x - solve(numDeriv::hessian(laplace, x), numDeriv::grad(laplace, x))
# laplace(x); x; sqrt(diag(solve(-numDeriv::hessian(laplace, x))))          # R 4.2.2, numDeriv 2016.8-1.1
LAPLACE = {
    "few": (
        -32.015897365088,
        [3.17713435132494, 2.81736451866840, -1.26082053726498, -0.93749536060696],
        [2.2183833954054, 2.7415476586009, 1.2281759257637],
    ),
    "small_dev": (
        -206.216778853,
        [0.6593743326646, -0.0183538754541, -0.5252842440442, -0.1556284983680],
        [0.3223421983829, 0.4719487693472, 0.1244141328914],
    ),
    "sw_dev": (
        -755.4532490799,
        numbers(
            "0.41525637626632 -0.29561640408367 -0.64602914681896 -0.48498457754036 "
            "0.06119888279035 -0.14966239107717 0.20733210899514 0.34110588231091"
        ),
        numbers(
            "0.1962157293514 0.2145826854307 0.2178938800969 0.2233205977796 "
            "0.2457437147693 0.2703365804165 0.3000984342261"
        ),
    ),
}


@pytest.mark.parametrize("trial", LAPLACE)
def test_laplace_as_written_out_in_r(trial: str) -> None:
    model = few_fitted(2, 1) if trial == "few" else fitted(trial, 1)
    log_likelihood, parameters, their_ses = LAPLACE[trial]
    assert model.log_likelihood == approx(log_likelihood, rel=1e-12)
    assert [model.theta, *model.estimates] == approx(parameters, rel=1e-7, abs=1e-7)
    assert ses(model) == approx(their_ses, rel=1e-7)


@pytest.mark.parametrize("trial", TRIALS)
def test_wald_tests_as_in_r(trial: str) -> None:
    # R's z are of its own standard errors, by finite differences.
    rows, theirs = fitted(trial, 15).coefficients(), answer(trial)["agq15"]["coef"]
    assert list(rows) == list(theirs)
    assert [row.t for row in rows.values()] == approx(of(theirs, "z"), rel=1e-4)
    assert [row.p_value for row in rows.values()] == approx(of(theirs, "p"), rel=1e-4, abs=1e-12)


# few(push) of logistic_trials, fitted by glmer(y ~ arm + z + (1 | i), binomial, nAGQ = points, control = glmerControl(
# optimizer = "bobyqa", optCtrl = list(rhoend = 1e-10, maxfun = 2e5), tolPwrss = 1e-13)), then three Newton steps of its
# deviance with numDeriv; se from the Hessian in (theta, beta); ranef(m, condVar = TRUE); lme4 1.1-31.
FEW = {
    (1, 1): {
        "log_likelihood": -58.4765474562,
        "parameters": [0.755181404203, 0.34384908977, -0.635980971791, 0.498036265471],
        "ses": [0.682754391181, 0.77326679559, 0.736669676143],
        "effects": numbers(
            "-0.347257615436 0.155923370606 -0.588879412162 0.531149940249 "
            "0.302588595621 0.256752209714 0.582949435369 -0.940479647548"
        ),
        "sds": numbers(
            "0.632865464154 0.578553529569 0.516969592828 0.456691026338 "
            "0.683128770541 0.380094876123 0.356800350014 0.582806363795"
        ),
        "of_arm": 0.653141148608,
    },
    (1, 7): {
        "log_likelihood": -58.4247276372,
        "parameters": [0.781792088376, 0.339007149523, -0.63712636004, 0.496509669201],
        "ses": [0.691776718247, 0.789442146531, 0.737359617979],
        "effects": numbers(
            "-0.362722818629 0.165290340422 -0.604848012242 0.548875102904 "
            "0.321274077261 0.266274446164 0.596203568955 -0.976826981369"
        ),
        "sds": numbers(
            "0.648138997856 0.590285224777 0.525257881804 0.46277518353 "
            "0.703039684496 0.383393905422 0.360062364215 0.597225570572"
        ),
        "of_arm": 0.630992491759,
    },
    (2, 1): {
        "log_likelihood": -32.0158973674,
        "parameters": [3.17713425902, 2.81736438064, -1.26082040748, -0.93749535562],
        "ses": [2.21838152228, 2.74154624149, 1.22817589369],
        "effects": numbers(
            "-2.83435477359 0.399920579947 -2.70333472447 2.7990230931 "
            "0.927759257319 0.0722533432568 2.58630830825 -3.80934413471"
        ),
        "sds": numbers(
            "1.10182929476 1.04583685906 0.708074726121 1.6442177923 "
            "2.31447789538 0.509171351788 1.68265784319 1.48924087846"
        ),
        "of_arm": 0.231308052805,
    },
    (2, 15): {
        "log_likelihood": -31.7510003733,
        "parameters": [3.3239596952, 2.73017581277, -1.17110317299, -0.963579659622],
        "ses": [2.19064283025, 2.76296041923, 1.23425130076],
        "effects": numbers(
            "-2.77997665592 0.417409764948 -2.61917133156 2.87690269928 "
            "1.02511539769 0.0832294772471 2.72696414788 -3.87801400365"
        ),
        "sds": numbers(
            "1.11097401167 1.05163619561 0.71095210593 1.70209996448 "
            "2.36422613691 0.509926365307 1.72678584584 1.54435282221"
        ),
        "of_arm": 0.191179196347,
    },
}


@pytest.mark.parametrize(("push", "points"), FEW)
def test_few_unequal_clusters_as_in_r(push: int, points: int) -> None:
    model, theirs = few_fitted(push, points), FEW[push, points]
    # The determinant of the step before is felt here too, in (2, 1).
    assert model.log_likelihood == approx(theirs["log_likelihood"], abs=5e-9 if points == 1 else 1e-9)
    assert [model.theta, *model.estimates] == approx(theirs["parameters"], rel=1e-6)
    assert ses(model) == approx(theirs["ses"], rel=2e-6)


@pytest.mark.parametrize(("push", "points"), FEW)
def test_predicted_cluster_effects_as_in_r(push: int, points: int) -> None:
    # R's are at its optimum before the Newton steps.
    found, theirs = few_fitted(push, points).cluster_effects(), FEW[push, points]
    assert found.labels == tuple("01234567")
    assert found.effects == approx(theirs["effects"], rel=1e-5)
    assert found.sds == approx(theirs["sds"], rel=1e-5)


@pytest.mark.parametrize(("push", "points"), FEW)
def test_likelihood_ratio_of_the_arm_as_in_r(push: int, points: int) -> None:
    found = few_fitted(push, points).likelihood_ratio("arm")
    assert found.statistic == approx(FEW[push, points]["of_arm"], abs=1e-8)
    assert found.df == 1


# The same with push 0: nAGQ 7 and 15 give theta 0 exactly, Laplace 1.5e-8. glm(y ~ arm + z, binomial,
# control = glm.control(epsilon = 1e-15)):
PLAIN = [-0.58574434308189, -0.21653259847925, 0.21207771575550]
PLAIN_SES = [0.46686576753393, 0.43615841858413, 0.69343899235186]
PLAIN_LOG_LIKELIHOOD = -59.8749746301


@pytest.mark.parametrize("points", [1, 7, 15])
def test_a_variance_of_zero_is_plain_logistic_regression_as_in_r(points: int) -> None:
    model = few_fitted(0, points)
    assert (model.theta, model.variance, model.icc, model.boundary) == (0.0, 0.0, 0.0, True)
    assert model.estimates == approx(PLAIN, rel=1e-10)
    assert ses(model) == approx(PLAIN_SES, rel=1e-10)
    assert model.log_likelihood == approx(PLAIN_LOG_LIKELIHOOD, rel=1e-11)
    assert model.likelihood_ratio("arm").statistic == approx(0.247026334774, abs=1e-9)
    assert model.cluster_effects().effects == approx(np.zeros(8), abs=0)
    assert model.cluster_effects().sds == approx(np.zeros(8), abs=0)
