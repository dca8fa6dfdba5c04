"""Every field renders as a part of the design system: with its label, hint, error and what was typed."""

import re

import pytest
from django import forms
from django.apps import apps
from django.template import engines

from alongside.ui.forms import (
    CheckboxesField,
    CheckField,
    DayField,
    ModelSelectField,
    RadiosField,
    ScaleField,
    SelectField,
    TextField,
    WholeNumberField,
    WordsField,
)

FEW = [("a", "Apples"), ("b", "Bread")]
FIELDS = {
    "text": TextField(label="Given name", help_text="As on your letter", classes="nhsuk-input--width-10", max_length=5),
    "words": WordsField(label="In your words", help_text="As much as you like", max_length=10),
    "radios": RadiosField(label="Which one", help_text="Just one", choices=FEW, hints={"a": "red or green"}),
    "boxes": CheckboxesField(label="Which ones", help_text="Any", choices=FEW),
    "call": CheckField(label="Please call me", help_text="Within two days"),
    "pick": SelectField(label="Pick one", help_text="From the list", choices=FEW),
    "scale": ScaleField(label="How sure are you", help_text="Tap a number", low="not at all", high="very"),
    "born": DayField(label="Date of birth", help_text="For example, 27 3 1957"),
}
WRONG = {"text": "far too long", "words": "much longer than ten", "radios": "z", "boxes": ["z"], "pick": "z",
         "scale": "11", "born_day": "31", "born_month": "2", "born_year": "1957"}  # fmt: skip
RIGHT = {"text": "Rosa", "words": "walk <b>", "radios": "b", "boxes": ["a", "b"], "call": "on", "pick": "b",
         "scale": "0", "born_day": "9", "born_month": "3", "born_year": "1968"}  # fmt: skip


def form_of(data=None, initial=None) -> forms.Form:
    return type("AForm", (forms.Form,), dict(FIELDS))(data, initial=initial)


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_shows_its_label_and_hint(name):
    html = str(form_of()[name].as_field_group())
    assert FIELDS[name].label in html
    assert FIELDS[name].help_text in html
    assert "nhsuk-" in html


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_shows_what_is_wrong_and_marks_itself(name):
    form = form_of(WRONG)
    html = str(form[name].as_field_group())
    assert "nhsuk-form-group--error" in html
    assert "nhsuk-error-message" in html
    assert str(form.errors[name][0]).replace("'", "&#39;") in html


@pytest.mark.parametrize("name", FIELDS)
def test_a_missing_answer_gets_a_sentence(name):
    form = form_of({})
    assert not form.is_valid()
    assert form.errors[name][0] in str(form[name].as_field_group())


def test_what_was_typed_is_kept():
    html = str(form_of(RIGHT))
    assert 'value="Rosa"' in html
    assert "walk &lt;b&gt;" in html
    assert all(f'value="{part}"' in html for part in ("9", "3", "1968"))
    assert len(re.findall(r"<input[^>]*\bchecked", html)) == 5  # b, a and b of the boxes, call, 0
    assert re.search(r'<option value="b"[^>]* selected', html)


def test_what_is_chosen_may_be_something_else_than_words():
    numbers = {"coerce": int, "empty_value": None, "required": False}
    days = SelectField(label="How often?", choices=[("", "not said"), ("2", "two days")], **numbers)
    far = RadiosField(label="How far?", choices=[("-1", "less"), ("1", "more")], initial=1, **numbers)
    form = type("AForm", (forms.Form,), {"days": days, "far": far})
    assert re.search(r'value="1"[^>]*\bchecked', str(form()))
    given = form({"days": "", "far": "-1"})
    assert given.is_valid()
    assert given.cleaned_data == {"days": None, "far": -1}


def test_right_answers_are_clean():
    form = form_of(RIGHT)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["scale"] == 0
    assert form.cleaned_data["born"].isoformat() == "1968-03-09"


@pytest.mark.parametrize("typed", [("", "3", "1968"), ("9", "", ""), ("x", "3", "1968"), ("9", "3", "68")])
def test_half_a_date_or_no_date_gets_an_example(typed):
    form = form_of({**RIGHT, "born_day": typed[0], "born_month": typed[1], "born_year": typed[2]})
    assert not form.is_valid()
    assert "27 3 1957" in form.errors["born"][0]


@pytest.mark.parametrize("name", FIELDS)
def test_the_error_summary_leads_to_something_on_the_page(name):
    page = engines["jinja2"].from_string(
        '{% from "ui/_errors.jinja" import error_summary %}{{ error_summary(form) }}{{ form }}'
    )
    html = page.render({"form": form_of(WRONG)})
    targets = re.findall(r'href="#([^"]+)"', html)
    assert len(targets) == len(FIELDS)
    assert f"id_{name}" in " ".join(targets)
    assert all(f'id="{target}"' in html for target in targets), targets


def test_every_control_has_a_name_of_its_own():
    html = str(form_of())
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'\bfor="([^"]+)"', html)) <= set(ids)


def test_what_describes_a_control_is_on_the_page():
    html = str(form_of(WRONG))
    described = {target for found in re.findall(r'aria-describedby="([^"]+)"', html) for target in found.split()}
    assert described
    assert described <= set(re.findall(r'\bid="([^"]+)"', html))


def test_a_field_that_may_stay_empty_says_so():
    optional = type("AForm", (forms.Form,), {"more": TextField(label="Anything else", required=False)})
    assert "Anything else (optional)" in str(optional())


def test_a_row_is_picked_from_a_scoped_list(db):
    teams = apps.get_model("people", "Organisation").objects
    kept = teams.create(kind="team", name="Breathing Team")
    teams.create(kind="team", name="Hidden Team")
    field = ModelSelectField(label="Team", queryset=teams.filter(pk=kept.pk))
    html = str(type("AForm", (forms.Form,), {"team": field})({"team": str(kept.pk)}))
    assert "Hidden Team" not in html
    assert re.search(rf'<option value="{kept.pk}"[^>]* selected', html)


def test_a_table_heads_its_rows_and_names_its_columns():
    page = engines["jinja2"].from_string(
        '{% from "ui/_table.jinja" import table %}'
        '{% call(row, column) table("Days", ["Day", "Count", ""], rows) %}{{ row[column] }}{% endcall %}'
    )
    html = page.render({"rows": [("<Mon>", 3, "x"), ("Tue", 4, "y")]})
    assert html.count('scope="row"') == 2
    assert "&lt;Mon&gt;" in html
    assert "What you can do" in html
    assert html.count("nhsuk-table__cell") == 4


def test_a_table_of_many_columns_repeats_each_heading_beside_its_cell_and_a_matrix_scrolls_instead():
    page = engines["jinja2"].from_string(
        '{% from "ui/_table.jinja" import table %}'
        '{% call(row, column) table("Days", ["Day", "Count", "Where", ""], [["Mon", 3, "here", "x"]], matrix=matrix) %}'
        "{{ row[column] }}{% endcall %}"
    )
    stack, matrix = page.render({"matrix": False}), page.render({"matrix": True})
    assert re.findall(r'app-table__label" aria-hidden="true">([^<]*)<', stack) == ["Count", "Where", "What you can do"]
    assert "tabindex" not in stack
    assert "app-table__label" not in matrix
    assert 'tabindex="0" role="region" aria-label="Days"' in matrix


def test_a_number_that_is_not_written_gets_a_sentence():
    form = type("AForm", (forms.Form,), {"many": WholeNumberField(label="How many")})({"many": ""})
    assert form.errors == {"many": ["Write a number."]}
