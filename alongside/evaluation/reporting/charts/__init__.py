"""Charts as SVG of a fixed size: words stay words, each line is named beside it, and no meaning lies in colour alone.

Not loaded with `reporting`, since the library that draws takes a second to load: import it where charts are drawn.
"""

from alongside.evaluation.reporting.charts.balance import BalanceMark, balance
from alongside.evaluation.reporting.charts.canvas import Rule
from alongside.evaluation.reporting.charts.forest import ForestRow, forest
from alongside.evaluation.reporting.charts.histogram import histogram
from alongside.evaluation.reporting.charts.lines import Series, acceptability, lines
from alongside.evaluation.reporting.charts.plane import plane

__all__ = [
    "BalanceMark",
    "ForestRow",
    "Rule",
    "Series",
    "acceptability",
    "balance",
    "forest",
    "histogram",
    "lines",
    "plane",
]
