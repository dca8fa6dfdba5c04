"""`./bench`: figures as ratios to a baseline of the same run, for absolute times say more about the machine.

Works in a database of its own: in a temporary folder, or on the server that DATABASE_URL names. With names
(`./bench trail start`) it takes only those.
"""

import os
import sys

from tests.bench.database import of_its_own

if "DATABASE_URL" in os.environ:
    os.environ["DATABASE_URL"] = of_its_own(os.environ["DATABASE_URL"])
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
os.environ["QUIET_FROM"] = os.environ["QUIET_UNTIL"] = "0"  # messages go out at whatever hour this runs
import django

django.setup()

from django.core.management import call_command

from conftest import make_cast
from tests.bench.buddies import buddies
from tests.bench.coverage import coverage
from tests.bench.evaluation.coverage import evaluation_coverage
from tests.bench.evaluation.speed import evaluation
from tests.bench.imports import imports, memory
from tests.bench.outbox import outbox
from tests.bench.screen import screen
from tests.bench.search import search
from tests.bench.start import start
from tests.bench.term import term
from tests.bench.trail import trail

SUBJECTS = {
    "screen": screen,
    "search": search,
    "coverage": coverage,
    "term": term,
    "buddies": buddies,
    "imports": imports,
    "memory": memory,
    "outbox": outbox,
    "trail": trail,
    "start": start,
    "evaluation": evaluation,
}
ON_REQUEST = {"evaluation_coverage": evaluation_coverage}  # a quarter of an hour, and it writes its results down


def main(wanted: list[str]) -> None:
    every = SUBJECTS | ON_REQUEST
    if unknown := [name for name in wanted if name not in every]:
        raise SystemExit(f"Not measured: {', '.join(unknown)}. There is {', '.join(every)}.")
    call_command("migrate", verbosity=0)
    cast = make_cast()
    for name in wanted or SUBJECTS:
        for line in every[name](cast):
            print(line, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
