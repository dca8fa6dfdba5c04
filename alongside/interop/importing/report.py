"""What an import did, for the table at its end."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

NEW, CHANGED, SAME = "new", "changed", "same"


class LeftOut(Exception):
    """One resource cannot be taken in; the message says why. The rest of the file can."""


@dataclass
class Report:
    """Counts by type of resource; `left_out` says why."""

    done: Counter[tuple[str, str]] = field(default_factory=Counter)
    left_out: Counter[tuple[str, str]] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)

    def count(self, type_: str, what: str, number: int = 1) -> None:
        self.done[type_, what] += number

    def leave_out(self, type_: str, why: str) -> None:
        self.left_out[type_ or "(no type)", why] += 1

    def note(self, text: str) -> None:
        self.notes[text] += 1

    def add(self, other: "Report") -> None:
        self.done += other.done
        self.left_out += other.left_out
        self.notes += other.notes

    def changes(self) -> int:
        return sum(number for (_type, what), number in self.done.items() if what != SAME)

    def lines(self) -> Iterator[str]:
        types = sorted({type_ for type_, _what in [*self.done, *self.left_out]})
        yield f"{'':<24}{NEW:>9}{CHANGED:>9}{SAME:>9}{'left out':>10}"
        for type_ in types:
            counts = [self.done[type_, what] for what in (NEW, CHANGED, SAME)]
            left = sum(number for (left_type, _why), number in self.left_out.items() if left_type == type_)
            yield f"{type_:<24}" + "".join(f"{count:>9}" for count in counts) + f"{left:>10}"
        for (type_, why), number in sorted(self.left_out.items()):
            yield f"  {type_}: {number} left out: {why}"
        for text, number in sorted(self.notes.items()):
            yield f"  {number} {text}"
