"""What is to be analysed, as written in SPEC.toml. `docs/evaluation.md` describes every key."""

from dataclasses import dataclass, replace
from hashlib import sha256

from alongside.evaluation.analysis.flow_spec import FlowSpec

CONTINUOUS = ("mixed", "gee", "cluster_means", "cluster_robust", "permutation")
BINARY = ("logistic_mixed", "gee", "cluster_means", "cluster_robust", "permutation", "mixed")
INFERENCE = {
    "mixed": ("kenward_roger", "satterthwaite"),
    "gee": ("kauermann_carroll", "mancl_derouen", "fay_graubard", "none"),
    "logistic_mixed": ("between_within", "normal"),
    "cluster_means": ("equal_variances", "welch"),
}


@dataclass(frozen=True)
class Trial:
    """How the trial was made, and which columns say so."""

    title: str
    arm: str
    cluster: str
    person: str | None
    period: str | None  # of a stepped wedge
    period_effects: bool  # whether people of one cluster and period are alike
    strata: tuple[str, ...]  # of the randomisation
    adjust: tuple[str, ...]  # of every model: the strata first
    baseline: tuple[str, ...]  # shown by arm
    categories: tuple[str, ...]
    missing: tuple[str, ...]
    intervention: str  # what the arms are called
    control: str

    @property
    def stepped_wedge(self) -> bool:
        return self.period is not None

    @property
    def labels(self) -> tuple[str, ...]:
        """The columns that are names whatever they look like; `read_csv` is told."""
        return (self.cluster,) if self.person is None else (self.cluster, self.person)


@dataclass(frozen=True)
class Outcome:
    """One outcome and how it is analysed."""

    name: str
    label: str
    columns: tuple[str, ...]  # one, or one for each visit
    times: tuple[str, ...]  # what the visits are called
    kind: str
    above: float | None  # a binary outcome made of a number: yes when above
    primary: bool
    adjust: tuple[str, ...]
    model: str
    inference: str
    also: tuple[str, ...]
    subgroups: tuple[str, ...]
    unit: str
    better: str  # higher, lower or neither

    @property
    def repeated(self) -> bool:
        return len(self.columns) > 1

    @property
    def binary(self) -> bool:
        return self.kind == "binary"

    def by(self, model: str) -> "Outcome":
        """The same outcome by another model, with that model's usual inference."""
        return replace(self, model=model, inference=INFERENCE.get(model, ("",))[0])


@dataclass(frozen=True)
class Imputation:
    """How gaps are filled."""

    imputations: int
    cycles: int
    seed: int
    auxiliary: tuple[str, ...]


@dataclass(frozen=True)
class Economics:
    """The cost-effectiveness analysis."""

    cost: str
    qaly: str
    method: str
    thresholds: tuple[float, ...]
    adjust_cost: tuple[str, ...]
    adjust_qaly: tuple[str, ...]
    replicates: int
    seed: int
    average: str
    population: float | None
    years: int


@dataclass(frozen=True)
class Permutation:
    """The allocations a permutation test goes through: within strata, or those an audit file says were possible."""

    strata: tuple[str, ...]
    draws: int
    seed: int
    audit: str | None  # the file's name


@dataclass(frozen=True)
class Spec:
    """A whole specification."""

    trial: Trial
    outcomes: tuple[Outcome, ...]
    imputation: Imputation | None
    received: str | None
    economics: Economics | None
    permutation: Permutation
    flow: FlowSpec | None
    text: str  # as it was written

    @property
    def sha256(self) -> str:
        return sha256(self.text.encode()).hexdigest()
