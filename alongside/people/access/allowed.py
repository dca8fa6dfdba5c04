"""What memberships that were fetched already allow: the two tables, without a query."""

from collections.abc import Iterable, Iterator

from alongside.people.access.table import ABOUT_ORGANISATIONS, ABOUT_PEOPLE, PLACES, Can, Relation
from alongside.people.models import Membership, Role

Allowed = set[tuple[Can, Relation | None]]


def allowed_by(memberships: Iterable[Membership]) -> Allowed:
    """Each capability with the relation to people it comes by, or None where it is about organisations."""
    return {pair for membership in memberships for pair in _allowed_by(membership)}


def _allowed_by(membership: Membership) -> Iterator[tuple[Can, Relation | None]]:
    role = Role(membership.role)
    for capability in ABOUT_ORGANISATIONS.get(role, ()):
        yield capability, None
    for relation, kinds in PLACES.items():
        if membership.organisation.kind in kinds:
            for capability in ABOUT_PEOPLE.get((role, relation), ()):
                yield capability, relation
