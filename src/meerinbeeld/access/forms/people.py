# SPDX-License-Identifier: EUPL-1.2
"""Forms for managing people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meerinbeeld.access.actions.people import RoleGiven, usual_end
from meerinbeeld.access.models import Person
from meerinbeeld.access.roles import Role
from meerinbeeld.parties.models import Organisation
from meerinbeeld.parties.queries import active_organisations
from meerinbeeld.ui.forms.fields import PeopleDateField

CHOOSE = _("choose")
END_HELP = _("Leave empty for the usual term of a year.")


class RoleForm(forms.Form):
    """A role for an organisation, with a term."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Organisation"), empty_label=CHOOSE
    )
    role = forms.ChoiceField(label=_("Role"))
    valid_from = PeopleDateField(label=_("First day"))
    valid_to = PeopleDateField(label=_("Last day"), required=False, help_text=END_HELP)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organisation = self.fields["organisation"]
        organisation.queryset = active_organisations()  # type: ignore[attr-defined]
        self.fields["role"].choices = [("", CHOOSE), *Role.choices]  # type: ignore[attr-defined]
        self.fields["valid_from"].initial = timezone.localdate

    def given(self) -> RoleGiven:
        data = self.cleaned_data
        return RoleGiven(
            organisation=data["organisation"],
            role=data["role"],
            valid_from=data["valid_from"],
            valid_to=data["valid_to"] or usual_end(data["valid_from"]),
        )


class AddPersonForm(RoleForm):
    name = forms.CharField(label=_("Name"), max_length=100)
    email = forms.EmailField(
        label=_("E-mail address at work"),
        help_text=_("The invitation goes there. It is also what this person signs in with."),
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, initial=settings.LANGUAGE_CODE
    )

    field_order = ("name", "email", "language", "organisation", "role", "valid_from", "valid_to")


class PersonForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=100)
    email = forms.EmailField(
        label=_("E-mail address at work"),
        help_text=_("Another address signs this person out everywhere."),
    )

    @classmethod
    def of(cls, person: Person) -> PersonForm:
        return cls(initial={"name": person.name, "email": person.email})


class TermForm(forms.Form):
    valid_to = PeopleDateField(label=_("Last day"), required=False, help_text=_("Empty: no end."))


class NewPasswordForm(forms.Form):
    """The password somebody chooses for themselves at an invitation."""

    password1 = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=_("At least 12 characters. A sentence that only you know works well."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=_("Password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, person: Person, data: Any = None) -> None:
        super().__init__(data)
        self.person = person

    def clean(self) -> dict[str, Any]:
        from django.contrib.auth.password_validation import validate_password

        data = super().clean() or {}
        first, second = data.get("password1"), data.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("The two passwords are not the same."))
        elif first:
            try:
                validate_password(first, self.person)
            except forms.ValidationError as error:
                self.add_error("password1", error)
        return data


class ListForm(forms.Form):
    file = forms.FileField(
        label=_("List (CSV)"),
        help_text=_("With the columns of an exported list. At most 1 MB."),
        error_messages={"required": _("Choose a file.")},
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )
    text = forms.CharField(required=False, widget=forms.HiddenInput)
