"""`./bench`: figures as ratios to a baseline of the same run, for absolute times say more about the machine.

Works in a database of its own in a temporary folder.
"""

import contextlib
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from statistics import quantiles
from typing import Any
from uuid import uuid4

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
os.environ["QUIET_FROM"] = os.environ["QUIET_UNTIL"] = "0"  # messages go out at whatever hour this runs
import django
import time_machine

django.setup()

from django.core.management import call_command
from django.db import transaction
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone

ROUNDS = 60
MESSAGES = 400
PATIENTS = 300


def main() -> None:
    call_command("migrate", verbosity=0)
    from conftest import make_cast

    cast = make_cast()
    for line in (*screen(cast), *imports(), *outbox(cast)):
        print(line)


def screen(cast: Any) -> Iterator[str]:
    """The screen of a visit for somebody with five years of history, against a page with nothing in it."""
    visit = five_years(cast)
    client = cast.client("gp")
    request = RequestFactory().get("/")
    request.user = cast["gp"]

    def page() -> None:
        answer = client.get(f"/visits/{visit.pk}/")
        assert answer.status_code == 200, answer.status_code

    empty = timed(lambda: render_to_string("ui/not_found.jinja", {}, request))
    full = timed(page)
    yield row("visit screen, five years of history, p50", full[0], empty[0], "an empty page rendered")
    yield row("visit screen, five years of history, p95", full[1], empty[1], "an empty page rendered")


def five_years(cast: Any) -> Any:
    """Four visits a year for five years, each with results, concerns, answers and a goal; then one more, still open."""
    now = timezone.now()
    for number in range(20):
        with time_machine.travel(now - timedelta(days=91 * (20 - number))):
            closed_visit(cast, number)
    return open_visit(cast)


def open_visit(cast: Any) -> Any:
    from alongside.agenda import actions as agenda
    from alongside.agenda.models import Result
    from alongside.people.actors import actor_for, link_holder

    by, own, now = actor_for(cast["gp"]), link_holder(cast.rosa), timezone.now()
    for code in ("4548-4", "2339-0", "29463-7", "8480-6"):
        Result.objects.create(person=cast.rosa, code=code, display=code, value=48, taken_at=now, released_at=now)
    booked = agenda.book_appointment(
        by=by, person=cast.rosa, organisation=cast.elm_bank, starts_at=now + timedelta(days=1)
    )
    preparation = agenda.start_preparation(by=own, appointment=booked)
    agenda.choose_areas(by=own, preparation=preparation, areas=["sleep", "pain", "mood"])
    agenda.rank_concerns(by=own, preparation=preparation, areas=["sleep", "pain", "mood"])
    return agenda.start_visit(by=by, appointment=booked)


def closed_visit(cast: Any, number: int) -> None:
    from alongside.agenda import actions as agenda
    from alongside.people.actors import actor_for
    from alongside.plans.actions import agree_goal, end_goal

    by, visit = actor_for(cast["gp"]), open_visit(cast)
    for item in visit.items.filter(disposition=""):
        agenda.dispose(by=by, item=item, disposition="done" if item.concern_id else "not_now")
    agenda.close_visit(by=by, visit=visit)
    goal = agree_goal(by=by, person=cast.rosa, words=f"walk to the shop {number}", confidence=6)
    if number < 17:
        end_goal(by=by, goal=goal, state="achieved")


def imports() -> Iterator[str]:
    """Reading a bundle into the database, against only parsing the same file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "patients.json"
        path.write_text(json.dumps({"resourceType": "Bundle", "type": "collection", "entry": list(_entries())}))
        plain = clock(lambda: json.loads(path.read_text()))
        with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):
            full = clock(lambda: call_command("import_fhir", str(path), verbosity=0))
    yield row(f"import_fhir, per resource of {PATIENTS * 2}", full / PATIENTS / 2, plain / PATIENTS / 2, "json.load")


def _entries() -> Iterator[dict[str, Any]]:
    for number in range(PATIENTS):
        name = [{"use": "official", "family": f"Fictional{number}", "given": ["Test"]}]
        patient = {"resourceType": "Patient", "id": f"p{number}", "name": name, "birthDate": "1960-01-01"}
        yield {"fullUrl": f"urn:uuid:p{number}", "resource": patient}
        coding = [{"system": "http://snomed.info/sct", "code": "44054006", "display": "Type 2 diabetes"}]
        condition = {"resourceType": "Condition", "id": f"c{number}", "code": {"coding": coding}}
        yield {"resource": condition | {"subject": {"reference": f"urn:uuid:p{number}"}}}


def outbox(cast: Any) -> Iterator[str]:
    """Delivering a message to a file, against putting the same row into the table."""
    from alongside.messages.links import make_link
    from alongside.messages.models import Message
    from alongside.messages.outbox import enqueue
    from alongside.people.actors import SYSTEM

    def rows(template: str, put: Callable[[int], Any]) -> float:
        with transaction.atomic():
            return clock(lambda: [put(number) for number in range(MESSAGES)])

    plain = rows("plain", lambda n: Message.objects.create(person=cast.rosa, template="plain", window=str(n)))
    Message.objects.all().delete()
    until, subject = timezone.now() + timedelta(days=9), uuid4()
    link = make_link(by=SYSTEM, person=cast.rosa, purpose="check_in", subject_id=subject, expires_at=until)
    about = {"person": cast.rosa, "template": "goal.follow_up", "facts": {"practice": "Elm Bank Surgery"}, "link": link}
    for number in range(MESSAGES):
        enqueue(by=SYSTEM, window=str(number), subject_id=subject, **about)
    full = clock(lambda: call_command("deliver_messages"))
    sent = Message.objects.filter(state="sent").count()
    assert sent == MESSAGES, f"{sent} of {MESSAGES} went out"
    yield row(f"deliver_messages to a file, per message of {sent}", full / sent, plain / MESSAGES, "a plain insert")


def timed(work: Callable[[], Any]) -> tuple[float, float]:
    """Median and 95th percentile in seconds, after a warm-up."""
    work()
    times = [clock(work) for _ in range(ROUNDS)]
    cuts = quantiles(times, n=20)
    return cuts[9], cuts[18]


def clock(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def row(what: str, seconds: float, baseline: float, named: str) -> str:
    return f"{what:<46} {seconds * 1000:8.2f} ms   {seconds / baseline:7.1f} x {named} ({baseline * 1000:.3f} ms)"


if __name__ == "__main__":
    main()
