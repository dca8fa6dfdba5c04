"""Reports of a study, from words, tables and figures to a page of HTML and a document of Word.

Knows nothing of the statistics. The charts are in `reporting.charts` and the flow diagram in `reporting.consort`: both
are imported where they are needed, for the library that draws charts takes a second to load.
"""

from alongside.evaluation.reporting.document import Figure, Part, Points, Report, Section, Table, Verbatim
from alongside.evaluation.reporting.html_report import as_html
from alongside.evaluation.reporting.svg import described
from alongside.evaluation.reporting.word_report import as_docx

__all__ = ["Figure", "Part", "Points", "Report", "Section", "Table", "Verbatim", "as_docx", "as_html", "described"]
