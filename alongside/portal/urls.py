from django.urls import path

from alongside.portal.views import calendar, check_in, chosen, course, door, find, home, prepare, questions

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("person/<uuid:pk>/", home.person, name="person"),
    path("person/<uuid:pk>/said/", home.said, name="said"),
    path("prepare/<uuid:pk>/", prepare.prepare_start, name="prepare_start"),
    path("prepare/<uuid:pk>/<slug:step>/", prepare.prepare_own, name="prepare_own"),
    path("prepare/<uuid:pk>/appointment.ics", calendar.calendar_own, name="calendar_own"),
    path("find/", find.find, name="find"),
    path("find/look-round/<slug:key>/", find.heading, name="heading"),
    path("find/look-round/<slug:key>/list/", find.local_list, name="local_list"),
    path("find/tell-us/", find.tell_us, name="tell_us"),
    path("find/<uuid:pk>/", find.service, name="service"),
    path("find/<uuid:pk>/wrong/", find.report, name="report"),
    path("l/<str:token>/", door.door, name="door"),
    path("l/<str:token>/prepare/<slug:step>/", prepare.prepare, name="prepare"),
    path("l/<str:token>/appointment.ics", calendar.calendar, name="calendar"),
    path("l/<str:token>/check-in/<slug:step>", check_in.check_in, name="check_in"),
    path("l/<str:token>/services/", chosen.chosen, name="chosen"),
    path("l/<str:token>/course/", course.course, name="course"),
    path("l/<str:token>/course/leave/", course.leave, name="course_leave"),
    path("l/<str:token>/course/time/<uuid:session>/", course.turn, name="course_turn"),
    path("l/<str:token>/course/rate/<uuid:session>/", course.rate, name="course_rate"),
    path("l/<str:token>/course.ics", course.calendar, name="course_calendar"),
    path("l/<str:token>/questions/", questions.questions, name="questions"),
    path("l/<str:token>/services/thanks/", chosen.thanks, name="chosen_thanks"),
    path("l/<str:token>/services/<uuid:pk>/<slug:step>/", chosen.more, name="chosen_more"),
]
