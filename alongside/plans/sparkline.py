"""A small line of numbers from 0 to 10, as SVG. The numbers always stand beside it as text."""

from collections.abc import Sequence

from markupsafe import Markup

WIDTH, HEIGHT, EDGE = 120, 32, 5


def sparkline(values: Sequence[int]) -> Markup:
    """The drawing, hidden from screen readers (they read the numbers); empty for fewer than two values."""
    if len(values) < 2:
        return Markup("")
    points = [_point(index, value, len(values)) for index, value in enumerate(values)]
    line = " ".join(f"{x:g},{y:g}" for x, y in points)
    x, y = points[-1]
    return Markup(
        '<svg class="plan-spark" width="{w}" height="{h}" viewBox="0 0 {w} {h}" aria-hidden="true" focusable="false">'
        '<polyline points="{line}" fill="none" stroke="#005eb8" stroke-width="2.5" stroke-linejoin="round"/>'
        '<circle cx="{x}" cy="{y}" r="4" fill="#005eb8"/></svg>'
    ).format(w=WIDTH, h=HEIGHT, line=line, x=f"{x:g}", y=f"{y:g}")


def _point(index: int, value: int, count: int) -> tuple[float, float]:
    x = EDGE + index * (WIDTH - 2 * EDGE) / (count - 1)
    y = HEIGHT - EDGE - value * (HEIGHT - 2 * EDGE) / 10
    return round(x, 1), round(y, 1)
