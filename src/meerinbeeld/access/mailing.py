# SPDX-License-Identifier: EUPL-1.2
"""Mail to people about their account, and what the worker has to say to an address they had."""

from __future__ import annotations

import logging
from datetime import timedelta
from smtplib import SMTPException
from typing import Final

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from meerinbeeld.access.models import FormerAddress, Person

logger = logging.getLogger(__name__)

AT_ONCE: Final = 50
TRY_FOR: Final = timedelta(days=7)


def mail(person: Person, kind: str, context: dict[str, str], *, to: str = "") -> None:
    """Plain text in the person's own language; the first line of the template is the subject."""
    with override(person.language):
        text = render_to_string(f"access/mail/{kind}.txt", {**context, "person": person})
    subject, _, body = text.strip().partition("\n")
    send_mail(subject, body.strip() + "\n", settings.DEFAULT_FROM_EMAIL, [to or person.email])


def tell_former_addresses() -> int:
    """Say to each former address that it was changed. Returns to how many.

    One that no mail server takes is tried again for a week, and never keeps the others waiting.
    """
    told = 0
    for former in FormerAddress.objects.select_related("person").order_by("changed_at")[:AT_ONCE]:
        try:
            mail(former.person, "address_changed", {}, to=former.email)
        except (OSError, SMTPException) as error:
            # the kind of the error only: its message holds the address
            logger.warning("A former address was not told: %s", type(error).__name__)
            if former.changed_at > timezone.now() - TRY_FOR:
                continue
        else:
            told += 1
        former.delete()
    return told
