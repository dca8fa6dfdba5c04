"""What can go wrong, in three kinds. Each message says what is wrong and, where it can, what to do."""


class EvaluationError(ValueError):
    """Any of the three below."""


class BadInput(EvaluationError):
    """The arrays cannot be what was meant: other lengths, not numbers, missing values, an unknown name."""


class NotEstimable(EvaluationError):
    """The data cannot answer the question: one arm, one cluster in an arm, collinear columns, separation."""


class NotConverged(EvaluationError):
    """The search for the estimate did not end. No number is given, for it would be one of chance."""
