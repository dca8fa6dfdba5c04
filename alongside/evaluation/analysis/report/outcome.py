"""One outcome: what was seen, the effect, the same effect seen in other ways, and by subgroup."""

from collections.abc import Iterator

from alongside.evaluation import wording
from alongside.evaluation.analysis.models import Effect
from alongside.evaluation.analysis.outcomes import ArmSummary, OutcomeAnalysis
from alongside.evaluation.analysis.report.words import effect_name, model_name, sentence, spread, written
from alongside.evaluation.analysis.spec import Spec
from alongside.evaluation.estimation import ComplierAverage
from alongside.evaluation.reporting import Figure, Part, Section, Table
from alongside.evaluation.reporting.charts import ForestRow, forest

HEAD = ("Analysis", "What", "Estimate (95% interval)", "p", "Degrees of freedom", "Rows", "Clusters")


def outcome_section(spec: Spec, found: OutcomeAnalysis) -> Section:
    """The section on one outcome."""
    title = f"{found.outcome.label}{' (primary outcome)' if found.outcome.primary else ''}"
    parts: list[Part] = [
        *(sentence(spec.trial, found.outcome, effect) for effect in found.main.effects),
        _seen(found),
        _results(found),
        *_forests(found),
    ]
    parts += list(_subgroups(found))
    parts.append(Section(f"How it was done: {found.outcome.label}", tuple(_words(found))))
    return Section(title, tuple(parts))


def _seen(found: OutcomeAnalysis) -> Table:
    head = ("Arm", *(("Visit",) if found.outcome.repeated else ()), "People", "Seen", "Clusters", _spread(found))
    rows = tuple(_arm(found, arm) for arm in found.arms)
    notes = (
        f"{found.left_out:,} rows are left out of the model: the outcome or something the model needs is missing.",
    )
    return Table(f"{found.outcome.label}: what was seen", head, rows, notes if found.left_out else (), len(head) - 4)


def _spread(found: OutcomeAnalysis) -> str:
    return "Share with it" if found.outcome.binary else "Mean (standard deviation)"


def _arm(found: OutcomeAnalysis, arm: ArmSummary) -> tuple[str, ...]:
    when = (arm.time,) if found.outcome.repeated else ()
    return (arm.arm, *when, f"{arm.people:,}", f"{arm.seen:,}", str(arm.clusters), _value(found, arm))


def _value(found: OutcomeAnalysis, arm: ArmSummary) -> str:
    if not arm.seen:
        return "nobody seen"
    if found.outcome.binary:
        return wording.percent(arm.mean, decimals=1)
    return spread(arm.mean, arm.sd)


def _results(found: OutcomeAnalysis) -> Table:
    rows = [row for name, effects, seen in _analyses(found) for row in _rows(name, effects, seen)]
    notes = ["All are of the intervention against the control arm."]
    notes += [
        f"{model_name(other.model, '')} could not be made: {other.problem}" for other in found.also if other.problem
    ]
    notes += found.problems
    return Table(f"{found.outcome.label}: the effect of the intervention", HEAD, tuple(rows), tuple(notes), 2)


def _analyses(found: OutcomeAnalysis) -> Iterator[tuple[str, tuple[Effect, ...], tuple[str, str]]]:
    """Name, effects, and rows and clusters of each analysis; the first is the main one."""
    for run in [found.main, *[other.run for other in found.also if other.run]]:
        yield model_name(run.model, run.inference), run.effects, (f"{run.rows:,}", str(run.clusters))
    if found.filled:
        everybody = sum(arm.people for arm in found.arms)
        yield "Gaps imputed", found.filled.effects, (f"{everybody:,}", str(found.filled.clusters))
    if found.compliers:
        row = found.compliers.effect
        scale = "difference in risk" if found.outcome.binary else "difference in means"
        effect = Effect("arm", scale, row.estimate, row.interval(), row.p_value, row.se, row.df)
        yield "Those who took part because of it", (effect,), (f"{found.main.rows:,}", str(found.main.clusters))


