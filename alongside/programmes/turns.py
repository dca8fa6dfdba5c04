"""Sessions to which people come one after the other: when each turn begins, in minutes after it. No database."""

LONGEST = 480  # minutes that whoever leads it is there on one day
BREAK_AFTER = 4  # turns, after which whoever leads it has a break as long as a turn: our choice


def lasts(people: int, each: int) -> int:
    """Minutes that so many people need, breaks included."""
    return turns(people, each)[-1] + each


def turns(people: int, each: int) -> list[int]:
    """When each of so many turns begins: 0, 30, 60, 90, and after a break 150 for `each` of 30 minutes."""
    return [each * (number + number // BREAK_AFTER) for number in range(people)]


def turns_within(minutes: int, each: int) -> list[int]:
    """As many turns as a session of so many minutes has."""
    return [after for after in turns(minutes // each, each) if after + each <= minutes]


def longest_each(people: int) -> int:
    """The most that each of so many people can have in one day."""
    return LONGEST // (turns(people, 1)[-1] + 1)


def most_people(each: int) -> int:
    """How many can come on one day, if each has so many minutes."""
    return len(turns_within(LONGEST, each))
