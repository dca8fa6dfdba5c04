"""Questions of sample size and power, asked in a specification over several intracluster correlations."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar, cast

import numpy as np

from alongside.evaluation import design
from alongside.evaluation.analysis.reader import Reader, read_toml
from alongside.evaluation.design import Curve, Mean, ParallelTrial, Proportion, SteppedWedge, Visits
from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.wording import number, percent

ASKS = ("clusters", "size", "power", "detectable")
PLOTTED = 25  # points of a curve from the lowest to the highest ICC
MOST_AT_A_STEP = 1_000  # clusters
MOST_VISITS = 1_000
MOST_PERIODS = 100
DOUBTED = 0.8  # a cluster autocorrelation to set beside 1

Trial = TypeVar("Trial", ParallelTrial, SteppedWedge)
Question = Callable[[Trial], tuple[float, str]]


@dataclass(frozen=True)
class Answer:
    """What was found at one ICC, or why nothing was."""

    icc: float
    value: float | None
    words: str


@dataclass(frozen=True)
class DesignAnswers:
    """One question asked over several ICCs, and the curve between them."""

    title: str
    ask: str
    label: str
    answers: tuple[Answer, ...]
    curve: Curve | None


def read_design_spec(text: str) -> DesignAnswers:
    """Read the specification and answer it.

    Raises
    ------
    BadInput
        With the key and the table that are wrong.
    NotEstimable
        A stepped wedge in which no period has clusters of both kinds.
    """
    whole = read_toml(text)
    part, outcome = whole.needed("design"), _outcome(whole.needed("outcome"))
    whole.done()
    title, kind = part.text("title"), part.choice("kind", ("parallel", "stepped_wedge"), "parallel")
    ask, iccs = part.choice("ask", ASKS), part.numbers("icc")
    if kind == "parallel":
        parallel, of_parallel = _parallel(part, outcome, ask, iccs[0]), _of_parallel(part, ask)
        several = parallel.visits.baselines + parallel.visits.follow_ups > 1
        doubted = _doubted(of_parallel, ask, _fading_visits) if several and not part.has("cac") else of_parallel
        part.done()
        return _answers(title, ask, parallel, doubted, iccs)
    wedge, of_wedge = _wedge(part, ask, iccs[0]), _of_wedge(part, outcome, ask)
    of_wedge = of_wedge if part.has("cac") else _doubted(of_wedge, ask, _fading)
    part.done()
    return _answers(title, ask, wedge, of_wedge, iccs)


def _outcome(part: Reader) -> Mean | Proportion:
    kind = part.choice("kind", ("mean", "proportion"), "mean")
    found = Mean(part.number("sd", 1.0)) if kind == "mean" else Proportion(part.number("control"))
    part.done()
    return found


def _answers(title: str, ask: str, trial: Trial, question: Question[Trial], iccs: tuple[float, ...]) -> DesignAnswers:
    label = _label(ask, isinstance(trial, SteppedWedge))
    answers = tuple(_answer(replace(trial, icc=icc), icc, question) for icc in iccs)
    return DesignAnswers(title, ask, label, answers, _curve(trial, question, label, iccs))


def _answer(trial: Trial, icc: float, question: Question[Trial]) -> Answer:
    try:
        return Answer(icc, *question(trial))
    except NotEstimable as problem:
        return Answer(icc, None, str(problem))


def _curve(trial: Trial, question: Question[Trial], label: str, iccs: tuple[float, ...]) -> Curve | None:
    low, high = min(iccs), max(iccs)
    if low == high:
        return None
    points = [low + (high - low) * step / (PLOTTED - 1) for step in range(PLOTTED)]
    size = np.atleast_1d(np.asarray(trial.cluster_size))
    return design.curve(trial, lambda at: question(at)[0], label=label, iccs=points, cluster_sizes=size)


def _label(ask: str, stepped: bool) -> str:
    return {
        "clusters": "clusters needed",
        "size": f"people needed in a cluster{' and period' if stepped else ''}",
        "power": "power",
        "detectable": "the detectable difference",
    }[ask]


def _parallel(part: Reader, outcome: Mean | Proportion, ask: str, icc: float) -> ParallelTrial:
    visits = Visits(
        follow_ups=part.whole("follow_ups", 1, least=1, most=MOST_VISITS),
        baselines=part.whole("baselines", 0, most=MOST_VISITS),
        cac=part.number("cac", 1.0),
        iac=part.number("iac", 0.0),
    )
    return ParallelTrial(
        outcome,
        icc=icc,
        cluster_size=_size(part, ask),
        cv=part.number("cv", 0.0),
        ratio=part.number("ratio", 1.0),
        visits=visits,
        people_lost=part.number("people_lost", 0.0),
        clusters_lost=part.number("clusters_lost", 0.0),
        alpha=part.number("alpha", 0.05),
        method=_method(part),
    )


def _of_parallel(part: Reader, ask: str) -> Question[ParallelTrial]:
    power, difference = _aims(part, ask)
    clusters = part.whole("clusters", least=4) if ask != "clusters" else 0
    direction = cast(Any, part.choice("direction", ("rise", "fall"), "rise") if ask == "detectable" else "rise")

    def question(trial: ParallelTrial) -> tuple[float, str]:
        if ask == "clusters":
            needed = trial.clusters_needed(difference=difference, power=power)
            return needed.clusters.total, needed.describe()
        if ask == "size":
            needed = trial.size_needed(difference=difference, clusters=clusters, power=power)
            return needed.cluster_size, needed.describe()
        if ask == "power":
            reached = trial.power(difference=difference, clusters=clusters)
            return reached.power, reached.describe()
        least = trial.detectable(clusters=clusters, power=power, direction=direction)
        return least.difference, least.describe()

    return question


def _fading(trial: SteppedWedge) -> SteppedWedge:
    return replace(trial, cac=DOUBTED)


def _fading_visits(trial: ParallelTrial) -> ParallelTrial:
    return replace(trial, visits=replace(trial.visits, cac=DOUBTED))


def _doubted(question: Question[Trial], ask: str, fading: Callable[[Trial], Trial]) -> Question[Trial]:
    """The question asked once more, where nobody said how alike a cluster's periods are."""

    def asked(trial: Trial) -> tuple[float, str]:
        value, words = question(trial)
        try:
            found, here = (percent(v, decimals=1) if ask == "power" else number(v) for v in (other(trial), value))
            answer = f"this would be {found} rather than {here}"
        except NotEstimable:
            answer = "no answer could be given"
        return value, (
            f"{words} No cluster autocorrelation (cac) was given and 1 was assumed, a cluster being as much like "
            f"itself at any other time as at the same: with {DOUBTED} {answer}."
        )

    def other(trial: Trial) -> float:
        return question(fading(trial))[0]

    return asked


