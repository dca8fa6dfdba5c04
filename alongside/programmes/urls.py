from django.urls import path

from alongside.programmes.views import coverage, running, sessions, teaching, yours

app_name = "programmes"
urlpatterns = [
    path("", running.running, name="running"),
    path("at/<uuid:pk>/new/", running.plan, name="plan"),
    path("at/<uuid:pk>/rooms/new/", running.add_venue, name="add_venue"),
    path("groups/<uuid:pk>/", running.cohort, name="cohort"),
    path("groups/<uuid:pk>/confirm/", running.confirm_all, name="confirm_all"),
    path("groups/<uuid:pk>/put-in/", running.put_in, name="put_in"),
    path("groups/<uuid:pk>/places/<uuid:place>/give-back/", running.give_back, name="give_back"),
    path("at/<uuid:pk>/tutors/", running.tutors, name="tutors"),
    path("at/<uuid:pk>/tutors/<uuid:tutor>/end/", running.end_tutor, name="end_tutor"),
    path("groups/<uuid:pk>/cancel/", running.cancel_cohort, name="cancel_cohort"),
    path("sessions/<uuid:pk>/", sessions.session, name="session"),
    path("sessions/<uuid:pk>/confirm/", sessions.confirm, name="confirm"),
    path("sessions/<uuid:pk>/cancel/", sessions.cancel, name="cancel"),
    path("sessions/<uuid:pk>/without/", sessions.without, name="without"),
    path("sessions/<uuid:pk>/move/", sessions.move, name="move"),
    path("sessions/<uuid:pk>/tutor/<slug:kind>/", sessions.tutor, name="tutor"),
    path("sessions/<uuid:pk>/tutor/<slug:kind>/stand-down/", sessions.stand_down, name="stand_down"),
    path("sessions/<uuid:pk>/register/", teaching.register, name="register"),
    path("coverage/", coverage.teams, name="teams"),
    path("coverage/ours/", coverage.ours, name="ours"),
    path("coverage/<uuid:pk>/", coverage.coverage, name="coverage"),
    path("coverage/<uuid:pk>/target/", coverage.target, name="target"),
    path("groups/<uuid:pk>/team/", coverage.train_team, name="train_team"),
    path("leading/", teaching.teaching, name="teaching"),
    path("for/<uuid:pk>/", yours.offers, name="offers"),
    path("for/<uuid:pk>/join/", yours.join, name="join"),
    path("for/<uuid:pk>/<slug:course>/", yours.answer, name="answer"),
    path("for/<uuid:pk>/<slug:course>/not-now/", yours.decline, name="decline"),
    path("places/<uuid:pk>/", yours.place, name="place"),
    path("places/<uuid:pk>/leave/", yours.leave, name="leave"),
]
