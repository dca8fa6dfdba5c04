"""The flow diagram of a cluster trial, as a picture, in words and as a table, from numbers that add up."""

from alongside.evaluation.reporting.consort.flow import Flow
from alongside.evaluation.reporting.consort.stages import Arm, Called, Enrolment, Numbers, Reason, Visit

__all__ = ["Arm", "Called", "Enrolment", "Flow", "Numbers", "Reason", "Visit"]
