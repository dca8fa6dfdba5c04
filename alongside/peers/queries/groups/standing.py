"""Whether somebody may come to a group."""

from alongside.peers.models import Group
from alongside.peers.queries.groups.reunions import came_through
from alongside.people.models import Person


def may_join(group: Group, person: Person) -> bool:
    """One that can be found, by anybody who lives and is not forgotten; one that goes on from a course, also before it
    is listed, by those who did that course.
    """
    if person.died_on or person.restricted_at or group.state == Group.State.ENDED:
        return False
    if group.state in Group.GOING:
        return True
    return bool(group.cohort and came_through(group.cohort, person))
