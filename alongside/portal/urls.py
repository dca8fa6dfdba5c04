from django.urls import path

from alongside.portal.views import home

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("person/<uuid:pk>/", home.person, name="person"),
    path("person/<uuid:pk>/said/", home.said, name="said"),
]
