"""My Health Plan, goals, confidence over time and the follow-up, as FHIR."""

from alongside.interop.exporting.elements import beside, clean, note, own_code, period, resource, stamp, to, words
from alongside.interop.exporting.held import Held
from alongside.interop.fhir.parts import Resource
from alongside.plans.models import (
    Action,
    CheckIn,
    Confidence,
    FollowUp,
    Goal,
    GoalScale,
    Plan,
    PlanContact,
    WarningSign,
)

State = Goal.State
LIFE = {State.ACTIVE: "active", State.ACHIEVED: "completed", State.CHANGED: "cancelled", State.SET_ASIDE: "on-hold"}
Asked = FollowUp.State
ASKED = {
    Asked.PLANNED: "requested",
    Asked.ASKED: "in-progress",
    Asked.ANSWERED: "completed",
    Asked.SILENT: "failed",
    Asked.CANCELLED: "cancelled",
}


def plan(held: Held, row: Plan) -> Resource:
    signs = [_sign(sign) for sign in row.warning_signs.all()]
    review = [{"detail": {"status": "scheduled", "description": "Look at the plan again",
                          "scheduledPeriod": period(None, row.review_on)}}] if row.review_on else []  # fmt: skip
    made = resource(
        "CarePlan",
        row,
        status="active",
        intent="plan",
        title="My Health Plan",
        description=row.what_matters,
        subject=to("Patient", held.person),
        created=stamp(row.updated_at),
        goal=[to("Goal", goal) for goal in held.goals],
        activity=[*(_step(action) for goal in held.goals for action in goal.actions.all()), *signs, *review],
    )
    return made | {"id": beside(row, "plan")}


def _step(row: Action) -> Resource:
    detail = {
        "status": "stopped" if row.until else "in-progress",
        "description": row.sentence,
        "goal": [to("Goal", row.goal)],
        "scheduledPeriod": period(row.since, row.until),
    }
    return {"detail": detail}


def _sign(row: WarningSign) -> Resource:
    code = own_code("warning-sign", row.sign)
    agreed = period(row.agreed_on, None)
    return {"detail": {"code": code, "status": "scheduled", "description": row.what_to_do, "scheduledPeriod": agreed}}


def contact(held: Held, row: PlanContact) -> Resource:
    return resource(
        "RelatedPerson",
        row,
        patient=to("Patient", held.person),
        name=[{"text": row.name}],
        relationship=[words(row.how)],
        telecom=[{"system": "phone", "value": row.phone}] if row.phone else [],
    )


def goal(held: Held, row: Goal) -> Resource:
    notes = [
        note("Why", row.why),
        note("What might get in the way", row.barrier),
        note("Then I will", row.then_i_will),
        note("Who could help", row.helper),
        note("What would raise it", row.would_raise),
        note("Agreed with", row.agreed_with),
        note("In place of an earlier goal", str(row.instead_of_id or "")),
    ]
    return resource(
        "Goal",
        row,
        lifecycleStatus=LIFE[State(row.state)],
        description={"text": row.words},
        subject=to("Patient", held.person),
        startDate=stamp(row.agreed_at.date()),
        statusDate=stamp(row.ended_at.date()) if row.ended_at else None,
        outcomeReference=[to("Observation", sure) for sure in row.confidences.all()],
        note=notes,
    )


def sure(held: Held, row: Confidence) -> Resource:
    """Confidence or importance from 0 to 10: part of the plan, which an import does not take for a test result."""
    return resource(
        "Observation",
        row,
        status="final",
        code=own_code(row.kind, str(row.get_kind_display())),
        subject=to("Patient", held.person),
        focus=[to("Goal", row.goal)],
        effectiveDateTime=stamp(row.at),
        valueInteger=row.value,
    )


def scale(held: Held, row: GoalScale) -> Resource:
    """Goal Attainment Scaling. The row's key is its goal's, so it has an id of its own here."""
    levels = ("much_less", "less", "expected", "better", "much_better")
    made: Resource = clean(
        {
            "resourceType": "Observation",
            "id": beside(row, "scale"),
            "status": "final" if row.level is not None else "registered",
            "code": own_code("attainment", "goal attainment, -2 to 2"),
            "subject": to("Patient", held.person),
            "focus": [to("Goal", row.goal)],
            "effectiveDateTime": stamp(row.rated_at),
            "valueInteger": row.level,
            "component": [_level(name, getattr(row, name)) for name in levels] + [_level("weight", str(row.weight))],
        }
    )
    return made


def _level(name: str, text: str) -> Resource:
    return {"code": own_code(name, name.replace("_", " ")), "valueString": text}


def follow_up(held: Held, row: FollowUp) -> Resource:
    return resource(
        "Task",
        row,
        status=ASKED[Asked(row.state)],
        intent="plan",
        code=own_code("follow-up", "asking how a goal is going"),
        businessStatus=words(str(row.get_state_display())),
        focus=to("Goal", row.goal),
        restriction={"period": period(None, row.due)},
        executionPeriod=period(row.asked_at, None),
        note=[note("Days until the next", str(row.every_days))],
        **{"for": to("Patient", held.person)},
    )


def check_in(held: Held, row: CheckIn) -> Resource:
    said = {
        "going": {"valueString": str(row.get_going_display())},
        "days-done": {"valueInteger": row.days_done} if row.days_done is not None else None,
        "words": {"valueString": row.words} if row.words else None,
        "please-call": {"valueBoolean": row.please_call},
    }
    return resource(
        "QuestionnaireResponse",
        row,
        status="completed",
        subject=to("Patient", held.person),
        authored=stamp(row.at),
        item=[{"linkId": name, "answer": [answer]} for name, answer in said.items() if answer],
    )
