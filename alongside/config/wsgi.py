import os
from threading import Thread

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.config.settings")
application = get_wsgi_application()

from alongside.directory.search import warm_up  # noqa: E402  (only once Django is set up)

# The first search of a process reads lists of words for seconds; nobody has to wait for that.
Thread(target=warm_up, daemon=True, name="warm up search").start()
