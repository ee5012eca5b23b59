# SPDX-License-Identifier: EUPL-1.2
"""How django-allauth signs our people in: no sign-up, no hint whether an account exists.

E-mail addresses live in one place, `Person.email`; allauth's own address table stays empty.
"""

from __future__ import annotations

import base64
from typing import Any, ClassVar, NoReturn

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import (
    DefaultSocialAccountAdapter,
    _build_apps_from_settings,
)
from allauth.socialaccount.models import SocialApp, SocialLogin
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from meerinbeeld.access import journaling, sessions, who
from meerinbeeld.access.models import Person
from meerinbeeld.access.providers import speaks_for
from meerinbeeld.vault import drafts

#: RFC 8176: values of the claim `amr` by which a provider says that it asked for a second factor.
STRONG_METHODS = {"mfa", "hwk", "otp", "fpt", "face"}
SEALED_PREFIX = "sealed:"
_BOUND_TO = b"meerinbeeld.access.second_factor"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Signing in with an e-mail address and a password."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account may no longer sign in."),
        "email_password_mismatch": _(
            "This e-mail address and password do not belong together. Check both and try again."
        ),
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": _("This code is not right. Wait for a new one and try again."),
        "incorrect_password": _("This password is not right."),
        "invalid_password_reset": _("This link is not valid any more."),
        "too_many_login_attempts": _(
            "Too many tries. Wait five minutes and try again, or choose a new password."
        ),
        "rate_limited": _("Too many tries. Wait a few minutes and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: Person) -> None:
        strong = bool(getattr(request, "_strong_elsewhere", False))
        super().login(request, user)
        sessions.begin(request, user, strong=strong)
        journaling.signed_in(user, _how(request))
        _count_as_confirmed(request)

    def logout(self, request: HttpRequest) -> None:
        super().logout(request)
        who.forget(request)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("after_login")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_login")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account")

    def reauthenticate(self, user: Person, password: str) -> bool:
        found = self.authenticate(context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def get_reauthentication_methods(self, user: Person) -> list[dict[str, Any]]:
        return [
            {**method, "description": METHODS.get(method["id"], method["description"])}
            for method in super().get_reauthentication_methods(user)
        ]

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Our words for what happened; that somebody signed in needs no message."""
        words = message or SAID.get(message_template or "")
        if words:
            messages.add_message(request, level, str(words), extra_tags=extra_tags)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Person,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """For each change of how somebody signs in: journal it, and tell them."""
        from meerinbeeld.access.tasks import mail_account_changed

        code = template_prefix.rpartition("/")[2]
        journaling.changed_own(user, code)
        mail_account_changed.enqueue(str(user.id))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Nothing: allauth's mails carry an address or a link made in the web process.

        Resetting a password goes through `tasks.send_reset_link`.
        """


def _how(request: HttpRequest) -> str:
    """The steps of this sign-in as a code, such as `password+totp`."""
    records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    return "+".join(str(record.get("type") or record["method"]) for record in records)[:80]


def _count_as_confirmed(request: HttpRequest) -> None:
    """Who signed in a moment ago need not confirm who they are to set up a second factor."""
    records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {**record, "reauthenticated": True} for record in records
    ]


METHODS = {
    "reauthenticate": _("With your password"),
    "mfa_reauthenticate": _("With the app or a recovery code"),
    "mfa_reauthenticate:webauthn": _("With your passkey"),
}
SAID = {
    "account/messages/password_changed.txt": _("Your password was changed."),
    "mfa/messages/totp_activated.txt": _("The app is connected. You use it at each sign-in."),
    "mfa/messages/totp_deactivated.txt": _("The app is no longer connected."),
    "mfa/messages/webauthn_added.txt": _("The passkey was added."),
    "mfa/messages/webauthn_removed.txt": _("The passkey was removed."),
    "mfa/messages/recovery_codes_generated.txt": _(
        "There are new recovery codes. If you had any before, those stopped working."
    ),
    "usersessions/messages/sessions_logged_out.txt": _("Your other sessions have ended."),
}


class OrganisationAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Signing in through an organisation's own identity provider (OpenID Connect).

    It never makes a person. The first time, an address that the provider calls verified has to be
    that of an existing, active person; from then on issuer and subject decide (ASVS 5.0, 6.8.1).
    It answers only for the mail domains that the settings list for it, each time.
    """

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """Providers of the settings only: a row in a table must not open another way in."""
        by_kind = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [app for apps in by_kind.values() for app in apps]

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        known = sociallogin.is_existing
        person = sociallogin.user if known else _person_with_verified_address(sociallogin)
        if person is None or not speaks_for(sociallogin.account.provider, person.email):
            self._refuse(request)
        if not known:
            sociallogin.connect(request, person)
        request._strong_elsewhere = bool(  # type: ignore[attr-defined]
            STRONG_METHODS & set(_methods(sociallogin))
        )

    def _refuse(self, request: HttpRequest) -> NoReturn:
        messages.error(
            request,
            gettext(
                "Your organisation knows you, but you have no account here. "
                "Ask your administrator for an invitation."
            ),
        )
        raise ImmediateHttpResponse(redirect("account_login"))


def _person_with_verified_address(sociallogin: SocialLogin) -> Person | None:
    """Somebody who is not yet known to this provider: a link is made once and never moved."""
    addresses = [a.email.lower() for a in sociallogin.email_addresses if a.verified is True]
    return (
        Person.objects.filter(email__in=addresses, is_active=True)
        .exclude(socialaccount__provider=sociallogin.account.provider)
        .first()
    )


def _methods(sociallogin: SocialLogin) -> list[str]:
    extra = sociallogin.account.extra_data or {}
    claims = {**extra.get("userinfo", {}), **extra.get("id_token", {}), **extra}
    methods = claims.get("amr") or []
    return [str(method) for method in methods] if isinstance(methods, list) else []


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of the second factor are sealed: a copy of the database makes no codes."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right. Wait for a new one and try again."),
        "cannot_delete_authenticator": _(
            "This is your only second factor. Add another one first, then remove this one."
        ),
    }

    def encrypt(self, text: str) -> str:
        sealed = drafts.seal_with(_secret(), text.encode("utf-8"), _BOUND_TO)
        return SEALED_PREFIX + base64.b64encode(sealed).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        sealed = base64.b64decode(encrypted_text.removeprefix(SEALED_PREFIX))
        return drafts.open_with(_secret(), sealed, _BOUND_TO).decode("utf-8")

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        if authenticator.type == Authenticator.Type.RECOVERY_CODES:
            return True
        others = Authenticator.objects.filter(
            user=authenticator.user,
            type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN],
        ).exclude(pk=authenticator.pk)
        return not settings.MIB_SECOND_FACTOR_REQUIRED or others.exists()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return {**entity, "name": settings.MFA_TOTP_ISSUER}


def _secret() -> bytes:
    return bytes(settings.SECRET_KEY, "utf-8")
