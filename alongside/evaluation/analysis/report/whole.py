"""The report put together."""

from alongside.evaluation import wording
from alongside.evaluation.analysis.baseline import BaselineRow
from alongside.evaluation.analysis.flow import ArmFlow, Seen
from alongside.evaluation.analysis.flow_spec import FlowSpec
from alongside.evaluation.analysis.outcomes import OutcomeAnalysis
from alongside.evaluation.analysis.report.money import money_section
from alongside.evaluation.analysis.report.outcome import outcome_section
from alongside.evaluation.analysis.report.words import sentence, spread, where
from alongside.evaluation.analysis.run import EconomicAnalysis, TrialAnalysis
from alongside.evaluation.reporting import Part, Report, Section, Table, Verbatim
from alongside.evaluation.reporting.consort import Arm, Called, Enrolment, Flow, Numbers, Reason, Visit


def as_report(analysis: TrialAnalysis, *, made_on: str) -> Report:
    """Everything that was found.

    Parameters
    ----------
    made_on
        A date, as 2026-11-21.
    """
    outcomes = sorted(analysis.outcomes, key=lambda found: not found.outcome.primary)
    sections = [_who(analysis), *(outcome_section(analysis.spec, found) for found in outcomes)]
    sections += [Section(label, (problem,)) for label, problem in analysis.unanswered.items()]
    if analysis.economics is not None:
        sections.append(money_section(analysis.economics))
    sections += [_methods(analysis), _record(analysis)]
    return Report(
        title=analysis.spec.trial.title,
        subtitle="Analysis of a cluster trial"
        if not analysis.spec.trial.stepped_wedge
        else "Analysis of a stepped wedge",
        summary=tuple(_summary(analysis, outcomes)),
        sections=tuple(sections),
        made_on=made_on,
        notes=(),
    )


def _summary(analysis: TrialAnalysis, outcomes: list[OutcomeAnalysis]) -> list[str]:
    first = [found for found in outcomes if found.outcome.primary] or outcomes[:1]
    lines = [_sizes(analysis)]
    lines += [sentence(analysis.spec.trial, o.outcome, e) for o in first for e in o.main.effects]
    if analysis.economics is not None:
        lines.append(_worth(analysis.economics))
    return lines


def _worth(found: EconomicAnalysis) -> str:
    """The ratio alone would sound surer than it is: both parts with their sign, and the probability."""
    threshold, money = found.asked.thresholds[0], found.found
    chance = money.acceptability([threshold], by=found.by).probabilities[0]
    cost = f"{wording.pounds(abs(money.delta_cost))} {'more' if money.delta_cost >= 0 else 'less'}"
    effect = f"{wording.qalys(abs(money.delta_effect))} {'more' if money.delta_effect >= 0 else 'fewer'}"
    return (
        f"On average a person with the intervention cost {cost} and had {effect}; the probability that it is worth its "
        f"cost at {wording.pounds(threshold)} per QALY is {wording.percent(chance)}."
    )


def _sizes(analysis: TrialAnalysis) -> str:
    trial = analysis.spec.trial
    parts = [f"{s.people:,} rows in {s.clusters} clusters {where(trial, s.arm)}" for s in analysis.sizes]
    return f"There were {' and '.join(parts)}."


def _who(analysis: TrialAnalysis) -> Section:
    rows = tuple((s.arm, str(s.clusters), f"{s.people:,}", f"{s.smallest} to {s.largest}") for s in analysis.sizes)
    head = ("Arm", "Clusters", "Rows", "Smallest to largest cluster")
    parts: list[Part] = [Table("Clusters and rows as allocated", head, rows), *_baseline(analysis)]
    if analysis.spec.flow is not None:
        parts.insert(0, _flow(analysis, analysis.spec.flow).as_figure())
    return Section("Who was in the trial", tuple(parts))


def _baseline(analysis: TrialAnalysis) -> list[Part]:
    """No tests: whatever differs at the start differs by chance, or the allocation was not what it was called."""
    if not analysis.baseline:
        return []
    trial = analysis.spec.trial
    head = (
        "Characteristic",
        *(f"{arm}, {what}" for arm in (trial.intervention, trial.control) for what in ("known", "value")),
    )
    rows = [_characteristic(row) for row in analysis.baseline]
    note = "Mean (standard deviation), or the share of those known."
    return [Table("What people were like at the start", head, tuple(rows), (note,))]


