"""Days of the week as records write them."""

import pytest

from alongside.directory.search.days import DAYS, days_named

WEEKDAYS = set(DAYS[:5])


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("opening: tuesday 6pm - 8pm and sunday 3pm - 5pm", {"tuesday", "sunday"}),
        ("mon - fri by appointment", WEEKDAYS),
        ("tues, wed & thurs 10am - 12noon", {"tuesday", "wednesday", "thursday"}),
        ("meets tuesdays, wednesdays and fridays", {"tuesday", "wednesday", "friday"}),
        ("weekdays and saturdays 10am-4pm", WEEKDAYS | {"saturday"}),
        ("open every day except sundays", set(DAYS) - {"sunday"}),
        ("friday to monday", {"friday", "saturday", "sunday", "monday"}),
        ("7 days a week", set(DAYS)),
        ("monday - saturday, closed wednesday and thursday", {"monday", "tuesday", "friday", "saturday"}),
        ("not open on bank holidays", set()),
        ("see above", set()),
        ("a money advice service for the sunderland family", set()),
        ("", set()),
    ],
)
def test_the_days_a_text_names(text, days):
    assert days_named(text) == days
