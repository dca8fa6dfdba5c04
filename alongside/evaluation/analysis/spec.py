"""What is to be analysed, as written in SPEC.toml. `docs/evaluation.md` describes every key."""

from dataclasses import dataclass, replace
from hashlib import sha256

from alongside.evaluation.analysis.flow_spec import FlowSpec, read_flow
from alongside.evaluation.analysis.reader import Reader, read_toml
from alongside.evaluation.analysis.table import EMPTY
from alongside.evaluation.errors import BadInput

CONTINUOUS = ("mixed", "gee", "cluster_means", "cluster_robust", "permutation")
BINARY = ("logistic_mixed", "gee", "cluster_means", "cluster_robust", "permutation", "mixed")
INFERENCE = {
    "mixed": ("kenward_roger", "satterthwaite"),
    "gee": ("kauermann_carroll", "mancl_derouen", "fay_graubard", "none"),
    "logistic_mixed": ("between_within", "normal"),
    "cluster_means": ("equal_variances", "welch"),
}


@dataclass(frozen=True)
class Trial:
    """How the trial was made, and which columns say so."""

    title: str
    arm: str
    cluster: str
    person: str | None
    period: str | None  # of a stepped wedge
    period_effects: bool  # whether people of one cluster and period are alike
    adjust: tuple[str, ...]
    categories: tuple[str, ...]
    missing: tuple[str, ...]
    intervention: str  # what the arms are called
    control: str

    @property
    def stepped_wedge(self) -> bool:
        return self.period is not None


@dataclass(frozen=True)
class Outcome:
    """One outcome and how it is analysed."""

    name: str
    label: str
    columns: tuple[str, ...]  # one, or one for each visit
    times: tuple[str, ...]  # what the visits are called
    kind: str
    above: float | None  # a binary outcome made of a number: yes when above
    primary: bool
    adjust: tuple[str, ...]
    model: str
    inference: str
    also: tuple[str, ...]
    subgroups: tuple[str, ...]
    unit: str
    better: str  # higher, lower or neither

    @property
    def repeated(self) -> bool:
        return len(self.columns) > 1

    @property
    def binary(self) -> bool:
        return self.kind == "binary"

    def by(self, model: str) -> "Outcome":
        """The same outcome by another model, with that model's usual inference."""
        return replace(self, model=model, inference=INFERENCE.get(model, ("",))[0])


@dataclass(frozen=True)
class Imputation:
    """How gaps are filled."""

    imputations: int
    cycles: int
    seed: int
    auxiliary: tuple[str, ...]


@dataclass(frozen=True)
class Economics:
    """The cost-effectiveness analysis."""

    cost: str
    qaly: str
    method: str
    thresholds: tuple[float, ...]
    adjust_cost: tuple[str, ...]
    adjust_qaly: tuple[str, ...]
    replicates: int
    seed: int
    average: str
    population: float | None
    years: int


@dataclass(frozen=True)
class Permutation:
    """The allocations a permutation test goes through."""

    strata: tuple[str, ...]
    draws: int
    seed: int


@dataclass(frozen=True)
class Spec:
    """A whole specification."""

    trial: Trial
    outcomes: tuple[Outcome, ...]
    imputation: Imputation | None
    received: str | None
    economics: Economics | None
    permutation: Permutation
    flow: FlowSpec | None
    sha256: str


def read_spec(text: str) -> Spec:
    """Read the specification of an analysis.

    Raises
    ------
    BadInput
        With the key and the table that are wrong.
    """
    whole = read_toml(text)
    trial = _trial(_needed(whole, "trial"))
    outcomes = tuple(_outcome(part, trial) for part in whole.parts("outcome"))
    if not outcomes:
        raise BadInput("The specification has no [[outcome]].")
    twice = {o.name for o in outcomes if [p.name for p in outcomes].count(o.name) > 1}
    if twice:
        raise BadInput(f"Two outcomes are called {sorted(twice)[0]}; give one of them another name.")
    spec = Spec(
        trial=trial,
        outcomes=outcomes,
        imputation=_imputation(whole.part("imputation")),
        received=_received(whole.part("compliance")),
        economics=_economics(whole.part("economics")),
        permutation=_permutation(whole.part("permutation"), trial),
        flow=read_flow(whole.part("flow")),
        sha256=sha256(text.encode()).hexdigest(),
    )
    whole.done()
    return spec


def _needed(whole: Reader, key: str) -> Reader:
    part = whole.part(key)
    if part is None:
        raise BadInput(f"The specification has no [{key}].")
    return part


