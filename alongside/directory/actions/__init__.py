"""Everything that changes the directory."""

from alongside.directory.actions.feeds import import_feed
from alongside.directory.actions.importing import Imported, import_services
from alongside.directory.actions.postcodes import load_postcodes
from alongside.directory.actions.use import note_heard, note_unmet_need, report_problem

__all__ = [
    "Imported",
    "import_feed",
    "import_services",
    "load_postcodes",
    "note_heard",
    "note_unmet_need",
    "report_problem",
]
