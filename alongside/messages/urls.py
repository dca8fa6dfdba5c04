"""No pages: messages are read where they arrive, and what became of them where somebody has to act on it."""

from django.urls import URLPattern

app_name = "messages"
urlpatterns: list[URLPattern] = []
