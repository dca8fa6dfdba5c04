"""The flow diagram as SVG: boxes as high as their words need, arrows between them, the stages along the left."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from alongside.evaluation.reporting.consort.boxes import Box, Boxes, Row, said
from alongside.evaluation.reporting.consort.stages import Called
from alongside.evaluation.reporting.palette import BLUE, FONT, INK, PALE, WHITE
from alongside.evaluation.reporting.text import wrapped

SIZE = 13
LEADING = 17
PADDING = 10
GAP = 28
GUTTER = 112
BAND = 96
LEAST_WIDTH = 760
LEAST_COLUMN = 205
BULLET = "• "
NUMBER_AND_NOUN = re.compile(r"(?<=\d) (?=[^\W\d])")


@dataclass(frozen=True)
class Line:
    words: str
    bold: bool = False
    indent: int = 0


@dataclass(frozen=True)
class Place:
    """Where a box lies, in pixels."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    @property
    def below(self) -> float:
        return self.y + self.height


def drawing(boxes: Boxes, called: Called) -> str:
    """All of it, at least 760 pixels wide, and wider from four arms on."""
    columns = len(boxes.arms)
    width = max(LEAST_WIDTH, GUTTER + columns * (LEAST_COLUMN + 20) - 20)
    top, below = _enrolment(boxes, called, width)
    arms, end = _arms(boxes, called, width, below)
    inner = "".join([*top, *arms])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{end:g}" viewBox="0 0 {width} {end:g}"'
        f' font-family="{FONT}" font-size="{SIZE}"><rect width="{width}" height="{end:g}" fill="{WHITE}"/>{inner}</svg>'
    )


def _enrolment(boxes: Boxes, called: Called, width: float) -> tuple[list[str], Place]:
    """Down the middle, with those excluded to the right of the way down."""
    middle = GUTTER + (width - GUTTER) / 2
    lines = [_lines(box, called, 300) for box in (boxes.assessed, boxes.excluded, boxes.randomised)]
    assessed = Place(middle - 150, 2, 300, _height(lines[0]))
    excluded = Place(middle + 24, assessed.below + GAP / 2, width - middle - 26, 0)
    lines[1] = _lines(boxes.excluded, called, excluded.width)
    excluded = Place(excluded.x, excluded.y, excluded.width, _height(lines[1]))
    randomised = Place(middle - 150, excluded.below + GAP, 300, _height(lines[2]))
    places = (assessed, excluded, randomised)
    aside = excluded.y + excluded.height / 2
    return [
        _stage("Enrolment", 2, randomised.below),
        *(_box(place, text) for place, text in zip(places, lines, strict=True)),
        _arrow(middle, assessed.below, middle, randomised.y),
        _arrow(middle, aside, excluded.x, aside),
    ], randomised


def _arms(boxes: Boxes, called: Called, width: float, above: Place) -> tuple[list[str], float]:
    columns = len(boxes.arms)
    across = (width - 2 - GUTTER - 20 * (columns - 1)) / columns
    lefts = [GUTTER + (across + 20) * column for column in range(columns)]
    y = above.below + GAP * 1.5
    found = [_fork(above, [left + across / 2 for left in lefts], y)]
    for position, stage in enumerate(zip(*boxes.arms, strict=True)):
        lines = [_lines(box, called, across) for box in stage]
        height = max(map(_height, lines))
        places = [Place(left, y, across, height) for left in lefts]
        found.append(_stage(stage[0].stage, y, y + height))
        found += [_box(place, text) for place, text in zip(places, lines, strict=True)]
        y += height + GAP
        if position < len(boxes.arms[0]) - 1:
            found += [_arrow(place.middle, place.below, place.middle, y) for place in places]
    return found, y - GAP + 2


def _lines(box: Box, called: Called, width: float) -> list[Line]:
    """What stands in a box of that width; its title bold, and its reasons behind bullets."""
    room = width - 2 * PADDING
    title, *rest = box.rows
    found = [Line(words, bold=True) for words in wrapped(title.words, room, SIZE, bold=True)]
    found += [Line(words) for words in wrapped(_kept(said(title.numbers, called)), room, SIZE)]
    for row in rest:
        found += _row(row, called, room)
    return found


def _row(row: Row, called: Called, room: float) -> Iterator[Line]:
    text = f"{row.words}: {_kept(said(row.numbers, called))}"
    if not row.reason:
        yield from (Line(words) for words in wrapped(text, room, SIZE))
        return
    words = wrapped(text, room - 12, SIZE)
    yield Line(BULLET + words[0])
    yield from (Line(more, indent=12) for more in words[1:])


def _kept(text: str) -> str:
    """No line ends between a number and what it counts."""
    return NUMBER_AND_NOUN.sub("\u00a0", text)


def _height(lines: Sequence[Line]) -> float:
    return 2 * PADDING + LEADING * len(lines)


def _box(place: Place, lines: Sequence[Line]) -> str:
    text = "".join(
        f'<text x="{place.x + PADDING + line.indent:g}" y="{place.y + PADDING + LEADING * row + SIZE:g}" fill="{INK}"'
        f' font-weight="{_weight(line)}">{escape(line.words)}</text>'
        for row, line in enumerate(lines)
    )
    return (
        f'<g class="box"><rect x="{place.x:g}" y="{place.y:g}" width="{place.width:g}" height="{place.height:g}"'
        f' fill="{WHITE}" stroke="{INK}" stroke-width="1.5"/>{text}</g>'
    )


def _weight(line: Line) -> str:
    return "bold" if line.bold else "normal"


def _stage(name: str, top: float, bottom: float) -> str:
    """A band along the left, as high as what belongs to it."""
    lines = wrapped(name, BAND - 8, SIZE, bold=True)
    middle = (top + bottom) / 2 - LEADING * (len(lines) - 1) / 2 + SIZE / 3
    text = "".join(
        f'<text x="{BAND / 2:g}" y="{middle + LEADING * row:g}" text-anchor="middle" font-weight="bold"'
        f' fill="{BLUE}">{escape(words)}</text>'
        for row, words in enumerate(lines)
    )
    band = f'<rect x="0" y="{top:g}" width="{BAND}" height="{bottom - top:g}" rx="4" fill="{PALE}"/>'
    return f'<g class="box">{band}{text}</g>'


def _fork(above: Place, middles: Sequence[float], to: float) -> str:
    """From the box above down to a bar, and from the bar to each arm."""
    bar = to - GAP * 0.75
    lines = _line(above.middle, above.below, above.middle, bar) + _line(middles[0], bar, middles[-1], bar)
    return lines + "".join(_arrow(middle, bar, middle, to) for middle in middles)


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" stroke="{INK}" stroke-width="1.5"/>'


def _arrow(x1: float, y1: float, x2: float, y2: float) -> str:
    """Down or to the right, with its head at the second end."""
    head = (
        [(x2, y2), (x2 - 5, y2 - 9), (x2 + 5, y2 - 9)] if x1 == x2 else [(x2, y2), (x2 - 9, y2 - 5), (x2 - 9, y2 + 5)]
    )
    points = " ".join(f"{x:g},{y:g}" for x, y in head)
    return (
        _line(x1, y1, x2 if x1 == x2 else x2 - 5, y2 - 5 if x1 == x2 else y2)
        + f'<polygon points="{points}" fill="{INK}"/>'
    )
