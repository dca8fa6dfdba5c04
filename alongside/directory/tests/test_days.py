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
        ("weekdays 10 - 4, except wed 9 - 2", WEEKDAYS),
        ("monday - friday except thursdays 10am-12.30pm", WEEKDAYS),
        ("closed weekends and bank holidays", set()),
        ("not open on bank holidays", set()),
        ("help with everyday life and daily living", set()),
        ("sat works in conjunction with the council", set()),
        ("mon 1-2pm thurs 10-11am sat 12- 1pm", {"monday", "thursday", "saturday"}),
        ("see above", set()),
        ("a money advice service for the sunderland family", set()),
        ("", set()),
    ],
)
def test_the_days_a_text_names(text, days):
    assert days_named(text) == days
