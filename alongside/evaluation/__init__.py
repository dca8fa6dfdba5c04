"""Design, allocation, estimation, economics, process evaluation and reporting of cluster trials.

Pure: numpy and scipy, no Django, no settings, no database. Each folder below is a door of its own:

>>> from alongside.evaluation import allocation, design, economics, estimation, process, quasi_experiments, reporting

Arrays go in, frozen dataclasses come out. What cannot be answered raises an exception of `errors` with a sentence
that says why; what can be answered only with a caution carries it in `notes`.
"""
