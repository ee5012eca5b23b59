# SPDX-License-Identifier: EUPL-1.2
"""allauth's forms in our words. Placeholders go: a label that disappears is no label."""

from __future__ import annotations

import uuid
from typing import Any

from allauth.account import forms as allauth
from allauth.account.internal.userkit import filter_users_by_email
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

PASSWORD_HELP = _("At least 12 characters. A sentence that only you know works well.")


def word(form: forms.Form, name: str, label: Any, help_text: Any = "") -> None:
    field = form.fields[name]
    field.label = label
    field.help_text = help_text
    field.widget.attrs.pop("placeholder", None)


class LoginForm(allauth.LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self, "login", _("E-mail address"))
        word(self, "password", _("Password"))
        # A password manager and a passkey both offer themselves at this field.
        self.fields["login"].widget.attrs["autocomplete"] = "username webauthn"


class ReauthenticateForm(allauth.ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self, "password", _("Password"))


class ChangePasswordForm(allauth.ChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self, "oldpassword", _("Present password"))
        word(self, "password1", _("New password"), PASSWORD_HELP)
        word(self, "password2", _("New password again"))


class NewPasswordForm(allauth.ResetPasswordKeyForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self, "password1", _("New password"), PASSWORD_HELP)
        word(self, "password2", _("New password again"))


class ResetPasswordForm(forms.Form):
    """Does the same work and says the same, whether the address is known or not.

    The mail is made and sent by the worker, so that the time an answer takes tells nothing.
    """

    email = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )

    def save(self, request: HttpRequest) -> str:
        from meerinbeeld.access.tasks import send_reset_link

        address: str = self.cleaned_data["email"].lower()
        people = filter_users_by_email(address, is_active=True, for_login=True)
        person_id = people[0].pk if people else uuid.uuid4()
        send_reset_link.enqueue(str(person_id))
        return address
