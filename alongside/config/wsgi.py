import gc
import os
from threading import Thread

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.config.settings")
application = get_wsgi_application()

from alongside.directory.search import warm_up  # noqa: E402  (only once Django is set up)


def _get_ready() -> None:
    """The first search of a process reads lists of words for seconds; nobody has to wait for that.

    What is there after it stays as long as the process, so no later look for garbage has to walk it all again, in the
    middle of somebody's page.
    """
    warm_up()
    gc.collect()
    gc.freeze()


Thread(target=_get_ready, daemon=True, name="get ready").start()
