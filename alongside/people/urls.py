from django.urls import path

from alongside.people.views import desk, erasure, organisations, record

app_name = "people"
urlpatterns = [
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/vacancies/", organisations.vacancies, name="vacancies"),
    path("organisations/<uuid:pk>/", organisations.organisation, name="organisation"),
    path("organisations/<uuid:pk>/details/", organisations.organisation_details, name="organisation_details"),
    path("organisations/<uuid:pk>/parts/add/", organisations.add_organisation, name="add_organisation"),
    path("organisations/<uuid:pk>/duties/<str:duty>/", organisations.duty, name="duty"),
    path("organisations/<uuid:pk>/members/add/", organisations.add_member, name="add_member"),
    path("organisations/<uuid:pk>/members/<uuid:membership>/end/", organisations.end_membership, name="end_membership"),
    path(
        "organisations/<uuid:pk>/members/<uuid:membership>/second-factor/",
        organisations.reset_second_factor,
        name="reset_second_factor",
    ),
    path("find/", desk.find, name="find"),
    path("add/", desk.add, name="add"),
    path("asked/", record.asked, name="asked"),
    path("<uuid:pk>/details/", desk.details, name="details"),
    path("<uuid:pk>/seen-by/", record.seen_by, name="seen_by"),
    path("<uuid:pk>/sharing/", record.sharing, name="sharing"),
    path("<uuid:pk>/sharing/teams/add/", record.share, name="share"),
    path("<uuid:pk>/sharing/carers/add/", record.add_carer, name="add_carer"),
    path("<uuid:pk>/carers/", record.carers, name="carers"),
    path("<uuid:pk>/contact/", record.contact, name="contact"),
    path("<uuid:pk>/forget/", erasure.ask, name="ask_erasure"),
    path("<uuid:pk>/erase/", erasure.decide, name="erase"),
]
