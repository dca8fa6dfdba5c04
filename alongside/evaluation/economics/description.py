"""Findings in plain words: what happened on average, and what the uncertainty still allows."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from alongside.evaluation.economics.curves import Acceptability
from alongside.evaluation.economics.ratio import Icer
from alongside.evaluation.inference import Interval
from alongside.evaluation.wording import confidence_interval, listed, number, percent, pounds, qalys

_READ = {
    "normal": "Intervals and probabilities come from the normal distribution, read as what may be believed.",
    "t": "Intervals and probabilities come from the t distribution, read as what may be believed.",
    "replicates": "Intervals and probabilities are percentiles and shares of the bootstrap replicates.",
}


class Finding(NamedTuple):
    estimate: float
    interval: Interval

    @property
    def settled(self) -> bool:
        """No difference is ruled out."""
        return self.interval.low > 0 or self.interval.high < 0


def paragraph(
    cost: Finding,
    effect: Finding,
    benefits: Sequence[Finding],
    curve: Acceptability,
    *,
    method: str,
    notes: Sequence[str],
) -> str:
    """One paragraph on cost, effect, their ratio, and how sure the answer is at each threshold."""
    told = [
        f"Cost and effect were compared by {method}.",
        f"On average a person with the intervention {_cost(cost)}.",
        f"On average it gave {_effect(effect)}.",
        _ratio(cost, effect),
        *(_benefit(one, threshold, curve) for one, threshold in zip(benefits, curve.thresholds, strict=True)),
        _READ[curve.by],
        *notes,
    ]
    return " ".join(told)


def _cost(cost: Finding) -> str:
    way = "more" if cost.estimate >= 0 else "less"
    return f"cost {pounds(abs(cost.estimate))} {way} ({confidence_interval(cost.interval, pounds)})"


def _effect(effect: Finding) -> str:
    way = "more" if effect.estimate >= 0 else "fewer"
    between = confidence_interval(effect.interval, partial(number, decimals=4))
    return f"{qalys(abs(effect.estimate))} {way} per person ({between})"


def _ratio(cost: Finding, effect: Finding) -> str:
    open_ends = [word for found, word in ((cost, "cost"), (effect, "effect")) if not found.settled]
    doubt = (
        f" That is not settled: the data are compatible with no difference in {listed(open_ends)}." if open_ends else ""
    )
    return f"At these averages the intervention {Icer(cost.estimate, effect.estimate).words}.{doubt}"


def _benefit(benefit: Finding, threshold: float, curve: Acceptability) -> str:
    return (
        f"If a QALY is worth {pounds(threshold)}, the net benefit is on average {pounds(benefit.estimate)} per person "
        f"({confidence_interval(benefit.interval, pounds)}), and the probability that it is above zero is "
        f"{percent(curve.at(threshold))}."
    )