def _characteristic(row: BaselineRow) -> tuple[str, ...]:
    cells = [row.name if row.level is None else f"{row.name}: {row.level}"]
    for known, mean, sd in zip(row.known, row.means, row.sds, strict=True):
        cells += [f"{known:,}", spread(mean, sd) if row.level is None else wording.percent(mean, decimals=1)]
    return tuple(cells)


def _flow(analysis: TrialAnalysis, asked: FlowSpec) -> Flow:
    clusters, people = sum(a.clusters for a in analysis.flow), sum(a.people for a in analysis.flow)
    left = tuple(Reason(one.reason, one.clusters) for one in asked.left_out)
    main = next((found for found in analysis.outcomes if found.outcome.primary), analysis.outcomes[0])
    return Flow(
        Enrolment(Numbers(asked.assessed), left, Numbers(clusters, people)),
        tuple(_flow_arm(arm, main) for arm in analysis.flow),
        Called(asked.cluster, asked.clusters, asked.person, asked.people),
    )


def _flow_arm(arm: ArmFlow, main: OutcomeAnalysis) -> Arm:
    """Those analysed are those with the primary outcome; whoever differs from those seen last is told why."""
    analysed = [a for a in main.arms if a.arm == arm.arm][-1]
    last = arm.visits[-1] if arm.visits else None
    people, clusters = (last.people, last.clusters) if last else (arm.people, arm.clusters)
    missing = Reason("Something that the model needs is missing", clusters - analysed.clusters, people - analysed.seen)
    more = Reason("Not seen last", analysed.clusters - clusters, analysed.seen - people)
    return Arm(
        name=arm.arm,
        allocated=Numbers(arm.clusters, arm.people, arm.smallest, arm.largest),
        analysed=Numbers(analysed.clusters, analysed.seen),
        visits=tuple(_visit(seen) for seen in arm.visits),
        excluded=(missing,) if missing.people > 0 else (),
        added=(more,) if more.people > 0 else (),
    )


def _visit(seen: Seen) -> Visit:
    lost = (Reason("Not seen", seen.lost_clusters, seen.lost),) if seen.lost else ()
    again = (Reason("Seen again", seen.regained_clusters, seen.regained),) if seen.regained else ()
    return Visit(seen.when, Numbers(seen.clusters, seen.people), lost, again)


def _methods(analysis: TrialAnalysis) -> Section:
    """Generated from what was run, never from what was meant."""
    trial = analysis.spec.trial
    adjusted = f"All models of outcomes are adjusted for {', '.join(trial.adjust)}." if trial.adjust else ""
    words = [
        "Everybody with an outcome, and all that its model needs, is analysed in the arm their cluster was allocated "
        "to (intention to treat); how many are left out stands beside each outcome. "
        "Intervals are 95% confidence intervals and tests are two-sided; nothing is corrected for the number of "
        f"outcomes. {adjusted}".strip()
    ]
    levels = [
        f"{name} (levels {', '.join(found)}; compared with the first)" for name, found in analysis.categories.items()
    ]
    if levels:
        words.append(f"Taken as categories: {'; '.join(levels)}.")
    for found in analysis.outcomes:
        terms = ", ".join(found.outcome.adjust)
        words.append(f"{found.outcome.label}: {found.main.words}{f' Adjusted for {terms}.' if terms else ''}")
    return Section("Methods", tuple(words))


def _record(analysis: TrialAnalysis) -> Section:
    rows = [(f"{name} (version)", value) for name, value in analysis.versions.items()]
    rows += [("Data, SHA-256", analysis.data_sha256), ("Specification, SHA-256", analysis.spec.sha256)]
    if analysis.spec.imputation:
        rows.append(("Seed of the imputation", str(analysis.spec.imputation.seed)))
    if analysis.economics is not None and analysis.economics.asked.method == "two_stage_bootstrap":
        rows.append(("Seed of the bootstrap", str(analysis.economics.asked.seed)))
    table = Table("What these numbers were made with", ("What", "Value"), tuple(rows), (), 2)
    again = "The same data, specification and versions give the same numbers. The specification in full:"
    return Section("To repeat this", (again, table, Verbatim(analysis.spec.text.strip())))
