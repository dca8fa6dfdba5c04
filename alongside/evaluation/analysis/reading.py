"""Reading a specification: every key, and what may not be asked together."""

from collections.abc import Sequence

from alongside.evaluation.analysis.design_matrix import columns_of
from alongside.evaluation.analysis.flow_spec import read_flow
from alongside.evaluation.analysis.reader import Reader, read_toml
from alongside.evaluation.analysis.spec import (
    BINARY,
    CONTINUOUS,
    INFERENCE,
    Economics,
    Imputation,
    Outcome,
    Permutation,
    Spec,
    Trial,
)
from alongside.evaluation.analysis.table import EMPTY
from alongside.evaluation.errors import BadInput

# More than these would take hours, and say nothing more.
MOST_IMPUTATIONS, MOST_CYCLES, MOST_DRAWS = 1_000, 1_000, 100_000


def read_spec(text: str) -> Spec:
    """Read the specification of an analysis.

    Raises
    ------
    BadInput
        With the key and the table that are wrong.
    """
    whole = read_toml(text)
    trial = _trial(whole.needed("trial"))
    outcomes = tuple(_outcome(part, trial) for part in whole.parts("outcome"))
    if not outcomes:
        raise BadInput("The specification has no [[outcome]].")
    names = [outcome.name for outcome in outcomes]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise BadInput(f"Two outcomes are called {twice}; give one of them another name.")
    spec = Spec(
        trial=trial,
        outcomes=outcomes,
        imputation=_imputation(whole.part("imputation"), trial),
        received=_received(whole.part("compliance"), trial),
        economics=_economics(whole.part("economics"), trial),
        permutation=_permutation(whole.part("permutation"), trial),
        flow=read_flow(whole.part("flow")),
        text=text,
    )
    whole.done()
    return spec


def _trial(part: Reader) -> Trial:
    found = Trial(
        title=part.text("title"),
        arm=part.text("arm"),
        cluster=part.text("cluster"),
        person=part.maybe_text("person"),
        period=part.maybe_text("period"),
        period_effects=part.yes("period_effects", part.has("period")),
        strata=part.texts("strata", ()),
        adjust=tuple(dict.fromkeys((*part.texts("strata", ()), *part.texts("adjust", ())))),
        baseline=part.texts("baseline", ()),
        categories=part.texts("categories", ()),
        missing=part.texts("missing", EMPTY, blank=True),
        intervention=part.text("intervention", "Intervention"),
        control=part.text("control", "Control"),
    )
    part.done()
    _covariates(found.adjust, found, f"strata or adjust in {part.where}")
    if found.period_effects and not found.stepped_wedge:
        raise BadInput("period_effects in [trial] needs a period: the column that says when.")
    columns = [found.arm, *found.labels, *([found.period] if found.period else [])]
    if len(set(columns)) < len(columns):
        raise BadInput("arm, cluster, person and period in [trial] must each be a column of its own.")
    return found


