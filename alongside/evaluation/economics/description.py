"""Findings in plain words: what happened on average, and what the uncertainty still allows."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from alongside.evaluation.economics.curves import Acceptability
from alongside.evaluation.economics.ratio import Icer
from alongside.evaluation.economics.wording import pounds, qalys, series, share
from alongside.evaluation.inference import Interval

_Say = Callable[[float], str]
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
        f"On average a person with the intervention {_cost(cost)}, but the uncertainty includes {_span(cost, pounds)}.",
        f"On average it gave {_effect(effect)}, but the uncertainty includes {_span(effect, qalys)}.",
        _ratio(cost, effect),
        *(_benefit(one, threshold, curve) for one, threshold in zip(benefits, curve.thresholds, strict=True)),
        _READ[curve.by],
        *notes,
    ]
    return " ".join(told)


def _cost(cost: Finding) -> str:
    return f"cost {pounds(abs(cost.estimate))} {'more' if cost.estimate >= 0 else 'less'}"


def _effect(effect: Finding) -> str:
    return f"{qalys(abs(effect.estimate))} {'more' if effect.estimate >= 0 else 'fewer'} per person"


def _span(found: Finding, say: _Say) -> str:
    interval = found.interval
    return f"{say(interval.low).removesuffix(' QALYs')} to {say(interval.high)} ({interval.level:.0%} interval)"


def _ratio(cost: Finding, effect: Finding) -> str:
    open_ends = [word for found, word in ((cost, "cost"), (effect, "effect")) if not found.settled]
    doubt = (
        f" That is not settled: the data are compatible with no difference in {series(open_ends)}." if open_ends else ""
    )
    return f"At these averages the intervention {Icer(cost.estimate, effect.estimate).words}.{doubt}"


def _benefit(benefit: Finding, threshold: float, curve: Acceptability) -> str:
    interval = f"{pounds(benefit.interval.low)} to {pounds(benefit.interval.high)}"
    return (
        f"If a QALY is worth {pounds(threshold)}, the net benefit is on average {pounds(benefit.estimate)} per person "
        f"({interval}), and the probability that it is above zero is {share(curve.at(threshold))}."
    )
