from django.urls import path

from alongside.portal.views import calendar, check_in, door, home, prepare

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("person/<uuid:pk>/", home.person, name="person"),
    path("person/<uuid:pk>/said/", home.said, name="said"),
    path("prepare/<uuid:pk>/", prepare.prepare_start, name="prepare_start"),
    path("prepare/<uuid:pk>/<slug:step>/", prepare.prepare_own, name="prepare_own"),
    path("prepare/<uuid:pk>/appointment.ics", calendar.calendar_own, name="calendar_own"),
    path("l/<str:token>/", door.door, name="door"),
    path("l/<str:token>/prepare/<slug:step>/", prepare.prepare, name="prepare"),
    path("l/<str:token>/appointment.ics", calendar.calendar, name="calendar"),
    path("l/<str:token>/check-in/<slug:step>", check_in.check_in, name="check_in"),
]
