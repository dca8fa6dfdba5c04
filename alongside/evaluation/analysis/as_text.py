"""The results of an analysis as lines for a terminal."""

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
    if analysis.economics is not None:
        lines += ["", *_economics(analysis.economics)]
    return lines


def _outcome(found: OutcomeAnalysis) -> list[str]:
    named = f"{found.outcome.label}{' (primary)' if found.outcome.primary else ''}"
    runs = [found.main, *[other.run for other in found.also if other.run]]
    lines = [named, f"{'':<{WIDTH}}{'estimate':>10}{'95% interval':>24}{'p':>10}"]
    lines += [_line(f"{_model(run)}, {effect.name}", effect) for run in runs for effect in run.effects]
    lines += [_line(f"imputed, {effect.name}", effect) for effect in (found.filled.effects if found.filled else ())]
    lines += [_line(effect.name, effect) for group in found.subgroups for effect in group.effects]
    lines += [f"  {group.column}: interaction p = {group.interaction.p_value:.3g}" for group in found.subgroups]
    lines += [f"  {other.model}: {other.problem}" for other in found.also if other.problem]
    notes = dict.fromkeys(note for run in runs for note in run.notes)
    return [*lines, f"  {found.main.words}", *[f"  {note}" for note in notes]]


def _model(run: ModelRun) -> str:
    return run.model.replace("_", " ")


def _line(name: str, effect: Effect) -> str:
    between = "" if effect.interval is None else f"{effect.interval.low:.4g} to {effect.interval.high:.4g}"
    return f"  {name:<{WIDTH - 2}}{effect.estimate:>10.4g}{between:>24}{effect.p_value:>10.3g}"


def _economics(found: EconomicAnalysis) -> list[str]:
    return ["Costs and QALYs", f"  {found.found.describe(found.asked.thresholds, by=found.by)}"]