def _wedge(part: Reader, ask: str, icc: float) -> SteppedWedge:
    steps = part.numbers("clusters_per_step")
    if max(steps) > MOST_AT_A_STEP:
        raise BadInput(f"clusters_per_step in {part.where} can be at most {MOST_AT_A_STEP:,}.")
    baseline = part.whole("baseline_periods", 1, most=MOST_PERIODS)
    each = part.whole("periods_per_step", 1, least=1, most=MOST_PERIODS)
    if baseline + each * len(steps) > MOST_PERIODS:
        raise BadInput(f"{part.where} has {baseline + each * len(steps):,} periods; there can be {MOST_PERIODS}.")
    treatment = design.wedge(steps, baseline_periods=baseline, periods_per_step=each)
    return SteppedWedge(
        treatment,
        cluster_size=_size(part, ask),
        icc=icc,
        cac=part.number("cac", 1.0),
        iac=part.number("iac", 0.0),
        decay=part.yes("decay", False),
        alpha=part.number("alpha", 0.05),
        method=_method(part),
    )


def _of_wedge(part: Reader, outcome: Mean | Proportion, ask: str) -> Question[SteppedWedge]:
    if isinstance(outcome, Mean):
        of_means = _of_wedge_means(part, ask)
        return lambda trial: of_means(replace(trial, sd=outcome.sd))
    return _of_wedge_proportions(part, outcome, ask)


def _of_wedge_proportions(part: Reader, outcome: Proportion, ask: str) -> Question[SteppedWedge]:
    """Of means whose standard deviation is that of the proportion halfway between the two."""
    if ask != "detectable":
        difference = part.number("difference")
        sd, of_means = outcome.pooled_sd(difference), _of_wedge_means(part, ask)

        def question(trial: SteppedWedge) -> tuple[float, str]:
            value, words = of_means(replace(trial, sd=sd))
            return value, f"{_yes_or_no(outcome, difference)} {words}"

        return question

    power, direction = part.number("power", 0.8), cast(Any, part.choice("direction", ("rise", "fall"), "rise"))

    def detectable(trial: SteppedWedge) -> tuple[float, str]:
        weight = replace(trial, sd=1.0).detectable(power=power).difference ** 2
        least = outcome.pooled_difference_for(weight, direction)
        words = replace(trial, sd=outcome.pooled_sd(least)).power(difference=least).describe()
        return least, f"{_yes_or_no(outcome, least)} {words}"

    return detectable


def _yes_or_no(outcome: Proportion, difference: float) -> str:
    return (
        f"The outcome is yes or no: we look for {outcome.shown(difference)}, and take the standard deviation of the "
        "proportion halfway between for both."
    )


def _of_wedge_means(part: Reader, ask: str) -> Question[SteppedWedge]:
    power, difference = _aims(part, ask)

    def question(trial: SteppedWedge) -> tuple[float, str]:
        if ask == "clusters":
            whole = trial.repeated(trial.repeats_needed(difference=difference, power=power))
            return whole.clusters, whole.power(difference=difference).describe()
        if ask == "size":
            whole = replace(trial, cluster_size=trial.size_needed(difference=difference, power=power))
            return cast(float, whole.cluster_size), whole.power(difference=difference).describe()
        reached = trial.power(difference=difference) if ask == "power" else trial.detectable(power=power)
        return (reached.power if ask == "power" else reached.difference), reached.describe()

    return question


def _aims(part: Reader, ask: str) -> tuple[float, float]:
    """The power and the difference, where they are not what is asked for."""
    return (
        part.number("power", 0.8) if ask != "power" else 0.0,
        part.number("difference") if ask != "detectable" else 0.0,
    )


def _size(part: Reader, ask: str) -> float:
    """Where the size is asked for, any will do to begin with."""
    return part.number("cluster_size") if ask != "size" else 1.0


def _method(part: Reader) -> Any:
    return part.choice("method", ("t", "normal"), "t")
