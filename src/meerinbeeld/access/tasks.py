# SPDX-License-Identifier: EUPL-1.2
"""Mail that the worker sends. The arguments are ids; a link is made when the mail is.

No mail holds content: it says that something waits, and where to sign in.
"""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse
from django.utils.translation import override
from django_tasks import task

from meerinbeeld.access import invitations
from meerinbeeld.access.mailing import mail
from meerinbeeld.access.models import Invitation, Person


@task()
def send_reset_link(person_id: str) -> None:
    """A link to choose a new password. An unknown id is somebody who typed an unknown address."""
    person = Person.objects.filter(id=person_id, is_active=True).first()
    if person is None:
        return
    key = default_token_generator.make_token(person)
    uid = user_pk_to_url_str(person)
    with override(person.language):
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": key})
    mail(person, "reset", {"link": _absolute(path)})


@task()
def send_invitation(invitation_id: str) -> None:
    invitation = Invitation.objects.select_related("person").filter(id=invitation_id).first()
    if invitation is not None and invitation.is_open:
        mail(invitation.person, "invitation", {"link": invitations.link(invitation)})


@task()
def mail_account_changed(person_id: str) -> None:
    """How somebody signs in was changed: whoever did not do that themselves should know."""
    person = Person.objects.filter(id=person_id).first()
    if person is not None:
        mail(person, "changed", {"link": _absolute(reverse("account"))})


@task()
def mail_glass_broken(person_id: str) -> None:
    """To one privacy officer: that it happened, not about whom or why."""
    person = Person.objects.filter(id=person_id, is_active=True).first()
    if person is not None:
        mail(person, "glass_broken", {"link": _absolute(reverse("account_login"))})


def _absolute(path: str) -> str:
    return settings.MIB_ORIGIN.rstrip("/") + path
