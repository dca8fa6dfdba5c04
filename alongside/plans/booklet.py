"""What fits on the four panels of the folded booklet, and what goes on the sheets after it.

A stylesheet cannot say "the rest on page 3", so how many lines words take is reckoned here, for the widest of the usual
fonts. Reckoning a line too many leaves a little room; nothing is ever cut off. `booklet.css` has the measures.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from alongside.plans.models import PlanContact, WarningSign
    from alongside.plans.queries import GoalCard, PlanPage

T = TypeVar("T")

# How wide a panel is, in heights of the letters set in it: words, goals behind their rule, the name, a page's head.
WIDTH, GOAL_WIDTH, NAME_WIDTH, HEAD_WIDTH = 28.4, 27.3, 18.9, 34.0
# Lines of words a panel has room for beside its headings, a line or two to write on, and where it continues.
FRONT, BACK, GOALS, FURTHER = 18.0, 17.0, 25.0, 30.0
# The back holds two lists; the contacts may always have this much of it.
CONTACTS_AT_LEAST = 9.5
HEADING, GAP, GOAL_GAP = 3.6, 0.4, 1.0
FIRST_FURTHER_PAGE = 3


@dataclass(frozen=True)
class Block:
    """Words set in one way on a page after the first two: a section's heading (the page words it), a title, or text."""

    kind: str
    text: str
    section: str

    @property
    def ends(self) -> list[int]:
        """Where each of its lines ends."""
        width = GOAL_WIDTH if self.section == "goals" else WIDTH
        return line_ends(self.text, width, bold=self.kind == "title")

    @property
    def height(self) -> float:
        return HEADING if self.kind == "heading" else len(self.ends) + GAP

    def cut(self, lines: int) -> tuple["Block", "Block"]:
        """Its first lines, and the rest."""
        end = self.ends[lines - 1]
        return replace(self, text=self.text[:end].rstrip()), replace(self, text=self.text[end:].lstrip())


Panel = list[Block]


@dataclass(frozen=True)
class Booklet:
    """The plan as the booklet shows it."""

    what_matters: str
    goals: list["GoalCard"]
    contacts: list["PlanContact"]
    signs: list["WarningSign"]
    # The pages after the first two, a left and a right panel each.
    further: list[tuple[Panel, Panel]]

    @property
    def continued_on(self) -> dict[str, int]:
        """The page each section goes on, of those that do."""
        return {
            block.section: page
            for page, panels in enumerate(self.further, start=FIRST_FURTHER_PAGE)
            for panel in panels
            for block in panel
            if block.kind == "heading"
        }


def booklet_of(page: "PlanPage") -> Booklet:
    """Put as much on the first sheet as fits there, in order, and the rest on further ones."""
    name = page.person.name
    long_name = len(line_ends(name, NAME_WIDTH, bold=True)) - 1
    matters = Block("text", re.sub(r"\s*\n\s*\n\s*", "\n\n", page.what_matters.strip()), "what_matters")
    said, unsaid = _fitting(matters, FRONT - 1.5 * long_name)
    signs_need = sum(map(_sign_height, page.warning_signs))
    contacts, more_contacts = _first(page.contacts, _contact_height, max(CONTACTS_AT_LEAST, BACK - signs_need))
    signs, more_signs = _first(page.warning_signs, _sign_height, BACK - sum(map(_contact_height, contacts)))
    goals, more_goals = _first(page.goals, _goal_height, GOALS)
    items = [
        *_section("what_matters", [[unsaid]] if unsaid else []),
        *_section("goals", [_goal_blocks(card) for card in more_goals]),
        *_section("contacts", [_contact_blocks(row) for row in more_contacts]),
        *_section("signs", [_sign_blocks(row) for row in more_signs]),
    ]
    panels = _panels(items, FURTHER - 0.9 * len(line_ends(name, HEAD_WIDTH, bold=True)))
    return Booklet(said.text, goals, contacts, signs, list(_pairs(panels)))


