"""The one console command, `alongside`: every management command of the product and of Django, and the statistics."""

import os
import sys
from difflib import get_close_matches

# For a statistician who wants only these: they need no settings, no database and no Django.
STATISTICS = ("allocate", "analyse_trial", "design_trial")


def main() -> None:
    if sys.argv[1:2] and sys.argv[1] in STATISTICS:
        # Many small matrices: threads only wait for one another, on a busy machine for a hundred times as long.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        from alongside.evaluation.commands import run

        sys.exit(run(sys.argv[1], sys.argv[2:]))
    if sys.argv[1:2] and (meant := get_close_matches(sys.argv[1], STATISTICS, 1, 0.8)):
        sys.exit(f"There is no command {sys.argv[1]}. Did you mean {meant[0]}?")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.config.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as problem:  # its sentence says what to mend; where in the code it was found does not
        if "--traceback" in sys.argv:
            raise
        sys.exit(str(problem))
