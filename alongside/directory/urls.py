from django.urls import path

from alongside.directory.views import steward, yours

app_name = "directory"
urlpatterns = [
    path("", steward.round, name="round"),
    path("same/", steward.same, name="same"),
    path("missing/", steward.missing, name="missing"),
    path("ours/", yours.ours, name="ours"),
    path("ours/<uuid:pk>/", yours.our_record, name="our_record"),
    path("<uuid:pk>/", steward.record, name="record"),
    path("yours/<str:token>/", yours.yours, name="yours"),
]
