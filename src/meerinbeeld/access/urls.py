# SPDX-License-Identifier: EUPL-1.2
"""Signing in and managing people. Of allauth only what we need has an address: no sign-up."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as openid
from allauth.usersessions import views as usersessions
from django.http import HttpResponseBase
from django.urls import URLPattern, URLResolver, path, re_path

from meerinbeeld.access.demo_mode import demo_mode
from meerinbeeld.access.views import account as own
from meerinbeeld.access.views import (
    demo,
    explain,
    invitation,
    kept,
    people,
    people_list,
    second_factor,
)


def ours(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """allauth puts its own `site` in a page's context, over the one that our pages read."""

    @wraps(view)
    def shown(*args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(*args, **kwargs)
        (getattr(response, "context_data", None) or {}).pop("site", None)
        return response

    return shown


signing_in: list[URLPattern | URLResolver] = [
    path("inloggen/", ours(account.login), name="account_login"),
    path("inloggen/uit/", ours(account.logout), name="account_logout"),
    path("inloggen/gesloten/", ours(account.account_inactive), name="account_inactive"),
    path("inloggen/bevestigen/", ours(account.reauthenticate), name="account_reauthenticate"),
    path("inloggen/wachtwoord/", own.password_change, name="account_change_password"),
    path(
        "inloggen/wachtwoord/vergeten/", ours(account.password_reset), name="account_reset_password"
    ),
    path(
        "inloggen/wachtwoord/verstuurd/",
        ours(account.password_reset_done),
        name="account_reset_password_done",
    ),
    path(
        "inloggen/wachtwoord/gekozen/",
        ours(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^inloggen/wachtwoord/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        ours(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path("inloggen/code/", ours(mfa.authenticate), name="mfa_authenticate"),
    path("inloggen/bevestigen/code/", ours(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("inloggen/sleutel/", ours(webauthn.login_webauthn), name="mfa_login_webauthn"),
    path(
        "inloggen/bevestigen/sleutel/",
        ours(webauthn.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("inloggen/uitnodiging/<str:token>/", invitation.accept, name="invitation"),
    path("inloggen/verder/", own.after_login, name="after_login"),
    path("inloggen/bewaard/", kept.show, name="kept"),
    path("inloggen/bewaard/weg/", kept.throw_away, name="kept_throw_away"),
    # The names are allauth's; the address of the provider is registered with the provider.
    path("inloggen/via/<str:provider_id>/", openid.login, name="openid_connect_login"),
    path("inloggen/via/<str:provider_id>/terug/", openid.callback, name="openid_connect_callback"),
    path("inloggen/via-mislukt/", ours(social.login_error), name="socialaccount_login_error"),
    path(
        "inloggen/via-gestopt/", ours(social.login_cancelled), name="socialaccount_login_cancelled"
    ),
]
own_account: list[URLPattern | URLResolver] = [
    path("mijn/", own.account, name="account"),
    path("mijn/rol/", own.act_as, name="act_as"),
    path("mijn/sessies/", ours(usersessions.list_usersessions), name="usersessions_list"),
    path("mijn/tweede-stap/", ours(mfa.index), name="mfa_index"),
    path("mijn/tweede-stap/app/", ours(totp.activate_totp), name="mfa_activate_totp"),
    path("mijn/tweede-stap/app/beeld.svg", second_factor.totp_picture, name="totp_picture"),
    path("mijn/tweede-stap/app/weg/", ours(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path(
        "mijn/tweede-stap/codes/",
        ours(recovery.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "mijn/tweede-stap/codes/nieuw/",
        ours(recovery.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path("mijn/tweede-stap/sleutels/", ours(webauthn.list_webauthn), name="mfa_list_webauthn"),
    path("mijn/tweede-stap/sleutels/nieuw/", ours(webauthn.add_webauthn), name="mfa_add_webauthn"),
    path(
        "mijn/tweede-stap/sleutels/<int:pk>/weg/",
        second_factor.remove_passkey,
        name="mfa_remove_webauthn",
    ),
    path(
        "mijn/tweede-stap/sleutels/<int:pk>/naam/",
        ours(webauthn.edit_webauthn),
        name="mfa_edit_webauthn",
    ),
]
managing: list[URLPattern | URLResolver] = [
    path("beheer/mensen/", people.index, name="people"),
    path("beheer/mensen/nieuw/", people.add, name="person_add"),
    path("beheer/mensen/lijst.csv", people_list.export, name="people_export"),
    path("beheer/mensen/inlezen/", people_list.import_list, name="people_import"),
    path("beheer/mensen/<uuid:person_id>/", people.person, name="person"),
    path("beheer/mensen/<uuid:person_id>/rol/", people.give, name="person_give"),
    path("beheer/mensen/<uuid:person_id>/uitnodigen/", people.invite, name="person_invite"),
    path("beheer/mensen/<uuid:person_id>/opnieuw/", people.begin_again, name="person_begin_again"),
    path(
        "beheer/mensen/<uuid:person_id>/sessies/", people.end_sessions, name="person_end_sessions"
    ),
    path("beheer/mensen/<uuid:person_id>/toegang/", people.set_active, name="person_set_active"),
    path("beheer/rollen/<uuid:membership_id>/", people.term, name="membership"),
    path("beheer/wie-mag-wat/", explain.permissions, name="permissions"),
]
urlpatterns = [*signing_in, *own_account, *managing]
if demo_mode():
    urlpatterns.append(path("inloggen/proef/", demo.sign_in, name="demo_sign_in"))
