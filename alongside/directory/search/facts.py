"""What somebody may insist on: facts of a service that are known, or that nobody told us."""

from dataclasses import dataclass

IN_PERSON, ONLINE, BY_PHONE = "in person", "online", "phone"


@dataclass(frozen=True)
class Facts:
    """None: nobody said. `languages` are in small letters; `ways` how it is given; `national`: for any home."""

    free: bool | None = None
    step_free: bool | None = None
    transport: bool | None = None
    languages: frozenset[str] | None = None
    ways: frozenset[str] | None = None
    national: bool | None = None

    @property
    def from_afar(self) -> bool:
        """Whether it makes no difference where somebody lives: for the whole country, or never in person."""
        return bool(self.national) or (bool(self.ways) and IN_PERSON not in (self.ways or ()))


UNKNOWN = Facts()
