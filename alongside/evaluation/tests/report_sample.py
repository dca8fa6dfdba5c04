"""A report of invented numbers with everything that a report can hold, one name in it meant to do harm."""

from functools import cache

import numpy as np

from alongside.evaluation.reporting import Figure, Points, Report, Section, Table, charts
from alongside.evaluation.reporting.consort import Arm, Called, Enrolment, Flow, Numbers, Reason, Visit

HARM = "<script>alert('x')</script> & Sons"


def flow(*, long: str = "did not send the questionnaire back", practice: str = "practice") -> Flow:
    """44 practices in two arms, seen twice."""
    return Flow(
        Enrolment(Numbers(61), (Reason("declined", 12), Reason("fewer than 2,000 patients", 5)), Numbers(44)),
        (
            Arm(
                "the whole system approach",
                allocated=Numbers(22, 2800, 80, 190),
                received=Numbers(20, 2550),
                not_received=(Reason("trainers could not be released", 2, 250),),
                visits=(
                    Visit("6 months", Numbers(22, 2400), (Reason(long, 0, 400),)),
                    Visit(
                        "12 months",
                        Numbers(21, 2250),
                        lost=(Reason("closed", 1, 60), Reason(HARM, 0, 120)),
                        regained=(Reason("answered again", 0, 30),),
                        discontinued=(Reason("no longer wished to", 0, 1),),
                    ),
                ),
                excluded=(Reason("withdrew consent", 0, 10),),
                added=(Reason("outcome imputed", 1, 460),),
                analysed=Numbers(22, 2700),
            ),
            Arm(
                "usual care",
                allocated=Numbers(22, 2799, 75, 200),
                visits=(
                    Visit("6 months", Numbers(22, 2500), (Reason(long, 0, 299),)),
                    Visit("12 months", Numbers(22, 2500)),
                ),
                analysed=Numbers(22, 2500),
            ),
        ),
        Called(practice, f"{practice}s"),
    )


@cache
def all_charts() -> dict[str, str]:
    """One of each kind, as SVG."""
    chance = np.random.default_rng(1)
    month, threshold, angle = np.arange(48), np.linspace(0, 50_000, 51), np.linspace(0, 2 * np.pi, 61)
    effect, cost = chance.normal(0.02, 0.02, 300), chance.normal(150, 120, 300)
    probability = 1 / (1 + np.exp(-(threshold - 18_000) / 6000))
    series = [
        charts.Series("Observed", month, 100 + 0.3 * month + chance.normal(0, 2, 48), "points", colour=3),
        charts.Series("", month[:24], 100 + 0.3 * month[:24], colour=0),
        charts.Series("Fitted", month[24:], 92 + 0.3 * month[24:], colour=0),
        charts.Series("Had it not begun", month[24:], 100 + 0.3 * month[24:], "dashed", 1),
    ]
    return {
        "forest": charts.forest(
            [charts.ForestRow("Self-efficacy", 0.1, -0.1, 0.3), charts.ForestRow(HARM, -0.05, -0.2, 0.1)],
            unit="Difference in standard deviations",
        ),
        "ratios": charts.forest([charts.ForestRow("Admission", 0.7, 0.3, 1.4)], unit="Odds ratio", log=True),
        "acceptability": charts.acceptability(
            {"All": (threshold, probability), "Complete cases": (threshold, probability**2)}, marks=[20_000, 30_000]
        ),
        "plane": charts.plane(
            effect,
            cost,
            estimate=(0.02, 150),
            threshold=20_000,
            ellipse=np.column_stack([0.02 + 0.05 * np.cos(angle), 150 + 300 * np.sin(angle)]),
        ),
        "series": charts.lines(
            series, x_title="Month", y_title="Admissions per 1,000", upright_rules=[charts.Rule(24, "Training began")]
        ),
        "balance": charts.balance(
            [charts.BalanceMark("List size", 0.34, 0.02), charts.BalanceMark("Dispensing", 0.05)]
        ),
        "histogram": charts.histogram(
            np.linspace(0, 10, 11),
            np.arange(10)[::-1],
            mark=charts.Rule(2.1, "Drawn"),
            x_title="Score",
            y_title="Number",
        ),
    }


@cache
def sample() -> Report:
    outcomes = Table(
        "Outcomes at 12 months",
        ("Outcome", "Intervention", "Usual care", "Difference (95% CI)"),
        (("Self-efficacy", "64.9", "65.1", "−0.01 (−0.06 to 0.05)"), (HARM, "67.7", "68.8", "0.00 (−0.04 to 0.04)")),
        ("Means of people seen.",),
    )
    wide = Table(
        "By practice",
        ("Practice", *(f"Measure {column}" for column in range(12))),
        tuple((f"Practice {row}", *(f"{row * column:,}.00" for column in range(12))) for row in range(40)),
    )
    behind = Table("What is drawn", ("Row", "Value"), (("A", "1"),))
    figures = [Figure(f"Chart of {name}", svg, f"In words: {HARM}.", behind) for name, svg in all_charts().items()]
    return Report(
        "Does it work?",
        "An invented trial",
        ("No difference in self-efficacy.", "It cost £35 less."),
        (
            Section("Flow", ("Numbers at each stage follow.", flow().as_figure(), Points(flow().as_text()))),
            Section("Results", (Section("Primary outcomes", (outcomes, Section("By practice", (wide,)))), *figures)),
        ),
        "2026-11-21",
        (f"Practice named {HARM}.",),
    )
