"""What the person said, agreed and was asked, as FHIR resources."""

from collections.abc import Iterator

from alongside.agenda import areas
from alongside.agenda.destinations import destinations
from alongside.agenda.models import AgendaItem, Concern, Preparation
from alongside.interop.export.held import Held
from alongside.interop.export.made import (
    at,
    concept,
    extension,
    identifier,
    notes,
    on,
    organisation,
    period,
    reference,
    resource,
    term,
)
from alongside.interop.fhir.parts import Resource
from alongside.messages.models import Message
from alongside.plans.models import Action, Confidence, FollowUp, Goal, Plan
from alongside.worklist.models import Task

LIFECYCLE = {"active": "active", "achieved": "completed", "changed": "cancelled", "set_aside": "on-hold"}
ACHIEVEMENT = {"active": "in-progress", "achieved": "achieved", "changed": "not-achieved", "set_aside": "not-achieved"}
ASKED = {
    "planned": "requested",
    "asked": "in-progress",
    "answered": "completed",
    "silent": "completed",
    "cancelled": "cancelled",
}
SENT = {
    "waiting": "preparation",
    "sending": "in-progress",
    "sent": "completed",
    "failed": "stopped",
    "cancelled": "not-done",
}


def said_and_agreed(held: Held) -> Iterator[Resource]:
    about = reference("Patient", held.person)
    for booked in held.appointments:
        if booked.prepared:
            yield _preparation(booked.prepared, about)
    for visit in held.visits:
        yield from (_item(item, about, reference("Encounter", visit)) for item in visit.items.all())
    if held.plan:
        yield _plan(held.plan, held.goals, about)
    for goal in held.goals:
        yield _goal(goal, about)
        yield from (_confidence(row, goal, about) for row in goal.confidences.all())
        for follow_up in goal.follow_ups.all():
            yield from _follow_up(follow_up, goal, about)
    yield from (_message(row, about) for row in held.messages)
    yield from (_task(row, about) for row in held.tasks)


def _preparation(row: Preparation, about: Resource) -> Resource:
    most = _answer("most-important", "The most important thing I want from this appointment", row.most_important)
    return resource(
        "QuestionnaireResponse",
        row,
        status="completed" if row.sent_at else "in-progress",
        subject=about,
        authored=at(row.saved_at),
        item=[*(_concern(concern) for concern in row.concerns.all()), *most],
        extension=[
            extension("appointment", valueReference={"reference": f"urn:uuid:{row.appointment_id}"}),
            extension("given-by", valueString=row.given_by),
        ],
    )


def _concern(row: Concern) -> Resource:
    answers = [
        *_answer("words", "In your words", row.words),
        *_answer("bother", "How much it is getting in the way", str(row.get_bother_display() or "")),
        *_answer("wish", "What would help", str(row.get_wish_display())),
        *_answer("rank", "Place among what matters most", str(row.rank or "")),
    ]
    return {"linkId": row.area, "text": areas.title_of(row.area), **({"item": answers} if answers else {})}


def _answer(link: str, question: str, text: str) -> list[Resource]:
    return [{"linkId": link, "text": question, "answer": [{"valueString": text}]}] if text.strip() else []


def _item(row: AgendaItem, about: Resource, visit: Resource) -> Resource:
    to = destinations().get(row.handed_to)
    became = " ".join(filter(None, (str(row.get_disposition_display()), to.title if to else row.handed_to)))
    return resource(
        "Task",
        row,
        status="completed" if row.disposition else "requested",
        intent="plan",
        for_=about,
        encounter=visit,
        description=row.title,
        code=concept(row.kind, str(row.get_kind_display())),
        lastModified=at(row.decided_at),
        businessStatus={"text": became} if became else {},
    )


def _plan(plan: Plan, goals: list[Goal], about: Resource) -> Resource:
    signs = [f"Warning sign: {row.sign}. What to do: {row.what_to_do}" for row in plan.warning_signs.all()]
    people = [f"Contact: {row.name}, {row.how}, {row.phone}" for row in plan.contacts.all()]
    review = f"To be looked at again on {plan.review_on.isoformat()}" if plan.review_on else ""
    return resource(
        "CarePlan",
        plan,
        status="active",
        intent="plan",
        title="My Health Plan",
        subject=about,
        description=plan.what_matters,
        created=at(plan.updated_at),
        goal=[reference("Goal", goal) for goal in goals],
        activity=[_step(step, goal) for goal in goals for step in goal.actions.all()],
        note=notes(*signs, *people, review),
    )


