from django.urls import include, path

from alongside.peers.views import (
    consulting,
    coproduction,
    desk,
    groups,
    groups_desk,
    hub,
    mine,
    reference,
    running,
    volunteers,
    yours,
)

app_name = "peers"

buddies = [
    path("", desk.buddies, name="buddies"),
    path("at/<uuid:pk>/new/", desk.approve, name="approve"),
    path("at/<uuid:pk>/meeting/", desk.meeting, name="meeting"),
    path("at/<uuid:pk>/together/", desk.together, name="together"),
    path("buddy/<uuid:pk>/", desk.buddy, name="buddy"),
    path("buddy/<uuid:pk>/end/", desk.end, name="end"),
    path("buddy/<uuid:pk>/checks/<uuid:check>/take-back/", desk.take_back_check, name="take_back_check"),
    path("wishes/<uuid:pk>/", desk.wish, name="wish"),
    path("wishes/<uuid:pk>/take-off/", desk.take_off, name="take_off"),
    path("matches/<uuid:pk>/", desk.match, name="match"),
    path("matches/<uuid:pk>/said-yes/", desk.said_yes, name="said_yes"),
    path("matches/<uuid:pk>/said-no/", desk.said_no, name="said_no"),
    path("matches/<uuid:pk>/end/", desk.end_match, name="end_match"),
    path("worries/<uuid:pk>/", desk.worry, name="worry"),
    path("worries/<uuid:pk>/close/", desk.close_worry, name="close_worry"),
    path("mine/", mine.mine, name="mine"),
    path("mine/about/", mine.about, name="about"),
    path("mine/<uuid:pk>/answer/", mine.answer, name="answer_as_buddy"),
    path("mine/<uuid:pk>/number/", mine.number, name="number_as_buddy"),
    path("mine/<uuid:pk>/worry/", mine.worry, name="raise_worry"),
    path("calls/<uuid:pk>/", mine.call, name="call"),
    path("for/<uuid:pk>/", yours.yours, name="yours"),
    path("for/<uuid:pk>/no-more/", yours.withdraw, name="withdraw"),
    path("yours/<uuid:pk>/answer/", yours.answer, name="answer"),
    path("yours/<uuid:pk>/number/", yours.number, name="number"),
]

group_pages = [
    path("", groups_desk.group_desk, name="group_desk"),
    path("read/<uuid:pk>/", groups_desk.group_read, name="group_read"),
    path("read/<uuid:pk>/list/", groups_desk.group_list, name="group_list"),
    path("read/<uuid:pk>/close/", groups_desk.group_close, name="group_close"),
    path("support/<uuid:pk>/", groups_desk.group_answer, name="group_answer"),
    path("reunions/<uuid:pk>/ask/", groups_desk.group_ask_reunion, name="group_ask_reunion"),
    path("for/<uuid:pk>/", groups.groups, name="groups"),
    path("for/<uuid:pk>/start/", groups.start_group, name="start_group"),
    path("for/<uuid:pk>/join/<uuid:group>/", groups.join_group, name="join_group"),
    path("in/<uuid:pk>/", groups.group, name="group"),
    path("in/<uuid:pk>/coming/", groups.group_coming, name="group_coming"),
    path("in/<uuid:pk>/thinking-of/<uuid:other>/", groups.group_think, name="group_think"),
    path("in/<uuid:pk>/run/", groups.group_run, name="group_run"),
    path("in/<uuid:pk>/step-down/", running.group_step_down, name="group_step_down"),
    path("in/<uuid:pk>/take-out/<uuid:other>/", running.group_take_out, name="group_take_out"),
    path("in/<uuid:pk>/how/", groups.group_how, name="group_how"),
    path("in/<uuid:pk>/leave/", groups.group_leave, name="group_leave"),
    path("in/<uuid:pk>/what/", running.group_what, name="group_what"),
    path("in/<uuid:pk>/where/", running.group_where, name="group_where"),
    path("in/<uuid:pk>/send/", running.group_send, name="group_send"),
    path("in/<uuid:pk>/met/", running.group_met, name="group_met"),
    path("in/<uuid:pk>/off/", running.group_off, name="group_off"),
    path("in/<uuid:pk>/still/", running.group_still, name="group_still"),
    path("in/<uuid:pk>/with/", running.group_with, name="group_with"),
    path("in/<uuid:pk>/support/", running.group_support, name="group_support"),
    path("in/<uuid:pk>/end/", running.group_end, name="group_end"),
]

reference_pages = [
    path("", consulting.reference, name="reference"),
    path("at/<uuid:pk>/said-yes/", consulting.put_in, name="put_in_reference"),
    path("at/<uuid:pk>/new/", consulting.new_questions, name="new_questions"),
    path("asked/<uuid:pk>/", consulting.questionnaire, name="questionnaire"),
    path("asked/<uuid:pk>/change/", consulting.change_questions, name="change_questions"),
    path("asked/<uuid:pk>/questions/<uuid:question>/out/", consulting.remove_question, name="remove_question"),
    path("asked/<uuid:pk>/open/", consulting.open_questions, name="open_questions"),
    path("asked/<uuid:pk>/close/", consulting.close_questions, name="close_questions"),
    path("asked/<uuid:pk>/put-in/<uuid:invitation>/", consulting.type_in, name="type_in"),
    path("for/<uuid:pk>/", reference.asked, name="asked"),
    path("for/<uuid:pk>/leave/<uuid:member>/", reference.leave, name="leave_reference"),
    path("you/<uuid:pk>/", reference.questions, name="questions"),
]

coproduction_pages = [
    path("", coproduction.coproduction, name="coproduction"),
    path("at/<uuid:pk>/new/", coproduction.add_activity, name="add_activity"),
    path("activities/<uuid:pk>/", coproduction.activity, name="activity"),
    path("activities/<uuid:pk>/end/", coproduction.end_activity, name="end_activity"),
]

volunteer_pages = [
    path("", volunteers.volunteers, name="volunteers"),
    path("at/<uuid:pk>/<uuid:user>/", volunteers.volunteer, name="volunteer"),
    path("at/<uuid:pk>/<uuid:user>/thank/", volunteers.thank, name="thank"),
    path("at/<uuid:pk>/<uuid:user>/steps/<uuid:step>/take-back/", volunteers.take_back_step, name="take_back_step"),
    path("me/", volunteers.journey, name="journey"),
]

urlpatterns = [
    path("peers/", hub.hub, name="hub"),
    path("buddies/", include(buddies)),
    path("groups/", include(group_pages)),
    path("asking/", include(reference_pages)),
    path("co-production/", include(coproduction_pages)),
    path("volunteers/", include(volunteer_pages)),
]
