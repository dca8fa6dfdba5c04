"""The report of an analysis: what was found in plain words, then the tables, the figures and what was run."""

from alongside.evaluation.analysis.report.whole import as_report

__all__ = ["as_report"]
