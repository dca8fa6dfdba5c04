"""The steps of preparing for an appointment, and which comes after which for this person."""

from dataclasses import dataclass

from django.urls import reverse

from alongside.agenda.areas import areas
from alongside.agenda.models import Appointment, Concern, Preparation
from alongside.agenda.priorities import by_weight
from alongside.agenda.queries import ResultLine, results_beforehand
from alongside.messages.models import SignedLink
from alongside.people.actors import Actor
from alongside.ui.crisis import suggests_crisis

MIND, RESULTS, MUCH, MATTER, MOST, DONE = "mind", "results", "how-much", "matter", "most", "done"
ORDER = [MIND, RESULTS, MUCH, MATTER, MOST, DONE]


@dataclass(frozen=True)
class Way:
    """How somebody came: by a link, or signed in. Signed in, what they may do is asked anew on every page."""

    by: Actor
    token: str = ""


@dataclass(frozen=True)
class Flow:
    """One person's preparation as it stands."""

    way: Way
    appointment: Appointment
    preparation: Preparation
    concerns: list[Concern]
    results: list[ResultLine]

    @property
    def by(self) -> Actor:
        return self.way.by

    def address(self, step: str) -> str:
        """Where a step is for somebody who came this way."""
        if self.way.token:
            return reverse("portal:prepare", args=[self.way.token, step])
        return reverse("portal:prepare_own", args=[self.appointment.pk, step])

    @property
    def calendar(self) -> str:
        if self.way.token:
            return reverse("portal:calendar", args=[self.way.token])
        return reverse("portal:calendar_own", args=[self.appointment.pk])

    @property
    def steps(self) -> list[str]:
        """The steps this person sees: no results, no page for them; nothing on their mind, nothing to measure."""
        about = [MUCH, MATTER] if self.concerns else []
        return [MIND, *([RESULTS] if self.results else []), *about, MOST, DONE]

    @property
    def count(self) -> int:
        """How many pages there are to answer; before anything is chosen, as many as there may be."""
        begun = bool(self.concerns) or self.preparation.sent_at is not None
        return len(self.steps) - 1 if begun else 4 + bool(self.results)

    def after(self, step: str) -> str:
        """The next step; from one that no longer applies, the next that does."""
        later = ORDER[ORDER.index(step) + 1 :]
        return next((name for name in self.steps if name in later), DONE)

    def before(self, step: str) -> str | None:
        earlier = ORDER[: ORDER.index(step)]
        return next((name for name in reversed(self.steps) if name in earlier), None)

    @property
    def in_order(self) -> list[Concern]:
        return sorted(self.concerns, key=by_weight)

    @property
    def crisis(self) -> bool:
        """Whether anything said so far shows where to get help."""
        said = [concern.words for concern in self.concerns]
        return any(suggests_crisis(words) for words in [*said, self.preparation.most_important])


def appointment_of(link: SignedLink) -> Appointment | None:
    """The appointment a link is about."""
    rows = Appointment.objects.select_related("person", "organisation", "preparation", "clinician")
    return rows.filter(pk=link.subject_id, person=link.person).first()


def flow_of(way: Way, preparation: Preparation) -> Flow:
    """Everything the pages need, read once."""
    appointment = preparation.appointment
    places = {key: place for place, key in enumerate(areas())}
    return Flow(
        way=way,
        appointment=appointment,
        preparation=preparation,
        concerns=sorted(preparation.concerns.all(), key=lambda concern: places.get(concern.area, len(places))),
        results=results_beforehand(appointment.person),
    )
