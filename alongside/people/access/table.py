"""Roles x capabilities: who may do what about whom, and where. No database."""

from enum import StrEnum

from alongside.people.models import Organisation, Role


class Can(StrEnum):
    """Everything somebody can be allowed to do. The value names the read in the audit trail."""

    # About a person
    SEE_PERSON = "person"  # name, age, contact, and that they are known here
    SEE_APPOINTMENTS = "appointments"
    MANAGE_APPOINTMENTS = "appointments.manage"  # book, move, call off, note as missed
    CORRECT_PERSON = "person.correct"  # name, date of birth, NHS number
    MANAGE_LINKS = "links.manage"  # links, and the yes to messages that sends them
    TYPE_ANSWERS = "answers.type"  # print the form, put in what the person says, without seeing what was there
    SEE_ANSWERS = "answers"
    PREPARE = "answers.give"
    SEE_PLAN = "plan"
    EDIT_PLAN = "plan.edit"
    RUN_VISIT = "visit"
    SIGNPOST = "services"  # choose services of the directory with somebody, and hear of those who got stuck
    SEE_TRAIL = "trail"  # who has looked
    MANAGE_CONSENT = "consent"
    END_CARER = "carer.end"  # stop somebody from acting for the person, such as one who harms them
    MANAGE_CONTACT = "contact"
    EXPORT = "export"
    ERASE = "erase"
    JOIN_GROUPS = "groups"  # come to groups that people run themselves, start one, run it
    # About an organisation
    SEE_ORGANISATION = "organisation"
    MANAGE_ORGANISATION = "organisation.manage"
    ADD_ORGANISATION = "organisation.add"  # put another one under it
    SEE_VACANCIES = "vacancies"
    WORK = "worklist"
    SEE_COPRODUCTION = "coproduction"  # who plans and who delivers what
    MAP_COPRODUCTION = "coproduction.map"  # say so
    LOOK_AFTER_VOLUNTEERS = "volunteers"  # see what volunteers do, note steps, thank them
    CONSULT = "reference"  # ask the people who said that they may be asked
    RUN_COURSES = "courses"  # set courses up, and see who is on them
    TEACH = "courses.teach"  # keep the register of what one leads
    MATCH_BUDDIES = "buddies"  # find buddies for people, and look after them
    BE_BUDDY = "buddies.own"  # ring those one is a buddy of
    LOOK_AFTER_GROUPS = "groups.look_after"  # read groups before they are listed, and give those who run them a hand
    SEE_COVERAGE = "coverage"  # how much of each team has been trained
    SEE_COVERAGE_BY_NAME = "coverage.names"  # and who, in one's own team
    SEE_FUNNEL = "courses.funnel"  # how far people come with each course, never who
    # About the directory
    STEWARD = "directory"  # keep its records right
    KEEP_OWN = "directory.own"  # keep the records of one's own organisation's services right
    SEE_UNMET = "directory.unmet"  # read what people looked for and did not find


class Relation(StrEnum):
    SELF = "self"
    CARER = "carer"
    PRACTICE = "practice"  # a member of the practice the person is registered with
    SHARED = "shared"  # a member of a team the person shared the plan with, until its day


OWN = frozenset(
    {
        Can.SEE_PERSON, Can.SEE_APPOINTMENTS, Can.SEE_ANSWERS, Can.PREPARE, Can.SEE_PLAN, Can.EDIT_PLAN,
        Can.SEE_TRAIL, Can.MANAGE_CONSENT, Can.MANAGE_CONTACT, Can.EXPORT, Can.JOIN_GROUPS,
    }
)  # fmt: skip

# Appointments and what goes with them, without a look at what was said.
DESK = frozenset(
    {Can.SEE_PERSON, Can.SEE_APPOINTMENTS, Can.MANAGE_APPOINTMENTS, Can.MANAGE_LINKS, Can.TYPE_ANSWERS}
)  # fmt: skip
CARE = DESK | {Can.SEE_ANSWERS, Can.SEE_PLAN, Can.EDIT_PLAN, Can.RUN_VISIT, Can.SIGNPOST}
# A social prescribing link worker: the plan and the way to what helps, not what was said before an appointment.
LINK = frozenset({Can.SEE_PERSON, Can.SEE_APPOINTMENTS, Can.SEE_PLAN, Can.EDIT_PLAN, Can.SIGNPOST})
# Who the person is and how to reach them is kept right by the practice they are registered with, not by every team.
REGISTER = frozenset({Can.CORRECT_PERSON, Can.MANAGE_CONTACT})

