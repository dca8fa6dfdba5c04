from django.urls import path

from alongside.peers.views import desk, mine, yours

app_name = "peers"
urlpatterns = [
    path("", desk.buddies, name="buddies"),
    path("at/<uuid:pk>/new/", desk.approve, name="approve"),
    path("at/<uuid:pk>/meeting/", desk.meeting, name="meeting"),
    path("at/<uuid:pk>/together/", desk.together, name="together"),
    path("buddy/<uuid:pk>/", desk.buddy, name="buddy"),
    path("buddy/<uuid:pk>/end/", desk.end, name="end"),
    path("buddy/<uuid:pk>/checks/<uuid:check>/take-back/", desk.take_back_check, name="take_back_check"),
    path("wishes/<uuid:pk>/", desk.wish, name="wish"),
    path("wishes/<uuid:pk>/take-off/", desk.take_off, name="take_off"),
    path("matches/<uuid:pk>/", desk.match, name="match"),
    path("matches/<uuid:pk>/said-yes/", desk.said_yes, name="said_yes"),
    path("matches/<uuid:pk>/said-no/", desk.said_no, name="said_no"),
    path("matches/<uuid:pk>/end/", desk.end_match, name="end_match"),
    path("worries/<uuid:pk>/", desk.worry, name="worry"),
    path("worries/<uuid:pk>/close/", desk.close_worry, name="close_worry"),
    path("mine/", mine.mine, name="mine"),
    path("mine/about/", mine.about, name="about"),
    path("mine/<uuid:pk>/answer/", mine.answer, name="answer_as_buddy"),
    path("mine/<uuid:pk>/number/", mine.number, name="number_as_buddy"),
    path("mine/<uuid:pk>/worry/", mine.worry, name="raise_worry"),
    path("calls/<uuid:pk>/", mine.call, name="call"),
    path("for/<uuid:pk>/", yours.yours, name="yours"),
    path("for/<uuid:pk>/no-more/", yours.withdraw, name="withdraw"),
    path("yours/<uuid:pk>/answer/", yours.answer, name="answer"),
    path("yours/<uuid:pk>/number/", yours.number, name="number"),
]
