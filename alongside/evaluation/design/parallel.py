"""Two-arm parallel cluster trials: what power, how many clusters, how many people, how large an effect."""

from dataclasses import dataclass, replace
from math import floor, inf, sqrt

from alongside.evaluation.design.arms import Arms, Clusters, divided
from alongside.evaluation.design.outcomes import Direction, Mean, Proportion
from alongside.evaluation.design.power import (
    Method,
    Power,
    chosen_method,
    crossing,
    must_be_a_number,
    ratio_needed,
    something_to_show,
    test_in_words,
)
from alongside.evaluation.design.sample_size import SLACK, SampleSize, whole
from alongside.evaluation.design.visits import Visits, share
from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.inputs import positive, probability
from alongside.evaluation.wording import number, percent

ONE_VISIT = Visits()


@dataclass(frozen=True)
class ParallelTrial:
    """What is assumed of a trial; its methods answer the questions of planning.

    Parameters
    ----------
    outcome
        `Mean(sd=...)` or `Proportion(control=...)`.
    icc
        Intracluster correlation of the outcome within an arm at one visit.
    cluster_size
        Mean number of people recruited in a cluster.
    cv
        Coefficient of variation of cluster size: its standard deviation over its mean.
    ratio
        Intervention clusters for each control cluster.
    visits
        Measurements before and after the allocation; one follow-up if not given.
    people_lost, clusters_lost
        Shares of those recruited that will have no outcome. Everything asked and answered is about those recruited,
        unless it says analysed.
    alpha
        Two-sided level of the test.
    method
        "t": noncentral t with the analysed clusters minus 2 degrees of freedom. "normal": the usual closed formulas,
        too hopeful when clusters are few.

    Raises
    ------
    BadInput
        A value that cannot be.

    References
    ----------
    Design effect 1 + ((CV² + 1)m - 1)ρ for clusters of mean size m: Eldridge, Ashby, Kerry (2006), International
    Journal of Epidemiology 35, 1292-1300.
    """

    outcome: Mean | Proportion
    icc: float
    cluster_size: float
    cv: float = 0.0
    ratio: float = 1.0
    visits: Visits = ONE_VISIT
    people_lost: float = 0.0
    clusters_lost: float = 0.0
    alpha: float = 0.05
    method: Method = "t"

    def __post_init__(self) -> None:
        share(self.icc, "icc", below_one=True)
        share(self.people_lost, "people_lost", below_one=True)
        share(self.clusters_lost, "clusters_lost", below_one=True)
        positive(self.cluster_size, "cluster_size")
        positive(self.ratio, "ratio")
        probability(self.alpha, "alpha")
        chosen_method(self.method)
        if not 0 <= self.cv < inf:
            raise BadInput(f"cv is {self.cv}; it must be 0 or more.")

    @property
    def analysed_size(self) -> float:
        """Mean number of people with an outcome in a cluster."""
        return self.cluster_size * (1 - self.people_lost)

    @property
    def design_effect(self) -> float:
        """How many times more people one visit needs than if persons were allocated."""
        return 1 + (self._weighted(self.analysed_size) - 1) * self.icc

    def power(self, *, difference: float, clusters: Clusters, people: float | None = None) -> Power:
        """The power to show a difference with these clusters.

        Parameters
        ----------
        difference
            Intervention minus control.
        clusters
            Recruited in all, divided by `ratio` even if that is no whole number; or (intervention, control).
        people
            Analysed in all, where that is known better than as clusters times size.
        """
        return self._power(difference, self._analysed(clusters), people)

    def detectable(
        self,
        *,
        clusters: Clusters,
        power: float = 0.8,
        people: float | None = None,
        direction: Direction = "rise",
    ) -> Power:
        """The smallest difference that these clusters show with this power.

        Parameters
        ----------
        clusters, people
            As for `power`.
        direction
            Of the difference. It matters for proportions, whose variance is another on each side.

        Raises
        ------
        NotEstimable
            No proportion between 0 and 1 is far enough away.
        """
        if direction not in ("rise", "fall"):
            raise BadInput(f"direction is {direction}; it must be rise or fall.")
        found = self._analysed(clusters)
        ratio = ratio_needed(power, self.alpha, self._df(found))
        weights = self._weights(found, people).map(lambda weight: weight * ratio**2)
        return self._power(self.outcome.difference_for(weights, direction), found, people)

    def clusters_needed(self, *, difference: float, power: float = 0.8) -> SampleSize:
        """The clusters that show a difference with this power: two in an arm at least.

        References
        ----------
        normal: n × design effect / m in an arm, n = (z(1 - alpha/2) + z(power))² (v1 + v0)/d² the people that
        allocating persons would need.
        """
        exact = self._control_clusters(difference, power, self._person_variance(self.analysed_size))
        control = max(2, whole(exact), whole(2 / self.ratio))
        analysed = Arms(whole(control * self.ratio), control)
        recruited = analysed.map(lambda clusters: whole(clusters / (1 - self.clusters_lost)))
        return self._sample_size(
            self._power(difference, analysed), power, recruited, analysed, Arms(exact * self.ratio, exact), None
        )

    def size_needed(self, *, difference: float, clusters: Clusters, power: float = 0.8) -> SampleSize:
        """The cluster size that shows a difference with this power if the number of clusters is fixed.

        Raises
        ------
        NotEstimable
            No size is enough. Says how many clusters would be.

        References
        ----------
        One visit: m = n(1 - ρ)/(k - nρ(CV² + 1)), possible only if k > nρ(CV² + 1).
        """
        found = self._analysed(clusters)
        spread = self._variances(difference).weighted(found.map(lambda count: 1 / count))
        wanted = (difference / ratio_needed(power, self.alpha, self._df(found))) ** 2 / spread
        if self._limit() >= wanted:
            raise NotEstimable(self._too_few(difference, power, found))
        size = crossing(lambda m: wanted - self._person_variance(m), low=1e-9, high=self.cluster_size)
        trial = replace(self, cluster_size=float(whole(size / (1 - self.people_lost))))
        reached = trial._power(difference, found)
        return trial._sample_size(reached, power, divided(clusters, self.ratio), found, found, size)

    def fewest_clusters(self, *, difference: float, power: float = 0.8) -> Arms:
        """Analysed clusters at or below which no cluster size gives this power, not rounded."""
        control = self._control_clusters(difference, power, self._limit())
        return Arms(control * self.ratio, control)

    def describe(self) -> str:
        """The assumptions, for a protocol."""
        sizes = f"{number(self.cluster_size)} people recruited in a cluster on average"
        if self.cv:
            sizes += f" (coefficient of variation {number(self.cv)})"
        if self.people_lost:
            sizes += f", {percent(self.people_lost, decimals=1)} of them without an outcome"
        arms = (
            "equal arms" if self.ratio == 1 else f"{number(self.ratio)} intervention clusters to each control cluster"
        )
        parts = (
            f"We assume a parallel cluster trial with {arms} and {self.outcome.describe()}; {sizes}; and an "
            f"intracluster correlation of {number(self.icc)}, so a design effect of {number(self.design_effect)}.",
            f"{percent(self.clusters_lost, decimals=1)} of clusters are lost." if self.clusters_lost else "",
            self.visits.describe(),
            test_in_words(self.alpha, self.method),
        )
        return " ".join(part for part in parts if part)

    def _weighted(self, size: float) -> float:
        """The size of the cluster that a person is in, on average."""
        return (1 + self.cv**2) * size

    def _person_variance(self, size: float) -> float:
        """Variance of an arm's mean times its clusters, for a variance of 1 between people."""
        weighted = self._weighted(size)
        inflation = 1 + (weighted - 1) * self.icc
        return inflation * self.visits.factor(self.visits.correlation(self.icc, weighted)) / size

    def _limit(self) -> float:
        """The same when clusters grow without end."""
        return self._weighted(1) * self.icc * self.visits.factor(self.visits.cac) if self.icc else 0.0

    def _weights(self, clusters: Arms, people: float | None) -> Arms:
        """What the two variances between people are multiplied by in that of the difference."""
        size = self.analysed_size if people is None else positive(people, "people") / clusters.total
        unit = self._person_variance(self.analysed_size) * self.analysed_size / size
        return clusters.map(lambda number_of: unit / number_of)

    def _analysed(self, clusters: Clusters) -> Arms:
        found = divided(clusters, self.ratio).map(lambda count: count * (1 - self.clusters_lost))
        if min(found.intervention, found.control) < 2 - SLACK:
            raise NotEstimable("An arm would have fewer than two clusters: the spread between them cannot be seen.")
        return found

    def _df(self, clusters: Arms) -> float:
        return clusters.total - 2 if self.method == "t" else inf

    def _variances(self, difference: float) -> Arms:
        something_to_show(difference)
        return self.outcome.variances(difference)

    def _control_clusters(self, difference: float, power: float, person_variance: float) -> float:
        """Clusters in the control arm, not rounded; for the t method never below two in an arm."""
        unit = self._unit(difference) * person_variance
        usual = ratio_needed(power, self.alpha, inf) ** 2 * unit
        if self.method == "normal" or usual == 0:
            return usual

        def spare(control: float) -> float:
            df = control * (1 + self.ratio) - 2
            return Power(1.0, sqrt(unit / control), df, self.alpha).power - power

        fewest = max(2.0, 2 / self.ratio)
        return fewest if spare(fewest) >= 0 else crossing(spare, low=fewest, high=max(usual, fewest) + 4)

    def _unit(self, difference: float) -> float:
        """Variance of the difference over its square, with one control cluster and everything known of a cluster."""
        return self._variances(difference).weighted(Arms(1 / self.ratio, 1.0)) / difference**2

    def _power(self, difference: float, found: Arms, people: float | None = None) -> Power:
        must_be_a_number(difference)
        se = sqrt(self.outcome.variances(difference).weighted(self._weights(found, people)))
        analysed = found.total * self.analysed_size if people is None else people
        seen = f"There is an outcome from {number(analysed)} people in {number(found.total)} clusters."
        return Power(
            difference, se, self._df(found), self.alpha, f"{self.describe()} {seen}", self.outcome.shown(difference)
        )

    def _sample_size(
        self, reached: Power, target: float, clusters: Arms, analysed: Arms, exact: Arms, size: float | None
    ) -> SampleSize:
        control = ratio_needed(target, self.alpha, inf) ** 2 * self._unit(reached.difference)
        return SampleSize(
            difference=reached.difference,
            target=target,
            clusters=clusters,
            cluster_size=self.cluster_size,
            analysed=analysed,
            analysed_size=self.analysed_size,
            exact_clusters=exact,
            exact_size=self.analysed_size if size is None else size,
            individuals=Arms(control * self.ratio, control),
            design_effect=self.design_effect,
            reached=reached,
            assumed=self.describe(),
        )

    def _too_few(self, difference: float, power: float, found: Arms) -> str:
        control = floor(self.fewest_clusters(difference=difference, power=power).control + SLACK) + 1
        needed = Arms(whole(control * self.ratio), control).map(lambda count: whole(count / (1 - self.clusters_lost)))
        return (
            f"With {number(found.total)} clusters left no cluster size gives {percent(power, decimals=1)} power to "
            f"show a difference of {number(difference)}. Allocate at least {number(needed.total)} "
            f"({number(needed.intervention)} intervention, {number(needed.control)} control), "
            "or look for a larger difference."
        )
