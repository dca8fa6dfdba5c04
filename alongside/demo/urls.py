from django.urls import path

from alongside.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.cast, name="cast"),
    path("be/<uuid:pk>/", views.be, name="be"),
]
