"""A report as one page of HTML that needs nothing but itself: to read, to print, to keep."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from alongside.evaluation.reporting.document import Figure, Report
from alongside.evaluation.reporting.outline import outline
from alongside.evaluation.reporting.svg import described

TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def as_html(report: Report) -> str:
    """The whole page. Whatever is in the report is words, except the pictures, which hold shapes and words only."""
    template = TEMPLATES.get_template("report.html.jinja")
    page = template.render(report=report, nodes=outline(report), picture=_picture)
    return page.replace("−£", "−\u2060£")  # a line that ends with the minus makes a gain of a loss


def _picture(figure: Figure, identifier: str) -> Markup:
    svg = described(figure.svg, title=figure.title, words=figure.words, identifier=identifier)
    return Markup(svg)  # noqa: S704  (checked and written anew by `described`)
