# SPDX-License-Identifier: EUPL-1.2
"""The second factor's forms in our words."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.utils.translation import gettext_lazy as _

from meerinbeeld.access.forms.signin import word

CODE_HELP = _("Six digits from your app, or one of your recovery codes.")


class AuthenticateForm(base.AuthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self, "code", _("Code"), CODE_HELP)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class ReauthenticateForm(base.ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self, "code", _("Code"), CODE_HELP)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class ActivateTOTPForm(totp.ActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self, "code", _("Code from the app"), _("Six digits. It changes every half minute."))
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class AddPasskeyForm(webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """The box is ticked: a passkey that signs in by itself is the safest and the quickest."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self, "name", _("Name of this passkey"), _("For instance: work laptop, my phone."))
        word(
            self,
            "passwordless",
            _("Sign in with this passkey alone, without a password"),
            _("Your device then asks for your finger, your face or a PIN."),
        )
        self.fields["name"].initial = self.initial["name"] = ""
        self.fields["passwordless"].initial = True


class RenamePasskeyForm(webauthn.EditWebAuthnForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self, "name", _("Name of this passkey"))
