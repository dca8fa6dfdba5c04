"""Opening and sending the pages of this context as one of the cast."""

from django.urls import reverse


def page(cast, who: str, view: str, *args, **query) -> str:
    answer = cast.client(who).get(reverse(f"people:{view}", args=args), query)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def post(cast, who: str, view: str, *args, **given):
    return cast.client(who).post(reverse(f"people:{view}", args=args), given)
