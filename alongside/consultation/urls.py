from django.urls import path

from alongside.consultation.views import nearby, visit

app_name = "consultation"
urlpatterns = [
    path("start/<uuid:pk>/", visit.start, name="start"),
    path("now/<uuid:pk>/<uuid:place>/", visit.see_now, name="see_now"),
    path("<uuid:pk>/", visit.visit, name="visit"),
    path("items/<uuid:pk>/", visit.dispose, name="dispose"),
    path("nearby/<uuid:pk>/", nearby.nearby, name="nearby"),
    path("nearby/<uuid:pk>/given/<uuid:handover>/", nearby.given, name="given"),
    path("stuck/", nearby.stuck, name="stuck"),
    path("<uuid:pk>/raise/", visit.raise_concern, name="raise"),
    path("<uuid:pk>/close/", visit.close, name="close"),
]
