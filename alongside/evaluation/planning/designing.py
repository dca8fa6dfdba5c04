"""Questions of sample size and power, asked in a specification over several intracluster correlations."""

from collections.abc import Callable
from dataclasses import dataclass

from alongside.evaluation import design
from alongside.evaluation.analysis.reader import Reader, read_toml
from alongside.evaluation.design import Curve, Mean, ParallelTrial, Proportion, SteppedWedge, Visits
from alongside.evaluation.errors import BadInput, NotEstimable

ASKS = ("clusters", "size", "power", "detectable")
PLOTTED = 25  # points of a curve from the lowest to the highest ICC


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
    """
    whole = read_toml(text)
    part = whole.part("design")
    if part is None:
        raise BadInput("The specification has no [design].")
    title, kind = part.text("title"), part.choice("kind", ("parallel", "stepped_wedge"), "parallel")
    ask = part.choice("ask", ASKS)
    iccs = part.numbers("icc")
    if not iccs:
        raise BadInput("icc in [design] needs at least one number.")
    make, question, label = (_parallel if kind == "parallel" else _wedge)(part, whole, ask)
    part.done()
    whole.done()
    answers = tuple(_answered(make(icc), icc, question) for icc in iccs)
    return DesignAnswers(title, ask, label, answers, _curve(make(iccs[0]), question, label, iccs))


Trial = ParallelTrial | SteppedWedge
Question = Callable[[Trial], tuple[float, str]]


def _answered(trial: Trial, icc: float, question: Question) -> Answer:
    try:
        return Answer(icc, *question(trial))
    except NotEstimable as problem:
        return Answer(icc, None, str(problem))


def _curve(trial: Trial, question: Question, label: str, iccs: tuple[float, ...]) -> Curve | None:
    if len(set(iccs)) < 2:
        return None
    low, high = min(iccs), max(iccs)
    points = [low + (high - low) * step / (PLOTTED - 1) for step in range(PLOTTED)]
    size = float(trial.cluster_size)  # type: ignore[arg-type]
    if isinstance(trial, ParallelTrial):
        return design.curve(trial, lambda at: question(at)[0], label=label, iccs=points, cluster_sizes=[size])
    return design.curve(trial, lambda at: question(at)[0], label=label, iccs=points, cluster_sizes=[size])


def _parallel(part: Reader, whole: Reader, ask: str) -> tuple[Callable[[float], Trial], Question, str]:
    outcome = _outcome(whole)
    visits = Visits(
        follow_ups=part.whole("follow_ups", 1, least=1),
        baselines=part.whole("baselines", 0),
        cac=part.number("cac", 1.0),
        iac=part.number("iac", 0.0),
    )
    size = part.number("cluster_size", 1.0 if ask == "size" else None) if ask == "size" else part.number("cluster_size")
    given = {
        "cv": part.number("cv", 0.0),
        "ratio": part.number("ratio", 1.0),
        "people_lost": part.number("people_lost", 0.0),
        "clusters_lost": part.number("clusters_lost", 0.0),
        "alpha": part.number("alpha", 0.05),
    }
    method = part.choice("method", ("t", "normal"), "t")

    def make(icc: float) -> Trial:
        way = "normal" if method == "normal" else "t"
        return ParallelTrial(outcome, icc=icc, cluster_size=size, visits=visits, method=way, **given)  # type: ignore[arg-type]

    return make, *_asked(part, ask)


def _asked(part: Reader, ask: str) -> tuple[Question, str]:
    power = part.number("power", 0.8) if ask != "power" else 0.0
    difference = part.number("difference") if ask != "detectable" else 0.0
    clusters = part.whole("clusters", least=4) if ask != "clusters" else 0
    direction = part.choice("direction", ("rise", "fall"), "rise") if ask == "detectable" else "rise"

    def question(trial: Trial) -> tuple[float, str]:
        if not isinstance(trial, ParallelTrial):
            raise BadInput("This question is for a parallel trial.")
        if ask == "clusters":
            found = trial.clusters_needed(difference=difference, power=power)
            return float(found.clusters.total), found.describe()
        if ask == "size":
            size = trial.size_needed(difference=difference, clusters=clusters, power=power)
            return float(size.cluster_size), size.describe()
        if ask == "power":
            reached = trial.power(difference=difference, clusters=clusters)
            return reached.power, reached.describe()
        least = trial.detectable(clusters=clusters, power=power, direction="fall" if direction == "fall" else "rise")
        return least.difference, least.describe()

    labels = {
        "clusters": "clusters needed",
        "size": "people needed in a cluster",
        "power": "power",
        "detectable": "the detectable difference",
    }
    return question, labels[ask]


def _outcome(whole: Reader) -> Mean | Proportion:
    part = whole.part("outcome")
    if part is None:
        raise BadInput("The specification has no [outcome].")
    kind = part.choice("kind", ("mean", "proportion"), "mean")
    found = Mean(part.number("sd", 1.0)) if kind == "mean" else Proportion(part.number("control"))
    part.done()
    return found


def _wedge(part: Reader, whole: Reader, ask: str) -> tuple[Callable[[float], Trial], Question, str]:
    outcome = _outcome(whole)
    if isinstance(outcome, Proportion):
        control = outcome.control
        sd = (control * (1 - control)) ** 0.5
    else:
        sd = outcome.sd
    matrix = design.wedge(
        part.numbers("clusters_per_step"),
        baseline_periods=part.whole("baseline_periods", 1),
        periods_per_step=part.whole("periods_per_step", 1, least=1),
    )
    size = part.number("cluster_size", 1.0) if ask == "size" else part.number("cluster_size")
    given = {
        "cac": part.number("cac", 1.0),
        "iac": part.number("iac", 0.0),
        "alpha": part.number("alpha", 0.05),
    }
    method = part.choice("method", ("t", "normal"), "t")
    decay = part.yes("decay", False)

    def make(icc: float) -> Trial:
        way = "normal" if method == "normal" else "t"
        return SteppedWedge(matrix, cluster_size=size, icc=icc, sd=sd, decay=decay, method=way, **given)  # type: ignore[arg-type]

    return make, *_asked_of_wedge(part, ask)


def _asked_of_wedge(part: Reader, ask: str) -> tuple[Question, str]:
    power = part.number("power", 0.8) if ask != "power" else 0.0
    difference = part.number("difference") if ask != "detectable" else 0.0

    def question(trial: Trial) -> tuple[float, str]:
        if not isinstance(trial, SteppedWedge):
            raise BadInput("This question is for a stepped wedge.")
        if ask == "clusters":
            times = trial.repeats_needed(difference=difference, power=power)
            whole = trial.repeated(times)
            return float(whole.clusters), whole.power(difference=difference).describe()
        if ask == "size":
            size = trial.size_needed(difference=difference, power=power)
            return float(size), f"{trial.describe()} {size} people in each cluster and period are needed."
        reached = trial.detectable(power=power) if ask == "detectable" else trial.power(difference=difference)
        return (reached.difference if ask == "detectable" else reached.power), reached.describe()

    labels = {
        "clusters": "clusters needed",
        "size": "people needed in a cluster and period",
        "power": "power",
        "detectable": "the detectable difference",
    }
    return question, labels[ask]