def _first(things: list[T], height: Callable[[T], float], room: float) -> tuple[list[T], list[T]]:
    """As many of the first as there is room for, and the rest: the order is the person's."""
    for number, thing in enumerate(things):
        room -= height(thing)
        if room < 0:
            return things[:number], things[number:]
    return things, []


def _fitting(block: Block, room: float) -> tuple[Block, Block | None]:
    return (block, None) if len(block.ends) <= room else block.cut(max(int(room), 1))


def _section(key: str, items: list[Panel]) -> list[Panel]:
    """Its items, the first of which brings the heading with it."""
    return [[Block("heading", "", key), *items[0]], *items[1:]] if items else []


def _panels(items: list[Panel], height: float) -> list[Panel]:
    """Set the items one under the other. One that fits on a panel stays whole; a longer one goes on on the next."""
    panels: list[Panel] = [[]]
    room = height
    for item in items:
        if room < sum(block.height for block in item) <= height:
            panels.append([])
            room = height
        waiting = list(item)
        while waiting:
            block = waiting.pop(0)
            if block.height > room >= 3 and block.kind != "heading":
                block, rest = block.cut(int(room - GAP))
                waiting.insert(0, rest)
            elif block.height > room:
                panels.append([])
                room = height
                waiting.insert(0, block)
                continue
            panels[-1].append(block)
            room -= block.height
        room -= GOAL_GAP
    return panels if panels[0] else []


def _pairs(panels: list[Panel]) -> Iterator[tuple[Panel, Panel]]:
    filled = panels if len(panels) % 2 == 0 else [*panels, []]
    return zip(filled[::2], filled[1::2], strict=True)


def _goal_blocks(card: "GoalCard") -> Panel:
    return [Block("title", card.goal.words, "goals"), *(Block("text", line, "goals") for line in card.on_paper)]


def _contact_blocks(row: "PlanContact") -> Panel:
    rest = ", ".join(part for part in [row.how, row.phone] if part)
    return [Block("title", row.name, "contacts"), *([Block("text", rest, "contacts")] if rest else [])]


def _sign_blocks(row: "WarningSign") -> Panel:
    return [Block("title", row.sign, "signs"), Block("text", row.what_to_do, "signs")]


def _goal_height(card: "GoalCard") -> float:
    blocks = _goal_blocks(card)
    return sum(len(block.ends) for block in blocks) + GOAL_GAP


def _contact_height(row: "PlanContact") -> float:
    said = ", ".join(part for part in [row.name, row.how, row.phone] if part)
    return len(line_ends(said, WIDTH, bold=True)) + GAP


def _sign_height(row: "WarningSign") -> float:
    return sum(len(block.ends) for block in _sign_blocks(row)) + GAP


# --- How wide words are --------------------------------------------------------------------------------------------

NARROW, WIDE, BOLD = set("fijlrtI .,;:'’!|()[]-/"), set("mwMW@%&—…œŒæÆ"), 1.12


def line_ends(text: str, width: float, *, bold: bool = False) -> list[int]:
    """Where each line ends when words are set in a column so wide; a word longer than the column breaks anywhere."""
    return [*_breaks(text, width / BOLD if bold else width), len(text)]


def _breaks(text: str, width: float) -> Iterator[int]:
    used = 0.0
    for token in re.finditer(r"\n|[^\S\n]+|\S+", text):
        needed = sum(map(_width, token[0]))
        if token[0] == "\n":
            yield token.end()
            used = 0.0
        elif token[0].isspace() or used + needed <= width:
            used += needed
        else:
            if used and needed <= width:
                yield token.start()
                used = 0.0
            for place, letter in enumerate(token[0], start=token.start()):
                if used + _width(letter) > width:
                    yield place
                    used = 0.0
                used += _width(letter)


def _width(letter: str) -> float:
    if letter in NARROW:
        return 0.42
    if letter in WIDE:
        return 1.0
    if letter > "ɏ":  # another alphabet
        return 1.4
    return 0.8 if letter.isupper() else 0.65
