# SPDX-License-Identifier: EUPL-1.2
"""What allauth's pages for the second factor leave to us."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import get_totp_secret
from allauth.mfa.webauthn import views as webauthn
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET

from meerinbeeld.access.views.account import signed_in


@require_GET
@reauthentication_required(app="allauth.mfa")  # type: ignore[untyped-decorator]
def totp_picture(request: HttpRequest) -> HttpResponse:
    """The square code as an image of its own: the content policy allows no `data:` address."""
    adapter = get_adapter()
    url = adapter.build_totp_url(signed_in(request), get_totp_secret(regenerate=False))
    return HttpResponse(adapter.build_totp_svg(url), content_type="image/svg+xml")


def remove_passkey(request: HttpRequest, pk: int) -> HttpResponseBase:
    """allauth lets somebody remove their only second factor; we do not."""
    passkey = get_object_or_404(
        Authenticator, pk=pk, user=signed_in(request), type=Authenticator.Type.WEBAUTHN
    )
    adapter = get_adapter()
    if not adapter.can_delete_authenticator(passkey):
        messages.error(request, str(adapter.error_messages["cannot_delete_authenticator"]))
        return redirect("mfa_list_webauthn")
    response: HttpResponseBase = webauthn.remove_webauthn(request, pk=pk)
    return response
