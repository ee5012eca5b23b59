# SPDX-License-Identifier: EUPL-1.2
"""Files of a signal: added sealed, opened one at a time, each with its entry in the journal."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from meerinbeeld import vault
from meerinbeeld.access import Actor, Verb
from meerinbeeld.access.changing import ChangeError
from meerinbeeld.files.sealed import SealedFile, StoredFile, stored_file
from meerinbeeld.signals.actions.change import changing
from meerinbeeld.signals.actions.opening import record_part
from meerinbeeld.signals.models import Attachment, Audience, Source
from meerinbeeld.signals.queries import reading
from meerinbeeld.signals.queries.scope import InHand, in_hand

THING = "signals.attachment"


@dataclass(frozen=True)
class OpenFile:
    """A file that was opened, of a signal at hand."""

    hand: InHand
    attachment: Attachment
    stored: StoredFile


def add_files(
    actor: Actor,
    reference: str,
    keep: Callable[[int], Sequence[SealedFile]],
    *,
    most: int,
    once: UUID | None = None,
) -> int:
    """Add files that were sealed while they came in. `keep` takes how many there is room for."""
    with changing(actor, reference, Verb.CHANGE, once=once, quiet=True) as change:
        change.refuse_when_closed()
        files = keep(most - change.signal.attachments.count())
        if not files:
            raise ChangeError(_("No file was kept. Choose a file that we can take."))
        with vault.unlocked(change.signal.dossier) as box:
            for file in files:
                attachment = Attachment(
                    id=uuid.uuid4(),
                    signal=change.signal,
                    blob=file.blob,
                    size=file.size,
                    source=Source.TEAM,
                    at=change.now,
                    by_id=actor.person_id,
                )
                box.put_json(attachment, "sealed", file.to_seal())
                attachment.save(force_insert=True)
        vault.adopt_blobs(change.signal.dossier, [file.blob for file in files])
        change.signal.attachments_count = change.signal.attachments.count()
        change.step("file_added")
    return len(files)


def open_file(actor: Actor, reference: str, attachment_id: UUID, verb: str) -> OpenFile:
    """One file, to look at (`open`) or to take along (`export`). Raises `NotInReach`."""
    with transaction.atomic():
        hand = in_hand(actor, verb, reference)
        attachment, about = reading.attachment(hand, attachment_id)
        record_part(hand, verb, THING, attachment.id)
    return OpenFile(hand, attachment, stored_file(attachment.blob, about))


def share_file(
    actor: Actor, reference: str, attachment_id: UUID, *, shared: bool, once: UUID | None = None
) -> Attachment:
    """Let partners see a file, or keep it with the team again."""
    with changing(actor, reference, Verb.CHANGE, once=once, quiet=True) as change:
        found = change.signal.attachments.filter(pk=attachment_id).first()
        if found is None:
            raise ChangeError(_("There is no such file."))
        found.audience = Audience.CHAIN if shared else Audience.TEAM
        found.save(update_fields=["audience"])
        change.step("file_shared" if shared else "file_kept")
    return found
