"""That somebody made sure of a record, or says that it is wrong."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from alongside.directory.actions.editing import edit_service
from alongside.directory.letters import write_to
from alongside.directory.models import Assurance, Report, Service
from alongside.people import audit
from alongside.people.actors import Actor

# In the trail of a report: who made it is nowhere kept, also where they were signed in.
SOMEBODY = Actor(words="somebody")


@transaction.atomic
def assure_service(*, by: Actor, service: Service, how: str, on: date | None = None, note: str = "") -> Assurance:
    """Note that a record was made sure of; twice on a day, in one way and by the same, is once."""
    service = Service.objects.select_for_update(of=("self",)).get(pk=service.pk)
    on = min(on or timezone.localdate(), timezone.localdate())
    made, new = Assurance.objects.get_or_create(
        service=service, how=how, on=on, by=by.user, checked_by=by.words[:300], defaults={"note": note[:500]}
    )
    if new:
        service.assured_on = max(on, service.assured_on or on)
        service.save(update_fields=["assured_on", "updated_at"])
        audit.record(by=by, verb="service.assured", target=service, how=str(how), on=on)
    return made


@transaction.atomic
def report_problem(*, by: Actor, service: Service, kind: str, words: str = "") -> Report:
    """Keep that somebody says something is wrong, and not who. The same said again while it waits is said once."""
    kept = " ".join(words.replace("\x00", "").split())[:1000]
    said: Report | None = Report.objects.open().filter(service=service, kind=kind, words=kept).first()
    if said:
        return said
    report = Report.objects.create(service=service, kind=kind, words=kept)
    audit.record(by=SOMEBODY, verb="service.reported", target=service, kind=str(kind))
    return report


@transaction.atomic
def settle_report(*, by: Actor, report: Report, outcome: str) -> Report:
    """Say what became of a report, and of others that say the same; closed takes the service off the list."""
    report = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if report.settled_at:
        return report
    if outcome == Report.Outcome.CLOSED:
        edit_service(by=by, service=report.service, status=str(Service.Status.DEFUNCT))
    settled = {"settled_at": timezone.now(), "settled_by": by.user, "outcome": outcome}
    Report.objects.open().alike(report).update(**settled)
    audit.record(by=by, verb="service.report_settled", target=report.service, kind=report.kind, outcome=str(outcome))
    report.refresh_from_db()
    return report


@transaction.atomic
def ask_service(*, by: Actor, service: Service) -> None:
    """Ask a service by e-mail whether its record is still right; raises ValueError where we have no address."""
    if not service.email:
        raise ValueError("We have no e-mail address of this service.")
    audit.record(by=by, verb="service.asked", target=service)
    transaction.on_commit(lambda: write_to(service))