def _outcome(part: Reader, trial: Trial) -> Outcome:
    columns, times = _visits(part)
    kind = part.choice("kind", ("continuous", "binary"), "continuous")
    allowed = CONTINUOUS if kind == "continuous" else BINARY
    # The one term of the logistic mixed model counts people where the clusters are in both arms.
    usual = "gee" if kind == "binary" and trial.stepped_wedge else allowed[0]
    model = part.choice("model", allowed, usual)
    ways = INFERENCE.get(model, ())
    found = Outcome(
        name=part.text("name", "_".join(columns)),
        label=part.text("label", part.text("name", " and ".join(columns))),
        columns=columns,
        times=times,
        kind=kind,
        above=part.maybe_number("above"),
        primary=part.yes("primary", False),
        adjust=part.texts("adjust", ()),
        model=model,
        inference=part.choice("inference", ways, ways[0]) if ways else "",
        also=part.choices("also", allowed),
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


def _possible(outcome: Outcome, trial: Trial, where: str) -> None:
    models = (outcome.model, *outcome.also)
    for key, terms in (("adjust", outcome.adjust), ("subgroups", outcome.subgroups)):
        _covariates(terms, trial, f"{key} in {where}")
        itself = next(
            (term for term in (*terms, *trial.adjust) if set(columns_of([term])) & set(outcome.columns)), None
        )
        if itself is not None:
            raise BadInput(
                f"{where}: {itself} is the outcome itself, and nothing it can be adjusted for or divided by."
            )
    if outcome.model in outcome.also:
        raise BadInput(f"also in {where} names {outcome.model}, which is the model already.")
    if outcome.above is not None and not outcome.binary:
        raise BadInput(f'above in {where} makes a yes-or-no outcome: add kind = "binary".')
    if outcome.repeated:
        _possible_repeated(outcome, trial, where)
    whole_clusters = [model for model in models if model in ("cluster_means", "permutation")]
    if trial.stepped_wedge and whole_clusters:
        raise BadInput(
            f"{where}: in a stepped wedge every cluster is in both arms, so that {whole_clusters[0]} cannot be "
            "used. Use mixed, gee or cluster_robust."
        )


def _possible_repeated(outcome: Outcome, trial: Trial, where: str) -> None:
    if outcome.binary or {outcome.model, *outcome.also} != {"mixed"} or outcome.subgroups:
        raise BadInput(f'{where}: repeated visits are analysed by model = "mixed", without also or subgroups.')
    if trial.person is None:
        raise BadInput(f"{where} has repeated visits: [trial] must name the column of the person.")


def _covariates(terms: Sequence[str], trial: Trial, what: str) -> None:
    """Raise where a term is of a column that has its place in every model."""
    for term in terms:
        columns = columns_of([term])
        if "" in columns:
            raise BadInput(f"{term!r} of {what} is no column, nor a product of columns such as age:dep.")
        if trial.arm in columns and len(columns) > 1:
            raise BadInput(
                f"{term} of {what} would make the effect that of some people only. To see the effect in groups of "
                "people, name their column in subgroups."
            )
        if {trial.arm, *trial.labels} & set(columns) or term == trial.period:
            raise BadInput(f"{term} of {what} is in the model already: leave it out.")
        if "arm" in columns:
            raise BadInput(f"{term} of {what}: results call the effect of the intervention arm. Rename the column.")


def _imputation(part: Reader | None, trial: Trial) -> Imputation | None:
    if part is None:
        return None
    found = Imputation(
        imputations=part.whole("imputations", 20, least=2, most=MOST_IMPUTATIONS),
        cycles=part.whole("cycles", 10, least=3, most=MOST_CYCLES),  # half of them tell whether chains have settled
        seed=part.whole("seed"),
        auxiliary=part.texts("auxiliary", ()),
    )
    part.done()
    _covariates(found.auxiliary, trial, f"auxiliary in {part.where}")
    _parallel(trial, part.where)
    return found


def _received(part: Reader | None, trial: Trial) -> str | None:
    if part is None:
        return None
    found = part.text("received")
    part.done()
    _parallel(trial, part.where)
    return found


def _economics(part: Reader | None, trial: Trial) -> Economics | None:
    if part is None:
        return None
    method = part.choice("method", ("bivariate_model", "two_stage_bootstrap", "cluster_means"))
    bootstrap, covariates = method == "two_stage_bootstrap", method != "cluster_means"
    found = Economics(
        cost=part.text("cost"),
        qaly=part.text("qaly"),
        method=method,
        thresholds=part.numbers("thresholds", (20_000.0, 30_000.0)),
        adjust_cost=part.texts("adjust_cost", ()) if covariates else (),
        adjust_qaly=part.texts("adjust_qaly", ()) if covariates else (),
        replicates=part.whole("replicates", 10_000, least=100, most=MOST_DRAWS) if bootstrap else 0,
        seed=part.whole("seed") if bootstrap else 0,
        average=part.choice("average", ("people", "clusters"), "people") if bootstrap else "",
        population=part.maybe_number("population"),
        years=part.whole("years", 5, least=1, most=100),
    )
    part.done()
    _parallel(trial, part.where)
    for key, terms in (("adjust_cost", found.adjust_cost), ("adjust_qaly", found.adjust_qaly)):
        _covariates(terms, trial, f"{key} in {part.where}")
    _amounts(found, part.where)
    return found


def _amounts(found: Economics, where: str) -> None:
    if min(found.thresholds) < 0:
        raise BadInput(f"thresholds in {where} must be 0 or more: they are what a QALY is worth in pounds.")
    if len(set(found.thresholds)) < len(found.thresholds):
        raise BadInput(f"thresholds in {where} names one twice.")
    if found.population is not None and found.population <= 0:
        raise BadInput(f"population in {where} is {found.population:g}; it must be above 0.")


def _permutation(part: Reader | None, trial: Trial) -> Permutation:
    if part is None:
        return Permutation(trial.strata, 9_999, 1, None)
    audit = part.maybe_text("audit")
    if audit is not None and part.has("strata"):
        raise BadInput("[permutation] has an audit, which knows the strata: leave out strata.")
    found = Permutation(
        strata=part.texts("strata", trial.strata),
        draws=part.whole("draws", 9_999, least=99, most=MOST_DRAWS),
        seed=part.whole("seed", 1),
        audit=audit,
    )
    part.done()
    _parallel(trial, part.where)
    return found


def _parallel(trial: Trial, where: str) -> None:
    if trial.stepped_wedge:
        raise BadInput(f"{where} is for trials whose clusters stay in one arm: leave it out of a stepped wedge.")