# A carer acts for the person, but agreeing to share, and taking everything away, stay with the person.
ABOUT_PEOPLE: dict[tuple[Role, Relation], frozenset[Can]] = {
    (Role.PATIENT, Relation.SELF): OWN,
    (Role.CARER, Relation.CARER): OWN - {Can.MANAGE_CONSENT, Can.EXPORT},
    (Role.CLINICIAN, Relation.PRACTICE): CARE | REGISTER | {Can.END_CARER},
    (Role.RECEPTIONIST, Relation.PRACTICE): DESK | REGISTER,
    (Role.PRACTICE_MANAGER, Relation.PRACTICE): DESK | REGISTER | {Can.SEE_TRAIL, Can.ERASE, Can.END_CARER},
    (Role.LINK_WORKER, Relation.PRACTICE): LINK,
    (Role.CLINICIAN, Relation.SHARED): CARE,
    (Role.LINK_WORKER, Relation.SHARED): LINK,
    (Role.RECEPTIONIST, Relation.SHARED): DESK,
    (Role.COORDINATOR, Relation.SHARED): DESK | {Can.SEE_PLAN},
}

# What an appointment's own place may go on doing while it is booked, although its person no longer shares with that
# team or has moved to another practice: otherwise nobody could call it off. It shows nothing else about the person.
WHILE_BOOKED = frozenset({Can.SEE_APPOINTMENTS, Can.MANAGE_APPOINTMENTS})

MEMBER = frozenset({Can.SEE_ORGANISATION, Can.WORK, Can.SEE_COVERAGE_BY_NAME})
ABOUT_ORGANISATIONS: dict[Role, frozenset[Can]] = {
    Role.CLINICIAN: MEMBER,
    Role.RECEPTIONIST: MEMBER,
    Role.PRACTICE_MANAGER: MEMBER | {Can.MANAGE_ORGANISATION, Can.KEEP_OWN},
    Role.COORDINATOR: MEMBER
    | {Can.KEEP_OWN, Can.RUN_COURSES, Can.SEE_FUNNEL}
    | {Can.MATCH_BUDDIES, Can.LOOK_AFTER_GROUPS, Can.CONSULT, Can.LOOK_AFTER_VOLUNTEERS}
    | {Can.SEE_COPRODUCTION, Can.MAP_COPRODUCTION},
    Role.LINK_WORKER: MEMBER,
    Role.LAY_TUTOR: frozenset({Can.SEE_ORGANISATION, Can.TEACH}),
    Role.CLINICAL_TUTOR: frozenset({Can.SEE_ORGANISATION, Can.TEACH}),
    Role.BUDDY: frozenset({Can.SEE_ORGANISATION, Can.BE_BUDDY}),
    Role.EDITOR: frozenset({Can.SEE_ORGANISATION}),
    Role.DIRECTORY_STEWARD: frozenset({Can.SEE_ORGANISATION, Can.STEWARD, Can.SEE_UNMET}),
    Role.IMPROVEMENT_LEAD: (MEMBER - {Can.SEE_COVERAGE_BY_NAME})
    | {Can.SEE_VACANCIES, Can.SEE_UNMET, Can.SEE_COVERAGE, Can.SEE_FUNNEL, Can.SEE_COPRODUCTION},
    Role.COMMISSIONER: frozenset(
        {Can.SEE_ORGANISATION, Can.SEE_VACANCIES, Can.SEE_UNMET, Can.SEE_COVERAGE, Can.SEE_FUNNEL, Can.SEE_COPRODUCTION}
    ),
    Role.EVALUATOR: frozenset({Can.SEE_ORGANISATION}),
    Role.ADMINISTRATOR: frozenset(
        {Can.SEE_ORGANISATION, Can.MANAGE_ORGANISATION, Can.ADD_ORGANISATION, Can.SEE_VACANCIES, Can.KEEP_OWN}
    ),
}

# Roles that reach every organisation below theirs, as a health economy's administrator does.
REACH_DOWN = frozenset({Role.ADMINISTRATOR, Role.COMMISSIONER, Role.IMPROVEMENT_LEAD})


# At which kinds of places a member reaches people by a relation. Nobody shares with a whole health economy.
PLACES = {
    Relation.PRACTICE: frozenset({Organisation.Kind.PRACTICE}),
    Relation.SHARED: frozenset(Organisation.Kind) - {Organisation.Kind.HEALTH_ECONOMY},
}


def roles_with(capability: Can, relation: Relation) -> list[Role]:
    """Roles that hold a capability by a relation."""
    return [role for (role, by), allowed in ABOUT_PEOPLE.items() if by == relation and capability in allowed]
