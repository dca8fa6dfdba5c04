"""The one console command, `alongside`: every management command of the product and of Django."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.config.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as problem:  # its sentence says what to mend; where in the code it was found does not
        if "--traceback" in sys.argv:
            raise
        sys.exit(str(problem))
