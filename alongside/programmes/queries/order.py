"""In what order the sessions of a group come."""

from datetime import datetime

from alongside.programmes.models import Session


def would_overtake(session: Session, starts_at: datetime) -> tuple[Session | None, Session | None]:
    """With a new time: the last session it follows and would come before, and the first that follows it and would not.

    The reunion follows all others. What was called off has no place in the order.
    """
    live = session.cohort.sessions.exclude(state=Session.State.CANCELLED).exclude(pk=session.pk)
    own, others = _place(session), sorted(live, key=_place)
    followed = [row for row in others if _place(row) < own and row.starts_at >= starts_at]
    following = [row for row in others if _place(row) > own and row.starts_at <= starts_at]
    return (followed[-1] if followed else None, following[0] if following else None)


def _place(session: Session) -> tuple[bool, int]:
    return (session.kind == Session.Kind.REUNION, session.number)
