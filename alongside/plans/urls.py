from django.urls import path

from alongside.plans.views import attainment, coming, goals, plan, services, shared

app_name = "plans"
urlpatterns = [
    path("shared/", shared.shared, name="shared"),
    path("<uuid:pk>/", plan.plan, name="plan"),
    path("<uuid:pk>/booklet", plan.booklet, name="booklet"),
    path("<uuid:pk>/text", plan.text, name="text"),
    path("<uuid:pk>/what-matters", plan.what_matters, name="what_matters"),
    path("<uuid:pk>/review", plan.review, name="review"),
    path("<uuid:pk>/warning-signs/add", plan.warning_sign, name="add_sign"),
    path("<uuid:pk>/warning-signs/<uuid:row>", plan.warning_sign, name="sign"),
    path("<uuid:pk>/contacts/add", plan.contact, name="add_contact"),
    path("<uuid:pk>/contacts/<uuid:row>", plan.contact, name="contact"),
    path("<uuid:pk>/goals/add", goals.add_goal, name="add_goal"),
    path("<uuid:pk>/how-far", attainment.scales, name="scales"),
    path("goals/<uuid:pk>/", goals.goal, name="goal"),
    path("goals/<uuid:pk>/change", goals.change_goal, name="change_goal"),
    path("goals/<uuid:pk>/how-sure", goals.would_raise, name="would_raise"),
    path("goals/<uuid:pk>/end", goals.end_goal, name="end_goal"),
    path("goals/<uuid:pk>/ask", goals.ask_now, name="ask_now"),
    path("goals/<uuid:pk>/answer", goals.answer, name="answer"),
    path("goals/<uuid:pk>/levels", attainment.levels, name="levels"),
    path("goals/<uuid:pk>/reached", attainment.reached, name="reached"),
    path("<uuid:pk>/services/", services.services, name="services"),
    path("<uuid:pk>/services/save/", services.save, name="save"),
    path("services/<uuid:pk>/tell/", coming.tell, name="tell"),
    path("coming/<str:token>/", coming.coming, name="coming"),
    path("services/<uuid:pk>/", services.became, name="became"),
    path("services/<uuid:pk>/take-out/", services.take_out, name="take_out"),
]
