"""The results of an analysis as lines for a terminal."""

from collections.abc import Iterator

from alongside.evaluation.analysis.models import Effect, ModelRun
from alongside.evaluation.analysis.outcomes import OutcomeAnalysis
from alongside.evaluation.analysis.run import EconomicAnalysis, TrialAnalysis

WIDTH = 44


def as_lines(analysis: TrialAnalysis) -> list[str]:
    """The effects with their intervals, one to a line, and what is to be borne in mind."""
    lines = [analysis.spec.trial.title, ""]
    lines += [f"{size.arm}: {size.clusters} clusters, {size.people:,} people" for size in analysis.sizes]
    for outcome in analysis.outcomes:
        lines += ["", *_outcome(outcome)]
    for label, problem in analysis.unanswered.items():
        lines += ["", label, f"  {problem}"]
    if analysis.economics is not None:
        lines += ["", *_economics(analysis.economics)]
    return lines


def _outcome(found: OutcomeAnalysis) -> list[str]:
    named = f"{found.outcome.label}{' (primary)' if found.outcome.primary else ''}"
    head = f"{'':<{WIDTH}}{'estimate':>10}{'95% interval':>24}{'p':>10}  what it is"
    return [named, head, *(_line(name, effect) for name, effect in _effects(found)), *_said(found)]


def _effects(found: OutcomeAnalysis) -> Iterator[tuple[str, Effect]]:
    for run in _runs(found):
        yield from ((f"{run.model.replace('_', ' ')}, {effect.name}", effect) for effect in run.effects)
    if found.filled:
        yield from ((f"imputed, {effect.name}", effect) for effect in found.filled.effects)
    if found.compliers:
        row = found.compliers.effect
        yield "those who took part", Effect(row.name, "difference in means", row.estimate, row.interval(), row.p_value)
    yield from ((effect.name, effect) for group in found.subgroups for effect in group.effects)


def _said(found: OutcomeAnalysis) -> Iterator[str]:
    """Indented: tests of interaction, what could not be done, who is left out, how it was done, and notes."""
    for group in found.subgroups:
        yield f"  {group.column}: interaction p = {group.interaction.p_value:.3g}"
    yield from (f"  {other.model}: {other.problem}" for other in found.also if other.problem)
    yield from (f"  {problem}" for problem in found.problems)
    if found.left_out:
        yield f"  {found.left_out:,} rows are left out: the outcome or something the model needs is missing."
    yield f"  {found.main.words}"
    yield from dict.fromkeys(f"  {note}" for run in _runs(found) for note in run.notes)


def _runs(found: OutcomeAnalysis) -> list[ModelRun]:
    return [found.main, *[other.run for other in found.also if other.run]]


def _line(name: str, effect: Effect) -> str:
    between = "" if effect.interval is None else f"{effect.interval.low:.4g} to {effect.interval.high:.4g}"
    return f"  {name:<{WIDTH - 2}}{effect.estimate:>10.4g}{between:>24}{effect.p_value:>10.3g}  {effect.scale}".rstrip()


def _economics(found: EconomicAnalysis) -> Iterator[str]:
    yield "Costs and QALYs"
    yield f"  {found.found.describe(found.asked.thresholds, by=found.by)} {found.adjusted}"
    if found.left_out:
        yield f"  {found.left_out:,} people are left out: a cost, QALYs or something they are adjusted for is missing."
