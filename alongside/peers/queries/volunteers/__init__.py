"""Reading what volunteers do: from somebody who took part to a volunteer, a tutor, and on to work."""

from alongside.peers.queries.volunteers.journey import Journey, Stage, StepLine, journey_of
from alongside.peers.queries.volunteers.list import Crew, crews, step_of, volunteer_for

__all__ = ["Crew", "Journey", "Stage", "StepLine", "crews", "journey_of", "step_of", "volunteer_for"]