def _rows(name: str, effects: tuple[Effect, ...], seen: tuple[str, str]) -> list[tuple[str, ...]]:
    return [(_labelled(name, e), e.scale, written(e), _p(e), _df(e), *seen) for e in effects]


def _labelled(name: str, effect: Effect) -> str:
    return f"{name}, {effect_name(effect)}" if effect_name(effect) else name


def _p(effect: Effect) -> str:
    return wording.p_value(effect.p_value).removeprefix("p = ").removeprefix("p ")


def _df(effect: Effect) -> str:
    if effect.df is None:
        return "not used"
    return wording.number(effect.df, decimals=1) if effect.df < 1e6 else "normal"


def _forests(found: OutcomeAnalysis) -> Iterator[Figure]:
    """The analyses under one another, where there are several on one scale."""
    scale = found.main.effects[0].scale
    rows = [
        ForestRow(_labelled(name, e), e.estimate, e.interval.low, e.interval.high)
        for name, effects, _seen in _analyses(found)
        for e in effects
        if e.scale == scale and e.drawn and e.interval is not None
    ]
    if len(rows) > 1:
        yield _forest(f"{found.outcome.label}: all analyses", rows, found, scale)


def _forest(title: str, rows: list[ForestRow], found: OutcomeAnalysis, scale: str) -> Figure:
    ratio = scale == "odds ratio"
    unit = f"{scale[0].upper()}{scale[1:]}{f', {found.outcome.unit}' if found.outcome.unit else ''}"
    better = {"higher": ", higher is better", "lower": ", lower is better"}.get(found.outcome.better, "")
    svg = forest(rows, unit=unit + better, log=ratio)
    said = [f"{row.label}: {wording.estimate(row.estimate, row.low, row.high)}." for row in rows]
    words = f"Estimates with 95% intervals; no difference is {1 if ratio else 0}. {' '.join(said)}"
    table = Table(f"{title}: the numbers", ("Row", "Estimate (95% interval)"), tuple(_pair(row) for row in rows))
    return Figure(title, svg, words, table)


def _pair(row: ForestRow) -> tuple[str, str]:
    return row.label, wording.estimate(row.estimate, row.low, row.high)


def _subgroups(found: OutcomeAnalysis) -> Iterator[Part]:
    for group in found.subgroups:
        rows = [
            ForestRow(effect_name(e), e.estimate, e.interval.low, e.interval.high)
            for e in group.effects
            if e.drawn and e.interval is not None
        ]
        yield (
            f"Whether the effect differs by {group.column}: test of interaction, "
            f"{wording.p_value(group.interaction.p_value)}. Whether one subgroup's interval holds no difference and "
            "another's does not is no answer to that."
        )
        yield _forest(f"{found.outcome.label} by {group.column}", rows, found, group.effects[0].scale)


def _weakly(found: ComplierAverage) -> Iterator[str]:
    """The interval that the note asks for, beside the note."""
    for note in found.notes:
        ends = found.fieller()
        between = "has no ends" if ends is None else f"is {wording.interval(ends.low, ends.high)}"
        yield f"{note} Fieller's 95% confidence interval {between}."


def _words(found: OutcomeAnalysis) -> Iterator[str]:
    """How it was done, and what to bear in mind."""
    runs = [found.main, *[other.run for other in found.also if other.run]]
    yield from dict.fromkeys(run.words for run in runs)
    if found.filled:
        yield found.filled.words
    yield from (f"By {group.column}: {group.words}" for group in found.subgroups)
    if found.compliers:
        yield found.compliers.describe()
        yield from _weakly(found.compliers)
    pooled = found.filled.coefficients.notes if found.filled else ()
    yield from dict.fromkeys(note for notes in (*(run.notes for run in runs), pooled) for note in notes)
    if found.filled and found.filled.settled > 1.1:
        yield (
            f"The chains of the imputation had not settled (ratio {wording.number(found.filled.settled)}, where 1.1 or "
            "less is wanted). Ask for more cycles."
        )
