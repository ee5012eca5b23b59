# SPDX-License-Identifier: EUPL-1.2
"""Delivering a list: it waits sealed, somebody says how it is read and looks, and confirms.

What of it is kept afterwards, sealed and for a month, are the rows that were wrong and those that
differ from what is known; when there are none, its key is destroyed at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meerinbeeld import journal, vault
from meerinbeeld.access import Actor, Verb
from meerinbeeld.access.changing import ChangeError
from meerinbeeld.files.tables import Table
from meerinbeeld.registry.linkage import dates
from meerinbeeld.registry.lists.fields import FIELDS, guess
from meerinbeeld.registry.lists.rows import Problem
from meerinbeeld.registry.lists.setting import Setting, guessed, notifier_of
from meerinbeeld.registry.models import Batch
from meerinbeeld.registry.models import Mapping as Saved
from meerinbeeld.registry.queries import deliveries
from meerinbeeld.registry.queries.scope import PURPOSE, NotInReach

THING: Final = "registry.batch"
WAITS: Final = timedelta(days=1)
REST_STAYS: Final = timedelta(days=30)


@dataclass(frozen=True)
class Wrong:
    """A row that was not imported: its number in the file, what is wrong, and the row."""

    number: int
    problems: list[list[str]]
    cells: list[str] = field(repr=False)

    def told(self) -> list[Problem]:
        return [Problem(name, code) for name, code in self.problems]


@dataclass(frozen=True)
class Differing:
    """A row that tells something else than the notification of that number does."""

    number: int
    notification: str
    cells: list[str] = field(repr=False)


@dataclass
class Content:
    """What is sealed in a delivery."""

    name: str = field(default="", repr=False)
    left: list[str] = field(default_factory=list)
    headers: list[str] = field(default_factory=list, repr=False)
    rows: list[list[str]] = field(default_factory=list, repr=False)
    setting: Setting = field(default_factory=Setting)
    #: Whether a person has looked at the columns, or a saved mapping fits.
    looked_at: bool = False
    #: How often a nameless row of that digest came by, so that a restart counts on.
    seen: dict[str, int] = field(default_factory=dict)
    wrong: list[Wrong] = field(default_factory=list)
    differing: list[Differing] = field(default_factory=list)

    # Any: what JSON holds
    @classmethod
    def of(cls, value: Mapping[str, Any]) -> Content:
        return cls(
            **{
                **value,
                "setting": Setting.of(value["setting"]),
                "wrong": [Wrong(**one) for one in value["wrong"]],
                "differing": [Differing(**one) for one in value["differing"]],
            }
        )

    def as_plain(self) -> dict[str, Any]:
        return {**asdict(self), "setting": self.setting.as_plain()}


def upload(actor: Actor, name: str, table: Table, organisation: UUID | None = None) -> Batch:
    """Keep a list, sealed, until somebody looked at it; a saved mapping that fits is used.

    Raises `Refused`, and `NotInReach` for the list of an organisation that is not the actor's.
    """
    whose = deliveries.whose(actor).filter(pk=organisation or actor.organisation_id).first()
    if whose is None:
        raise NotInReach
    headers = _told_apart(table.headers)
    saved = fitting(whose.pk, headers)
    content = Content(
        name=name[:100],
        left=list(table.left),
        headers=headers,
        rows=table.rows,
        setting=Setting.of(saved.columns)
        if saved
        else _guessed(headers, table.rows, notifier_of(whose.kind)),
        looked_at=saved is not None,
    )
    with transaction.atomic():
        batch = Batch(
            dossier=vault.create_dossier(),
            organisation=whose,
            by_id=actor.person_id,
            membership=actor.membership_id,
            mapping=saved,
            rows=len(table.rows),
        )
        _seal(batch, content)
        batch.save(force_insert=True)
        record(actor, Verb.CREATE, batch)
    return batch


def fitting(organisation: UUID, headers: list[str]) -> Saved | None:
    """The saved mapping that explains most columns of this list, all of its own being there."""
    rows = Saved.objects.filter(organisation_id=organisation).order_by("-changed_at")
    fit = [row for row in rows if Setting.of(row.columns).fits(headers)]
    return max(fit, key=lambda row: len(row.columns.get("columns", ())), default=None)


def open_batch(actor: Actor, batch_id: UUID, verb: str = Verb.OPEN) -> tuple[Batch, Content]:
    """A delivery and what is left of its list, which is an act. Raises `NotInReach`, `Refused`."""
    with transaction.atomic():
        batch = deliveries.one(actor, batch_id)
        content = unsealed(batch)
        if batch.content is not None:
            record(actor, verb, batch)
    return batch, content


def set_setting(actor: Actor, batch_id: UUID, setting: Setting, saved: Saved | None = None) -> None:
    """Say how the list is read. Raises `ChangeError` once its import was confirmed."""
    with transaction.atomic():
        batch = waiting(actor, batch_id)
        content = unsealed(batch)
        content.setting, content.looked_at = setting.within(content.headers), True
        _seal(batch, content)
        batch.mapping = saved
        batch.save(update_fields=["content", "mapping"])
        record(actor, Verb.CHANGE, batch)


def waiting(actor: Actor, batch_id: UUID) -> Batch:
    """A delivery of which the import was not confirmed yet, locked. Raises `ChangeError` else."""
    batch = deliveries.one(actor, batch_id, locked=True)
    if batch.confirmed_at is not None:
        raise ChangeError(_("This import has begun already."))
    return batch


def discard(actor: Actor, batch_id: UUID) -> None:
    """Throw a waiting list away; nobody can read it any more."""
    with transaction.atomic():
        batch = waiting(actor, batch_id)
        record(actor, Verb.CHANGE, batch, "thrown_away")
        _destroy(batch)


def let_go(actor: Actor, batch_id: UUID) -> None:
    """Throw away what is left of a list that was imported: its wrong and its differing rows."""
    with transaction.atomic():
        batch = deliveries.one(actor, batch_id, locked=True)
        if batch.ended_at is None:
            raise ChangeError(_("This import is still running."))
        record(actor, Verb.CHANGE, batch, "thrown_away")
        empty(batch)


def forget_batches(now: datetime | None = None) -> int:
    """Lists that nobody confirmed go after a day, and what is left of imported ones after a month.
    Returns how many.
    """
    now = now or timezone.now()
    unconfirmed = Batch.objects.filter(confirmed_at=None, at__lt=now - WAITS)
    rest = Batch.objects.filter(ended_at__lt=now - REST_STAYS, content__isnull=False)
    number = 0
    for batch in unconfirmed.defer("content")[:50]:
        with transaction.atomic():
            _destroy(batch)
        number += 1
    for batch in rest.defer("content")[:50]:
        with transaction.atomic():
            empty(batch)
        number += 1
    return number


def unsealed(batch: Batch) -> Content:
    """What is sealed in a delivery; nothing once it is gone."""
    if batch.content is None:
        return Content()
    with vault.unlocked(batch.dossier) as box:
        return Content.of(box.json(batch, "content"))


def keep(batch: Batch, content: Content) -> None:
    """Seal what is left, or destroy the key when nothing is. The caller saves the counts."""
    if content.rows or content.wrong or content.differing:
        _seal(batch, content)
        batch.save()
    else:
        batch.save()
        empty(batch)


def empty(batch: Batch) -> None:
    """Destroy the key of what is left of a list; the numbers stay."""
    batch.content, batch.undecided = None, 0
    batch.save(update_fields=["content", "undecided"])
    vault.shred(batch.dossier)


def record(actor: Actor, verb: str, batch: Batch, reason: str = "") -> None:
    journal.record(
        actor,
        verb,
        purpose=PURPOSE,
        thing=THING,
        thing_id=batch.id,
        dossier=batch.dossier,
        reason_code=reason,
    )


def _guessed(headers: list[str], rows: list[list[str]], notifier: str) -> Setting:
    """Month first only when the dates of birth cannot be read otherwise."""
    places = [headers.index(one) for name, one in guess(headers).items() if name in _DATED]
    texts = [row[place] for row in rows for place in places]
    month_first = dates.order_of(texts) is dates.Order.MONTH
    return guessed(headers, rows, notifier, month_first=month_first)


_DATED: Final = tuple(name for name in FIELDS if name in ("notified_on", "birth_date"))


def _told_apart(headers: list[str]) -> list[str]:
    """Two columns of one name get a number, and a column without a name its place."""
    found: list[str] = []
    for place, header in enumerate(headers, start=1):
        name = " ".join(header.split())[:100] or f"kolom {place}"
        again = name
        while again in found:
            again = f"{name} ({place})"
        found.append(again)
    return found


def _seal(batch: Batch, content: Content) -> None:
    with vault.unlocked(batch.dossier) as box:
        box.put_json(batch, "content", content.as_plain())


def _destroy(batch: Batch) -> None:
    vault.shred(batch.dossier)
    Batch.objects.filter(pk=batch.pk).delete()
