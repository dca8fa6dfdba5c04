"""What is asked for on the pages about people and organisations."""

from alongside.people.forms.organisations import AddOrganisationForm, DutyForm, MemberForm, OrganisationForm
from alongside.people.forms.persons import ContactForm, DetailsForm, ErasureForm, FindForm, NamedForm, RegisterForm
from alongside.people.forms.sharing import CarerForm, ShareForm

__all__ = [
    "AddOrganisationForm",
    "CarerForm",
    "ContactForm",
    "DetailsForm",
    "DutyForm",
    "ErasureForm",
    "FindForm",
    "MemberForm",
    "NamedForm",
    "OrganisationForm",
    "RegisterForm",
    "ShareForm",
]
