"""Effects as a reader meets them: in a sentence, and in the cells of a table."""

from math import floor, isinf, isnan, log10

from alongside.evaluation import wording
from alongside.evaluation.analysis.models import RISK_DIFFERENCE, Effect
from alongside.evaluation.analysis.spec import Outcome, Trial
from alongside.evaluation.inference import Interval

MODELS = {
    "mixed": "Mixed model",
    "gee": "Marginal model (GEE)",
    "cluster_means": "Cluster means, t test",
    "cluster_robust": "Regression, cluster-robust (CR2)",
    "logistic_mixed": "Logistic mixed model",
    "permutation": "Permutation test",
}
INFERENCES = {
    "kenward_roger": "Kenward-Roger",
    "satterthwaite": "Satterthwaite",
    "kauermann_carroll": "Kauermann-Carroll",
    "mancl_derouen": "Mancl-DeRouen",
    "fay_graubard": "Fay-Graubard",
    "none": "no correction",
    "between_within": "between-within t",
    "normal": "Wald",
    "equal_variances": "equal variances",
    "welch": "Welch",
}


def model_name(model: str, inference: str) -> str:
    """`Mixed model (Kenward-Roger)`."""
    way = INFERENCES.get(inference)
    return f"{MODELS[model]}, {way}" if way else MODELS[model]


def effect_name(effect: Effect) -> str:
    """`at 12 months`, `where dep is 1`, or nothing for the effect itself."""
    return effect.name.removeprefix("arm").strip()


def written(effect: Effect) -> str:
    """`0.09 (0.03 to 0.15)`."""
    if effect.interval is None or isinf(effect.interval.low) or isinf(effect.interval.high):
        return f"{wording.number(effect.estimate)} (no interval: too few allocations)"
    return wording.estimate(effect.estimate, effect.interval.low, effect.interval.high)


def sentence(trial: Trial, outcome: Outcome, effect: Effect) -> str:
    """The effect in plain words: which way, how far, and how surely."""
    name = f"{outcome.label} {effect_name(effect)}".strip()
    p = wording.p_value(effect.p_value)
    between = effect.interval
    if between is None or isinf(between.low) or isinf(between.high):
        return f"{name}: {p}."
    size, ends = _size(effect, between)
    unit = f" {outcome.unit}" if outcome.unit and not effect.ratio else ""
    arms = f"{where(trial, trial.intervention)} than {where(trial, trial.control)}"
    way = "higher" if effect.estimate >= (1.0 if effect.ratio else 0.0) else "lower"
    said = f"had {way} odds {arms}, odds ratio {size}" if effect.ratio else f"was {size}{unit} {way} {arms}"
    return f"{name} {said} (95% confidence interval {ends}{unit}, {p}). {_surely(between, effect.ratio)}"


def where(trial: Trial, arm: str) -> str:
    """`in the control arm`; of a stepped wedge, whose clusters are in both, what it is called."""
    return arm.lower() if trial.stepped_wedge else f"in the {arm.lower()} arm"


def spread(mean: float, sd: float) -> str:
    """`0.18 (1.00)`: as many decimals as the standard deviation asks for."""
    if isnan(mean):
        return "nobody"
    if not sd > 0:
        return wording.number(mean)
    places = max(0, 2 - floor(log10(sd) + 0.05))  # 0.99 as 1.00
    return f"{wording.number(mean, decimals=places)} ({wording.number(sd, decimals=places)})"


def _size(effect: Effect, between: Interval) -> tuple[str, str]:
    """The effect without its sign, and its interval, with as many decimals."""
    if effect.scale == RISK_DIFFERENCE:
        points = wording.estimate(100 * effect.estimate, 100 * between.low, 100 * between.high)
        size, ends = points.removesuffix(")").split(" (")
        return f"{size.lstrip('−')} percentage points", ends
    size, ends = wording.estimate(effect.estimate, between.low, between.high).removesuffix(")").split(" (")
    return size.lstrip("−"), ends


def _surely(between: Interval, ratio: bool) -> str:
    if between.low <= (1.0 if ratio else 0.0) <= between.high:
        return "The data are compatible with no difference."
    return "A difference as large would be unlikely if the arms did not differ."
