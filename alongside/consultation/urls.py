from django.urls import path

from alongside.consultation import views

app_name = "consultation"
urlpatterns = [
    path("start/<uuid:pk>/", views.start, name="start"),
    path("now/<uuid:pk>/<uuid:place>/", views.see_now, name="see_now"),
    path("<uuid:pk>/", views.visit, name="visit"),
    path("items/<uuid:pk>/", views.dispose, name="dispose"),
    path("<uuid:pk>/raise/", views.raise_concern, name="raise"),
    path("<uuid:pk>/close/", views.close, name="close"),
]
