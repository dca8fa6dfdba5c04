"""Whether somebody may come to a group."""

from alongside.peers.models import Group, Member
from alongside.peers.queries.groups.reunions import came_through
from alongside.people.models import Person


def may_join(group: Group, person: Person) -> bool:
    """One that can be found, by anybody who lives and is not forgotten; one that goes on from a course, also before it
    is listed, by those who did that course.
    """
    gone = person.died_on or person.restricted_at or group.state == Group.State.ENDED or group.is_closed_by_others
    if gone or Member.objects.filter(group=group, person=person, taken_out=True).exists():
        return False
    if group.state in Group.GOING:
        return True
    return bool(group.state == Group.State.SENT and group.cohort and came_through(group.cohort, person))
