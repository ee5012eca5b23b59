# SPDX-License-Identifier: EUPL-1.2
"""A link with which somebody chooses their own password: once, within 48 hours."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from meerinbeeld.access import journaling
from meerinbeeld.access.models import Invitation, Person

VALID_FOR = timedelta(hours=48)
SALT = "meerinbeeld.access.invitation"


class NotValid(Exception):
    """The link was used, withdrawn, is too old, or was never ours."""


def make(person: Person, invited_by: uuid.UUID | None) -> Invitation:
    """A new invitation; an earlier one that is still open stops working."""
    now = timezone.now()
    with transaction.atomic():
        person.invitations.filter(used_at=None, withdrawn_at=None).update(withdrawn_at=now)
        return Invitation.objects.create(
            person=person, invited_by_id=invited_by, made_at=now, expires_at=now + VALID_FOR
        )


def link(invitation: Invitation) -> str:
    token = signing.dumps(str(invitation.id), salt=SALT)
    with override(invitation.person.language):
        return settings.MIB_ORIGIN.rstrip("/") + reverse("invitation", args=[token])


def find(token: str) -> Invitation:
    """The open invitation of a link. Raises `NotValid`, without saying which reason."""
    try:
        wanted = uuid.UUID(signing.loads(token, salt=SALT))
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise NotValid from error
    invitation = Invitation.objects.select_related("person").filter(id=wanted).first()
    if invitation is None or not invitation.is_open or not invitation.person.is_active:
        raise NotValid
    return invitation


def use(token: str, password: str) -> Person:
    """Set the password that the person chose. Two clicks at once: the second is `NotValid`."""
    with transaction.atomic():
        invitation = find(token)
        used = Invitation.objects.filter(id=invitation.id, used_at=None, withdrawn_at=None)
        if not used.update(used_at=timezone.now()):
            raise NotValid
        person = invitation.person
        person.set_password(password)
        person.save(update_fields=["password"])
        journaling.changed_own(person, "invitation")
    return person
