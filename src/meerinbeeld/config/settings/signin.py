# SPDX-License-Identifier: EUPL-1.2
"""Signing in: a second factor for everybody, no sign-up, no passwords known to administrators."""

from __future__ import annotations

import json
from typing import Any

from meerinbeeld.config.settings import environment as env
from meerinbeeld.config.settings.security import MIB_BEHIND_PROXY, MIB_ORIGIN

AUTH_USER_MODEL = "access.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ("email", "name")}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"

ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "meerinbeeld.access.signin.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "meerinbeeld.access.signin.OrganisationAccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
# A mail to whatever address somebody types would let strangers be mailed.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_FORMS = {
    "login": "meerinbeeld.access.forms.signin.LoginForm",
    "change_password": "meerinbeeld.access.forms.signin.ChangePasswordForm",
    "reset_password": "meerinbeeld.access.forms.signin.ResetPasswordForm",
    "reset_password_from_key": "meerinbeeld.access.forms.signin.NewPasswordForm",
    "reauthenticate": "meerinbeeld.access.forms.signin.ReauthenticateForm",
}
#: A link to choose a new password works for an hour.
PASSWORD_RESET_TIMEOUT = 60 * 60
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_LOGOUT_ON_GET = False
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ADAPTER = "meerinbeeld.access.signin.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "meerinbeeld.access.forms.second_factor.AuthenticateForm",
    "reauthenticate": "meerinbeeld.access.forms.second_factor.ReauthenticateForm",
    "activate_totp": "meerinbeeld.access.forms.second_factor.ActivateTOTPForm",
    "add_webauthn": "meerinbeeld.access.forms.second_factor.AddPasskeyForm",
    "edit_webauthn": "meerinbeeld.access.forms.second_factor.RenamePasskeyForm",
}
# A recovery code is read once, at the moment it is made.
MFA_RECOVERY_CODES_SHOW_ONCE = True
# A clock that is half a minute off is common on phones.
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = "Meer in Beeld"
# Browsers allow passkeys on http only for localhost.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not MIB_ORIGIN.startswith("https://")
# access.sessions notes activity once a minute; allauth would write a row for every request.
USERSESSIONS_TRACK_ACTIVITY = False
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if MIB_BEHIND_PROXY else 0
#: People without a passkey or code may only set one up (off for the demo's one-click sign-in).
MIB_SECOND_FACTOR_REQUIRED = env.flag("MIB_SECOND_FACTOR_REQUIRED", True)


def _identity_providers(raw: str) -> list[dict[str, Any]]:
    """``MIB_OIDC``: a JSON list of {provider_id, name, client_id, secret, server_url, domains}."""
    return [
        {
            "provider_id": entry["provider_id"],
            "name": entry["name"],
            "client_id": entry["client_id"],
            "secret": entry["secret"],
            "settings": {
                "server_url": entry["server_url"],
                "oauth_pkce_enabled": True,
                "domains": [str(domain).lower() for domain in entry.get("domains", [])],
            },
        }
        for entry in json.loads(raw or "[]")
    ]


SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": _identity_providers(env.text("MIB_OIDC"))}}
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_AUTO_SIGNUP = False
# access.signin links a provider's account to a person itself; allauth's way wipes passwords.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_STORE_TOKENS = False
# A link and not a form: "form-action 'self'" would stop the redirect to the provider.
SOCIALACCOUNT_LOGIN_ON_GET = True
