"""The tables of `docs/evaluation-simulations.md`, from the results."""

from collections.abc import Callable, Iterable, Iterator
from itertools import product
from math import isinf, isnan

from tests.bench.evaluation.cells import CELLS, CLUSTERS, EFFECTS, ICCS, OUTCOMES, PART, WHOLE, Cell
from tests.bench.evaluation.methods import METHODS, Method
from tests.bench.evaluation.tally import Share, Tally

Results = dict[tuple[Cell, str, str], Tally]

BEGIN = "<!-- figures: written by ./bench evaluation_coverage -->"
END = "<!-- end of figures -->"
LEVEL = 0.05
TYPICAL = 0.05  # the ICC for which widths, bias and power are shown


def with_figures(page: str, made: str, results: Results) -> str:
    """The page with its tables written anew; its words stay."""
    before, after = page.split(BEGIN)[0], page.split(END)[-1]
    return f"{before}{BEGIN}\n{figures(made, results)}\n{END}{after}"


def figures(made: str, results: Results) -> str:
    """All tables."""
    blocks = [f"Made on {made}. Replications: {WHOLE:,} without an effect and {PART} with one; {PART} of slow methods."]
    blocks += ["### Which kept their level", _kept(results)]
    for outcome in OUTCOMES:
        blocks += [f"### {outcome.capitalize()} outcome: type I error", _overview(outcome, results)]
        blocks += [
            f"### {outcome.capitalize()} outcome: type I error where the variance between clusters is estimated as zero"
        ]
        blocks += [_boundary(outcome, results)]
        for clusters in CLUSTERS:
            blocks += [f"### {outcome.capitalize()} outcome, {clusters} clusters", _closely(outcome, clusters, results)]
    return "\n\n".join(blocks)


def _kept(results: Results) -> str:
    """The methods whose type I error was nowhere seen to be above 5%, those of most power first."""
    lines = ["| outcome | clusters | kept 5%, and power at an ICC of 0.05 |", "| --- | ---: | --- |"]
    for outcome, clusters in product(OUTCOMES, CLUSTERS):
        powers = {method.name: _power(outcome, clusters, method, results) for method in METHODS[outcome]}
        names = [method.name for method in METHODS[outcome] if _keeps(outcome, clusters, method, results)]
        ordered = sorted(names, key=lambda name: -powers[name])
        listed = "; ".join(f"{name} {100 * powers[name]:.0f}%" for name in ordered)
        lines.append(f"| {outcome} | {clusters} | {listed} |")
    return "\n".join(lines)


def _keeps(outcome: str, clusters: int, method: Method, results: Results) -> bool:
    """Within two standard errors, at each ICC and at all together."""
    cells = _cells(outcome, clusters)
    together = _pooled(results, cells, method)
    rates = [_of(results, cell, method).rejection for cell in cells]
    rates.append(together.rejection)
    return together.rejected > 0 and not any(rate - 2 * error > LEVEL for rate, error in rates)


def _power(outcome: str, clusters: int, method: Method, results: Results) -> float:
    typical = [cell for cell in _cells(outcome, clusters, EFFECTS[outcome]) if cell.icc == TYPICAL]
    return _pooled(results, typical, method).rejection[0]


def _overview(outcome: str, results: Results) -> str:
    def cells(method: Method) -> Iterator[str]:
        for clusters in CLUSTERS:
            shares = [_of(results, cell, method).rejection for cell in _cells(outcome, clusters)]
            pooled = _pooled(results, _cells(outcome, clusters), method).rejection
            yield f"{_percent(pooled)}; {100 * max(share for share, _error in shares):.1f}"

    heads = [f"{clusters} clusters" for clusters in CLUSTERS]
    return _table(["% over all ICC (SE); the highest", *heads], METHODS[outcome], cells)


def _boundary(outcome: str, results: Results) -> str:
    """How often, and what the type I error then is beside that of the other trials."""

    def cells(method: Method) -> Iterator[str]:
        for clusters in CLUSTERS:
            found = _pooled(results, _cells(outcome, clusters), method)
            yield f"{_percent(found.rejection_at_zero)}; {_percent(found.rejection_elsewhere)}"

    first = METHODS[outcome][0]
    found = [_pooled(results, _cells(outcome, clusters), first) for clusters in CLUSTERS]
    shares = zip(CLUSTERS, found, strict=True)
    heads = [f"{clusters} clusters ({100 * one.at_zero / one.fitted:.0f}% of trials)" for clusters, one in shares]
    return _table(["% there (SE); elsewhere", *heads], METHODS[outcome], cells)


def _closely(outcome: str, clusters: int, results: Results) -> str:
    def cells(method: Method) -> Iterator[str]:
        without, with_it = _cells(outcome, clusters), _cells(outcome, clusters, EFFECTS[outcome])
        for cell in without:
            yield _percent(_of(results, cell, method).rejection)
        yield _percent(_pooled(results, with_it, method).coverage)
        typical, affected = (next(cell for cell in of if cell.icc == TYPICAL) for of in (without, with_it))
        yield _percent(_of(results, affected, method).rejection)
        yield _number(_of(results, typical, method).width)
        yield _with_error(_of(results, affected, method).bias)
        everything = _pooled(results, without, method)
        yield _percent(everything.failure)
        yield _percent(everything.flag)

    errors = [f"type I error, ICC {icc:g}" for icc in ICCS]
    rest = ["coverage of an effect", "power", "width", "bias", "not fitted", "flagged"]
    return _table(["% (SE)", *errors, *rest], METHODS[outcome], cells)


def _cells(outcome: str, clusters: int, effect: float = 0.0) -> list[Cell]:
    return [cell for cell in CELLS if (cell.outcome, cell.clusters, cell.effect) == (outcome, clusters, effect)]


def _of(results: Results, cell: Cell, method: Method) -> Tally:
    return results[cell, method.name, "first"] + results[cell, method.name, "rest"]


def _pooled(results: Results, cells: Iterable[Cell], method: Method) -> Tally:
    return sum((_of(results, cell, method) for cell in cells), Tally())


def _table(heads: list[str], methods: Iterable[Method], cells: Callable[[Method], Iterable[str]]) -> str:
    rows = [heads, ["---", *["---:"] * (len(heads) - 1)]]
    rows += [[method.name, *cells(method)] for method in methods]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _percent(share: Share) -> str:
    return "–" if isnan(share[0]) else f"{100 * share[0]:.1f} ({100 * share[1]:.1f})"


def _with_error(share: Share) -> str:
    return "–" if isnan(share[0]) else f"{share[0]:.3f} ({share[1]:.3f})"


def _number(value: float) -> str:
    return "no end" if isinf(value) else f"{value:.2f}"
