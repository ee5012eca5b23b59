# SPDX-License-Identifier: EUPL-1.2
"""For whom an identity provider may speak. Settings only: both faces read this."""

from __future__ import annotations

from django.conf import settings


def speaks_for(provider_id: str, email: str) -> bool:
    """Whether this provider may say who has this address. Without a list it may say so of all."""
    domains = domains_of().get(provider_id)
    return not domains or email.rpartition("@")[2].lower() in domains


def domains_of() -> dict[str, list[str]]:
    """The mail domains that each provider answers for, as the settings list them."""
    apps = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
    return {app["provider_id"]: app["settings"].get("domains", []) for app in apps}
