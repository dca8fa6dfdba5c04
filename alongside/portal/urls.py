from django.urls import path

from alongside.portal.views import door, home, prepare

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("person/<uuid:pk>/", home.person, name="person"),
    path("person/<uuid:pk>/said/", home.said, name="said"),
    path("prepare/<uuid:pk>/", prepare.prepare_start, name="prepare_start"),
    path("l/<str:token>/", door.door, name="door"),
    path("l/<str:token>/prepare/<slug:step>/", prepare.prepare, name="prepare"),
    path("l/<str:token>/appointment.ics", prepare.calendar, name="calendar"),
]
