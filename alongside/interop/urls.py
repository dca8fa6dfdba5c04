from django.urls import path

from alongside.interop import views

app_name = "interop"
urlpatterns = [
    path("<uuid:pk>/export/", views.export, name="export"),
    path("<uuid:pk>/export.json", views.export_bundle, name="export_bundle"),
]
