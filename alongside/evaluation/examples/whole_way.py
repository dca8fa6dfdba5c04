"""All the way, with invented data: design, allocate, simulate, analyse, economics, report.

python whole_way.py OUT.html
"""

import sys
from pathlib import Path

import numpy as np

from alongside.evaluation import allocation, design, economics, estimation, wording
from alongside.evaluation.reporting import Figure, Report, Section, Table, as_html
from alongside.evaluation.reporting.charts import acceptability
from alongside.evaluation.simulation import SimulatedTrial, simulate_trial

EFFECT, ICC, THRESHOLD = 0.15, 0.02, 20_000.0


def main(out: Path) -> None:
    plan = design.ParallelTrial(design.Mean(), icc=ICC, cluster_size=127, cv=0.45, people_lost=0.3)
    needed = plan.clusters_needed(difference=EFFECT)
    allocated = allocate(44)
    sizes = np.random.default_rng(4).integers(50, 205, size=44)
    people = simulate_trial(
        allocated.arm, sizes, effect=EFFECT, icc=ICC, lost=0.3, cost=900, cost_effect=60, qaly_effect=0.004, seed=5
    )
    report = Report(
        title="A trial from its design to its report",
        subtitle="Invented data",
        summary=(needed.describe(), allocated.describe()),
        sections=(effect_section(people), money_section(people)),
        made_on="2026-11-29",
    )
    out.write_text(as_html(report))


def allocate(clusters: int) -> allocation.Allocation:
    """By covariate-constrained randomisation on eight covariates of the practices."""
    covariates = np.random.default_rng(3).normal(size=(clusters, 8))
    names = [f"practice {number + 1:02d}" for number in range(clusters)]
    scheme = allocation.constrained(names, covariates, intervention=clusters // 2)
    return allocation.allocate(scheme, allocation.Secret.new())


def effect_section(people: SimulatedTrial) -> Section:
    seen = ~np.isnan(people.follow_up)
    x = np.column_stack([np.ones(seen.sum()), people.arm[seen], people.baseline[seen]])
    model = estimation.mixed_model(
        people.follow_up[seen], x, cluster=people.cluster[seen], names=("one", "arm", "baseline")
    )
    complete = np.column_stack([people.arm, people.baseline])
    imputed = estimation.impute(people.follow_up, cluster=people.cluster, complete=complete, imputations=10, seed=6)
    everybody = np.column_stack([np.ones(len(people.arm)), people.arm, people.baseline])
    fits = [
        estimation.mixed_model(copy[:, 0], everybody, cluster=people.cluster, names=model.names).coefficients()
        for copy in imputed.values
    ]
    rows = (
        ("Those seen", model.coefficients()["arm"]),
        ("Gaps imputed", estimation.pool(fits).coefficients["arm"]),
    )
    cells = tuple(
        (name, wording.estimate(r.estimate, r.interval().low, r.interval().high), wording.number(r.df))
        for name, r in rows
    )
    table = Table(
        "The effect on the score", ("Analysis", "Estimate (95% confidence interval)", "Degrees of freedom"), cells
    )
    return Section("The effect", (model.describe(), table, imputed.describe()))


def money_section(people: SimulatedTrial) -> Section:
    found = economics.two_stage_bootstrap(
        people.cost,
        people.qaly,
        arm=people.arm,
        cluster=people.cluster,
        average="people",
        seed=7,
        effect_covariates=people.baseline,
    )
    curve = found.acceptability(np.linspace(0, 50_000, 26), by="replicates")
    rows = tuple(
        (wording.pounds(at), wording.percent(p)) for at, p in zip(curve.thresholds, curve.probabilities, strict=True)
    )
    table = Table("Probability of being cost-effective", ("For one QALY", "Probability"), rows)
    chart = acceptability({"Intervention": (curve.thresholds, curve.probabilities)}, marks=(THRESHOLD,))
    figure = Figure(
        "The acceptability curve", chart, "How likely it is to be worth its cost, by what a QALY is worth.", table
    )
    return Section("Costs and QALYs", (found.describe([THRESHOLD], by="replicates"), figure))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Say where the report goes: python whole_way.py OUT.html")
    main(Path(sys.argv[1]))