def _step(step: Action, goal: Goal) -> Resource:
    detail = {
        "status": "completed" if step.until else "in-progress",
        "description": step.sentence,
        "goal": [reference("Goal", goal)],
        "scheduledPeriod": period(on(step.since), on(step.until)),
    }
    return {"detail": detail}


def _goal(goal: Goal, about: Resource) -> Resource:
    said = {
        "Why it matters": goal.why,
        "What might get in the way": goal.barrier,
        "Then I will": goal.then_i_will,
        "Who could help": goal.helper,
        "What would make me surer": goal.would_raise,
        "Agreed with": goal.agreed_with,
    }
    return resource(
        "Goal",
        goal,
        identifier=identifier(goal),
        lifecycleStatus=LIFECYCLE[goal.state],
        description={"text": goal.words},
        achievementStatus=term("goal-achievement", ACHIEVEMENT[goal.state]),
        subject=about,
        expressedBy=about,
        startDate=(at(goal.agreed_at) or "")[:10],
        statusDate=(at(goal.ended_at) or "")[:10],
        note=notes(*(f"{name}: {text}" for name, text in said.items() if text), *_scale(goal)),
    )


def _scale(goal: Goal) -> list[str]:
    scale = getattr(goal, "scale", None)
    if scale is None:
        return []
    named = [f"{level:+d}: {text}" for level, text in scale.levels.items()]
    reached = [f"reached: {scale.level:+d}"] if scale.level is not None else []
    return ["Scale of the goal (weight " + str(scale.weight) + "). " + "; ".join([*named, *reached])]


def _confidence(row: Confidence, goal: Goal, about: Resource) -> Resource:
    return resource(
        "Observation",
        row,
        status="final",
        code=concept(row.kind, f"{row.get_kind_display()}, 0 to 10"),
        subject=about,
        focus=[reference("Goal", goal)],
        effectiveDateTime=at(row.at),
        valueInteger=row.value,
    )


def _follow_up(row: FollowUp, goal: Goal, about: Resource) -> Iterator[Resource]:
    yield resource(
        "Task",
        row,
        status=ASKED[row.state],
        intent="plan",
        for_=about,
        focus=reference("Goal", goal),
        description="Ask how the goal is going",
        businessStatus={"text": str(row.get_state_display())},
        restriction={"period": period(on(row.due), None)},
        lastModified=at(row.asked_at),
        note=notes(f"Every {row.every_days} days" if row.every_days else "Once"),
    )
    answer = row.answer
    if answer is None:
        return
    days = f"Days done: {answer.days_done} of 7" if answer.days_done is not None else ""
    said = [str(answer.get_going_display()), days, answer.words, "Please call me" if answer.please_call else ""]
    yield resource(
        "Communication",
        answer,
        status="completed",
        subject=about,
        sender=about,
        about=[reference("Goal", goal)],
        basedOn=[reference("Task", row)],
        sent=at(answer.at),
        payload=[{"contentString": text} for text in said if text.strip()],
    )


def _message(row: Message, about: Resource) -> Resource:
    said = {"practice": row.practice, **row.facts}
    facts = ", ".join(f"{name}: {value}" for name, value in said.items() if value)
    return resource(
        "Communication",
        row,
        status=SENT[row.state],
        subject=about,
        recipient=[about],
        sent=at(row.sent_at),
        category=[concept(row.template, row.template)],
        payload=[{"contentString": facts}] if facts else [],
        medium=[{"text": row.channel}] if row.channel else [],
        statusReason={"text": row.reason} if row.reason else {},
    )


def _task(row: Task, about: Resource) -> Resource:
    return resource(
        "Task",
        row,
        status="completed" if row.done_at else "requested",
        intent="order",
        for_=about,
        code=concept(row.kind, str(row.get_kind_display())),
        description=row.title,
        owner=organisation(row.team),
        authoredOn=at(row.created_at),
        lastModified=at(row.done_at),
        restriction={"period": period(None, on(row.due))},
        note=notes(row.note, row.outcome, *(move.reason for move in row.moves.all())),
    )
