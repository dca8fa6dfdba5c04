from django.urls import path

from alongside.agenda.views import desk, on_paper

app_name = "agenda"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("book/", desk.book, name="book"),
    path("book/<uuid:pk>/", desk.book_for, name="book_for"),
    path("<uuid:pk>/", desk.appointment, name="appointment"),
    path("<uuid:pk>/move/", desk.move, name="move"),
    path("<uuid:pk>/cancel/", desk.cancel, name="cancel"),
    path("<uuid:pk>/missed/", desk.missed, name="missed"),
    path("<uuid:pk>/link/", desk.send_link, name="send_link"),
    path("<uuid:pk>/consent/", desk.consent, name="consent"),
    path("<uuid:pk>/form/", on_paper.paper, name="paper"),
    path("<uuid:pk>/type/", on_paper.type_answers, name="type"),
]
