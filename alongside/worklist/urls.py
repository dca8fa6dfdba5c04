from django.urls import path

from alongside.worklist import views

app_name = "worklist"
urlpatterns = [
    path("", views.work, name="list"),
    path("<uuid:pk>/", views.task, name="task"),
]
