"""Worked examples: a specification, simulated data, and the same numbers by R."""
