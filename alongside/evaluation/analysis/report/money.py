"""Costs and QALYs: what was found, the plane and the curve."""

from typing import Literal

import numpy as np

from alongside.evaluation import wording
from alongside.evaluation.analysis.run import EconomicAnalysis
from alongside.evaluation.inference import Coefficient
from alongside.evaluation.reporting import Figure, Part, Section, Table
from alongside.evaluation.reporting.charts import acceptability, plane

Of = Literal["cost", "effect"] | float  # what an interval is of; a number is a threshold
CURVE_TO = 50_000  # pounds for a QALY, unless more was asked


def money_section(found: EconomicAnalysis) -> Section:
    """The section on cost-effectiveness."""
    asked, incremental = found.asked, found.found
    parts: list[Part] = [
        f"{incremental.describe(asked.thresholds, by=found.by)} {found.adjusted}",
        _table(found),
        _plane(found),
        _curve(found),
    ]
    if found.left_out:
        parts.append(f"{found.left_out:,} people are left out, because a cost, a QALY or a covariate is missing.")
    return Section("Costs and QALYs", tuple(parts))


def _table(found: EconomicAnalysis) -> Table:
    incremental = found.found
    rows = [
        ("Difference in cost", _money(found, incremental.cost, "cost")),
        ("Difference in QALYs", _qalys(found)),
        ("At these averages, taken alone", f"The intervention {incremental.icer().words}."),
    ]
    for threshold in found.asked.thresholds:
        name = f"Net benefit at {wording.pounds(threshold)} per QALY"
        rows.append((name, _money(found, incremental.net_benefit(threshold), threshold)))
    curve = incremental.acceptability(found.asked.thresholds, by=found.by)
    value = incremental.evpi(found.asked.thresholds, by=found.by)
    rows += [
        (f"Probability of being cost-effective at {wording.pounds(at)}", wording.percent(p))
        for at, p in zip(curve.thresholds, curve.probabilities, strict=True)
    ]
    rows += [
        (f"Value of perfect information at {wording.pounds(at)}, per person", wording.pounds(v))
        for at, v in zip(value.thresholds, value.per_person, strict=True)
    ]
    rows += _population(found)
    head = ("What", "Estimate (95% interval)")
    return Table("Costs and QALYs, intervention against control, per person", head, tuple(rows))


def _population(found: EconomicAnalysis) -> list[tuple[str, str]]:
    people, years = found.asked.population, found.asked.years
    if people is None:
        return []
    value = found.found.evpi(found.asked.thresholds, by=found.by)
    totals = value.for_population(people, years=years)
    return [
        (f"The same for {people:,.0f} people a year over {years} years at {wording.pounds(at)}", wording.pounds(total))
        for at, total in zip(value.thresholds, totals, strict=True)
    ]


def _ends(found: EconomicAnalysis, row: Coefficient, of: Of) -> tuple[float, float]:
    if found.by == "replicates":
        between = found.found.percentile_interval(of)
        return between.low, between.high
    return row.interval().low, row.interval().high


def _money(found: EconomicAnalysis, row: Coefficient, of: Of) -> str:
    return f"{wording.pounds(row.estimate)} ({wording.interval(*_ends(found, row, of), wording.pounds)})"


def _qalys(found: EconomicAnalysis) -> str:
    row = found.found.effect
    return wording.estimate(row.estimate, *_ends(found, row, "effect"), decimals=4)


def _plane(found: EconomicAnalysis) -> Figure:
    drawn = found.found.plane(by=found.by)
    points = (
        found.found.replicates
        if found.found.replicates is not None
        else np.array([[drawn.delta_cost, drawn.delta_effect]])
    )
    threshold = next((at for at in found.asked.thresholds if at > 0), None)
    svg = plane(
        points[:, 1],
        points[:, 0],
        estimate=(drawn.delta_effect, drawn.delta_cost),
        threshold=threshold,
        ellipse=drawn.ellipse,
    )
    q = drawn.quadrants
    corners = ("Better, and costs more", "Better, and costs less", "Worse, and costs more", "Worse, and costs less")
    shares = (q.north_east, q.south_east, q.north_west, q.south_west)
    rows = tuple((name, wording.percent(share)) for name, share in zip(corners, shares, strict=True))
    words = "Difference in cost against difference in QALYs. " + ". ".join(f"{name}: {share}" for name, share in rows)
    table = Table("The four corners of the plane", ("Corner", "Probability"), rows)
    return Figure("The cost-effectiveness plane", svg, f"{words}.", table)


def _curve(found: EconomicAnalysis) -> Figure:
    up_to = max(CURVE_TO, *found.asked.thresholds)
    curve = found.found.acceptability(np.linspace(0, up_to, 51), by=found.by)
    svg = acceptability({"Intervention": (curve.thresholds, curve.probabilities)}, marks=found.asked.thresholds)
    shown = list(zip(curve.thresholds, curve.probabilities, strict=True))[::5]
    rows = tuple((wording.pounds(at), wording.percent(p)) for at, p in shown)
    words = f"The probability goes from {rows[0][1]} at {rows[0][0]} per QALY to {rows[-1][1]} at {rows[-1][0]}."
    head = ("What the payer would pay for one QALY", "Probability of being cost-effective")
    return Figure(
        "The acceptability curve", svg, words, Table("The acceptability curve: the numbers", head, rows, (), 0)
    )
