"""Fields that write what they are given the one way it is kept: a phone number as digits, a postcode in capitals."""

import re
from typing import Any

import nhs_number
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from alongside.ui.forms import TextField

POSTCODE = re.compile(r"^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$")
PHONE = re.compile(r"^\+?\d{10,15}$")


def tidy_phone(value: str) -> str:
    """A phone number as digits, or a sentence that says how to write one."""
    digits = re.sub(r"[ ()\-.]", "", value)
    if digits and not PHONE.match(digits):
        raise ValidationError(_("Enter a phone number, such as 07700 900 982."))
    return digits


def tidy_email(value: str) -> str:
    if value:
        try:
            validate_email(value)
        except ValidationError as mistake:
            raise ValidationError(_("Enter an e-mail address, such as name@example.com.")) from mistake
    return value.lower()


def tidy_postcode(value: str) -> str:
    postcode = " ".join(value.upper().split())
    if postcode and not POSTCODE.match(postcode):
        raise ValidationError(_("Enter a full postcode, such as LS1 4AP."))
    return postcode


def tidy_nhs_number(value: str) -> str:
    digits = re.sub(r"[ \-]", "", value)
    if digits and not (len(digits) == 10 and nhs_number.is_valid(digits)):
        raise ValidationError(_("Check the NHS number: it has 10 digits, and one of these is not right."))
    return digits


class PhoneField(TextField):
    def to_python(self, value: Any) -> str:
        return tidy_phone(super().to_python(value) or "")


class EmailField(TextField):
    def to_python(self, value: Any) -> str:
        return tidy_email(super().to_python(value) or "")


class PostcodeField(TextField):
    def to_python(self, value: Any) -> str:
        return tidy_postcode(super().to_python(value) or "")


class NHSNumberField(TextField):
    def to_python(self, value: Any) -> str:
        return tidy_nhs_number(super().to_python(value) or "")
