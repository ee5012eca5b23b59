# SPDX-License-Identifier: EUPL-1.2
"""What somebody does with a signal that they reported: read how it stands, and answer."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meerinbeeld import journal, vault
from meerinbeeld.access import Actor, Purpose, Verb
from meerinbeeld.access.changing import AlreadyDone, ChangeError
from meerinbeeld.signals.actions.change import Change
from meerinbeeld.signals.actions.telling import tell_owner
from meerinbeeld.signals.models import Audience, Notice, Remark, Source
from meerinbeeld.signals.queries import own
from meerinbeeld.signals.queries.own import OwnPage
from meerinbeeld.signals.queries.scope import THING, InHand, Way


def open_own(actor: Actor, reference: str) -> OwnPage:
    """One's own report with the words to and from the team. Raises `NotInReach`."""
    with transaction.atomic():
        signal = own.mine(actor, reference)
        journal.record(
            actor,
            Verb.OPEN,
            purpose=Purpose.REPORTING,
            thing=THING,
            thing_id=signal.id,
            dossier=signal.dossier,
        )
        Notice.objects.filter(person_id=actor.person_id, signal=signal, read_at=None).update(
            read_at=timezone.now()
        )
        return own.page(actor, signal)


def write_to_team(actor: Actor, reference: str, text: str, *, once: UUID) -> Remark:
    """Answer a question, or add something. Raises `NotInReach`, `AlreadyDone`, `ChangeError`."""
    with transaction.atomic():
        signal = own.mine(actor, reference, locked=True)
        if Remark.objects.filter(sent_once=once).exists():
            raise AlreadyDone
        if signal.destroyed_at or not text.strip():
            raise ChangeError(_("Write what you want to say."))
        change = Change(
            InHand(actor, signal, Purpose.REPORTING, Way.MAKER), Verb.MESSAGE, timezone.now(),
            uuid4(),
        )  # fmt: skip
        remark = Remark(
            signal=signal,
            audience=Audience.REPORTER,
            source=Source.REPORTER,
            by_id=actor.person_id,
            organisation_id=actor.organisation_id,
            at=change.now,
            sent_once=once,
            answers=own.open_question(signal),
        )
        with vault.unlocked(signal.dossier) as box:
            box.put_text(remark, "text", text.strip())
        remark.save(force_insert=True)
        signal.answer_waiting = True
        change.step("answered")
        tell_owner(signal, "answer")
        change.finish(quiet=True)
    return remark