def _trial(part: Reader) -> Trial:
    found = Trial(
        title=part.text("title"),
        arm=part.text("arm"),
        cluster=part.text("cluster"),
        person=part.maybe_text("person"),
        period=part.maybe_text("period"),
        period_effects=part.yes("period_effects", False),
        adjust=part.texts("adjust", ()),
        categories=part.texts("categories", ()),
        missing=part.texts("missing", EMPTY),
        intervention=part.text("intervention", "Intervention"),
        control=part.text("control", "Control"),
    )
    part.done()
    if found.period_effects and not found.stepped_wedge:
        raise BadInput("period_effects in [trial] needs a period: the column that says when.")
    return found


def _outcome(part: Reader, trial: Trial) -> Outcome:
    columns, times = _visits(part)
    kind = part.choice("kind", ("continuous", "binary"), "continuous")
    allowed = CONTINUOUS if kind == "continuous" else BINARY
    model = part.choice("model", allowed, allowed[0])
    ways = INFERENCE.get(model, ())
    name = part.text("name", columns[0] if len(columns) == 1 else None) if part.has("name") or len(columns) == 1 else ""
    found = Outcome(
        name=name or "_".join(columns),
        label=part.text("label", name or " and ".join(columns)),
        columns=columns,
        times=times,
        kind=kind,
        above=part.maybe_number("above"),
        primary=part.yes("primary", False),
        adjust=part.texts("adjust", ()),
        model=model,
        inference=part.choice("inference", ways, ways[0]) if ways else "",
        also=tuple(_choices(part, "also", allowed)),
        subgroups=part.texts("subgroups", ()),
        unit=part.text("unit", ""),
        better=part.choice("better", ("higher", "lower", "neither"), "neither"),
    )
    part.done()
    _possible(found, trial, part.where)
    return found


def _visits(part: Reader) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if part.has("column") == part.has("columns"):
        raise BadInput(f"{part.where} needs either a column, or columns with times for repeated visits.")
    if part.has("column"):
        return (part.text("column"),), ()
    columns, times = part.texts("columns"), part.texts("times")
    if len(columns) < 2 or len(columns) != len(times):
        raise BadInput(f"columns in {part.where} must be two or more, with a time for each.")
    return columns, times


def _choices(part: Reader, key: str, choices: tuple[str, ...]) -> tuple[str, ...]:
    found = part.texts(key, ())
    for word in found:
        Reader({key: word}, part.where).choice(key, choices)
    return found


def _possible(outcome: Outcome, trial: Trial, where: str) -> None:
    models = (outcome.model, *outcome.also)
    if outcome.above is not None and not outcome.binary:
        raise BadInput(f'above in {where} makes a yes-or-no outcome: add kind = "binary".')
    if outcome.repeated:
        if outcome.binary or set(models) != {"mixed"} or outcome.subgroups:
            raise BadInput(f'{where}: repeated visits are analysed by model = "mixed", without also or subgroups.')
        if trial.person is None:
            raise BadInput(f"{where} has repeated visits: [trial] must name the column of the person.")
    whole_clusters = {"cluster_means", "permutation"} & set(models)
    if trial.stepped_wedge and whole_clusters:
        raise BadInput(
            f"{where}: in a stepped wedge every cluster is in both arms, so that {sorted(whole_clusters)[0]} cannot be "
            "used. Use mixed, gee or cluster_robust."
        )


def _imputation(part: Reader | None) -> Imputation | None:
    if part is None:
        return None
    found = Imputation(
        imputations=part.whole("imputations", 20, least=2),
        cycles=part.whole("cycles", 10, least=1),
        seed=part.whole("seed"),
        auxiliary=part.texts("auxiliary", ()),
    )
    part.done()
    return found


def _received(part: Reader | None) -> str | None:
    if part is None:
        return None
    found = part.text("received")
    part.done()
    return found


def _economics(part: Reader | None) -> Economics | None:
    if part is None:
        return None
    method = part.choice("method", ("bivariate_model", "two_stage_bootstrap", "cluster_means"))
    found = Economics(
        cost=part.text("cost"),
        qaly=part.text("qaly"),
        method=method,
        thresholds=part.numbers("thresholds", (20_000.0, 30_000.0)),
        adjust_cost=part.texts("adjust_cost", ()),
        adjust_qaly=part.texts("adjust_qaly", ()),
        replicates=part.whole("replicates", 10_000, least=100),
        seed=part.whole("seed") if method == "two_stage_bootstrap" else 0,
        average=part.choice("average", ("people", "clusters"), "people"),
        population=part.maybe_number("population"),
        years=part.whole("years", 5, least=1),
    )
    part.done()
    return found


def _permutation(part: Reader | None, trial: Trial) -> Permutation:
    if part is None:
        return Permutation(trial.adjust, 9_999, 1)
    found = Permutation(part.texts("strata", trial.adjust), part.whole("draws", 9_999, least=99), part.whole("seed", 1))
    part.done()
    return found
