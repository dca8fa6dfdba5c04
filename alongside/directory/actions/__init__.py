"""Everything that changes the directory."""

from alongside.directory.actions.assuring import ask_service, assure_service, report_problem, settle_report
from alongside.directory.actions.duplicates import find_duplicates, settle_duplicate
from alongside.directory.actions.editing import EDITABLE, edit_service, settle_conflict
from alongside.directory.actions.feeds import import_feed
from alongside.directory.actions.here import enter_service
from alongside.directory.actions.importing import Imported, import_services
from alongside.directory.actions.keeping import hand_to
from alongside.directory.actions.postcodes import load_postcodes
from alongside.directory.actions.use import note_heard, note_unmet_need

__all__ = [
    "EDITABLE",
    "Imported",
    "ask_service",
    "assure_service",
    "edit_service",
    "enter_service",
    "find_duplicates",
    "hand_to",
    "import_feed",
    "import_services",
    "load_postcodes",
    "note_heard",
    "note_unmet_need",
    "report_problem",
    "settle_conflict",
    "settle_duplicate",
    "settle_report",
]
