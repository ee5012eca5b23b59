# SPDX-License-Identifier: EUPL-1.2
"""Taking over an existing signal book: sealed while it waits, looked at, then imported in pieces.

A row becomes a signal once: its key is a keyed hash of the organisation and the row's own number
or content, and the database refuses it a second time. A worker that dies goes on where it stopped.
"""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from meerinbeeld import journal, norms, vault
from meerinbeeld.access import Actor, Purpose, Role, Verb, require
from meerinbeeld.access.changing import ChangeError
from meerinbeeld.access.models import Membership
from meerinbeeld.files.tables import Table
from meerinbeeld.norms.spoken import plain
from meerinbeeld.parties.queries import municipalities
from meerinbeeld.signals.actions import book_rows
from meerinbeeld.signals.actions.book_rows import Entry, Known, Problem
from meerinbeeld.signals.actions.new_signal import Making
from meerinbeeld.signals.models import Origin, Phase, Signal, SignalBook, Source
from meerinbeeld.signals.queries.scope import KIND, THING, NotInReach
from meerinbeeld.ui.cells import safe

THING_BOOK: Final = "signals.signalbook"
BATCH: Final = 50
WAITS: Final = timedelta(days=1)
REPORT_STAYS: Final = timedelta(days=30)
ADDED, SKIPPED, WRONG = "added", "skipped", "wrong"


@dataclass
class Content:
    """What is sealed in a book while it waits, and what is left of it afterwards."""

    name: str
    headers: list[str] = field(repr=False)
    rows: list[list[str]] = field(repr=False)
    mapping: dict[int, str]
    outcomes: list[list[str]] = field(default_factory=list, repr=False)

    @classmethod
    def of(cls, value: Mapping[str, Any]) -> Content:
        mapping = {int(place): name for place, name in value["mapping"].items()}
        return cls(value["name"], value["headers"], value["rows"], mapping, value["outcomes"])

    def plain(self) -> dict[str, Any]:
        mapping = {str(place): name for place, name in self.mapping.items()}
        return {"name": self.name, "headers": self.headers, "rows": self.rows,
                "mapping": mapping, "outcomes": self.outcomes}  # fmt: skip


@dataclass(frozen=True)
class Doer:
    """Whoever confirmed the import, for the journal of what the worker does in their name."""

    person_id: UUID
    organisation_id: UUID
    role: str


@dataclass(frozen=True)
class Looked:
    """A row of the preview: what it will become, or what is wrong with it."""

    number: int
    entry: Entry | None
    problems: list[Problem]


def known_today() -> Known:
    towns = {plain(town.name): town.cbs_code for town in municipalities()}
    codes = {code.casefold(): code for code in towns.values()}
    return Known(timezone.localdate(), {**towns, **codes}, settings.MIB_MAX_TEXT)


def upload(actor: Actor, name: str, table: Table) -> SignalBook:
    """Keep a table, sealed, until somebody looked at it. Raises `Refused` for other roles."""
    require(actor, Verb.IMPORT, KIND, Purpose.REPORTING)
    content = Content(name[:100], table.headers, table.rows, book_rows.guess(table.headers))
    with transaction.atomic():
        book = SignalBook(
            id=uuid.uuid4(),
            dossier=vault.create_dossier(),
            organisation_id=actor.organisation_id,
            by_id=actor.person_id,
            row_count=len(table.rows),
        )
        with vault.unlocked(book.dossier) as box:
            box.put_json(book, "rows", content.plain())
        book.save(force_insert=True)
        _record(actor, Verb.CREATE, book)
    return book


def open_book(actor: Actor, book_id: UUID) -> tuple[SignalBook, Content]:
    """A book of one's own organisation. Raises `NotInReach` or `Refused`."""
    with transaction.atomic():
        book = _book(actor, book_id)
        with vault.unlocked(book.dossier) as box:
            content = Content.of(box.json(book, "rows"))
        _record(actor, Verb.OPEN, book)
    return book, content


def look(content: Content) -> list[Looked]:
    """Every row against the norms of today."""
    known = known_today()
    # a heading is the first row of the file, so that the first row of content is row 2
    return [
        _looked(number, book_rows.read_row(row, content.mapping, known))
        for number, row in enumerate(content.rows, start=2)
    ]


def set_columns(actor: Actor, book_id: UUID, mapping: Mapping[int, str]) -> None:
    """Say which column is what. Raises `ChangeError` once the import was confirmed."""
    with transaction.atomic():
        book = _waiting(actor, book_id)
        with vault.unlocked(book.dossier) as box:
            content = Content.of(box.json(book, "rows"))
            content.mapping = {
                place: name
                for place, name in mapping.items()
                if name in book_rows.FIELDS and place < len(content.headers)
            }
            box.put_json(book, "rows", content.plain())
        book.save(update_fields=["rows"])
        _record(actor, Verb.CHANGE, book)


def confirm(actor: Actor, book_id: UUID) -> None:
    """Start the import. Confirmed twice starts it once."""
    with transaction.atomic():
        book = _waiting(actor, book_id)
        book.confirmed_at = timezone.now()
        book.save(update_fields=["confirmed_at"])
        _record(actor, Verb.IMPORT, book)
        import_book.enqueue(str(book.id))


def discard(actor: Actor, book_id: UUID) -> None:
    """Throw a waiting book away; its content cannot be read any more."""
    with transaction.atomic():
        _destroy(_waiting(actor, book_id))


@task()
def import_book(book_id: str) -> None:
    """Import a confirmed book, a piece at a time. Safe to run again."""
    while import_piece(UUID(book_id)):
        pass


def import_piece(book_id: UUID) -> bool:
    """The next rows, in one transaction. False when there are none left."""
    with transaction.atomic():
        book = SignalBook.objects.select_for_update().filter(pk=book_id).first()
        if book is None or book.confirmed_at is None or book.imported_at is not None:
            return False
        with vault.unlocked(book.dossier) as box:
            content = Content.of(box.json(book, "rows"))
            _import_rows(book, content, content.rows[:BATCH])
            # what was handled is not kept a second time
            content.rows = content.rows[BATCH:]
            if not content.rows:
                book.imported_at = timezone.now()
            box.put_json(book, "rows", content.plain())
        book.save()
        return bool(content.rows)


def report_csv(content: Content) -> bytes:
    """What became of each row, guarded against formulas."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow([_("Row"), _("What became of it"), _("Signal"), _("What is wrong")])
    words = {ADDED: _("added"), SKIPPED: _("was there already"), WRONG: _("not imported")}
    for row, outcome, reference, wrong in content.outcomes:
        writer.writerow(
            [safe(str(cell)) for cell in (row, words.get(outcome, outcome), reference, wrong)]
        )
    return out.getvalue().encode("utf-8-sig")


def template_csv() -> bytes:
    """An empty signal book with one row that shows how; its dates are always importable."""
    yesterday = timezone.localdate() - timedelta(days=1)
    example = {
        "source_id": "2024-001", "received": f"{yesterday:%d-%m-%Y}",
        "reporter_kind": norms.codelist("reporter_kind").label("school"),
        "subject_kind": norms.codelist("subject_kind").label("person"),
        "story": _("Example: write here what was seen. Take this row out."),
        "form": norms.codelist("form_of_exploitation").label("criminal_exploitation"),
        "minor": _("yes"), "status": "open",
    }  # fmt: skip
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow([str(label) for label, _known in book_rows.FIELDS.values()])
    writer.writerow([safe(str(example.get(name, ""))) for name in book_rows.FIELDS])
    return out.getvalue().encode("utf-8-sig")


def forget_books(now: datetime | None = None) -> int:
    """Books that nobody confirmed go after a day, reports of imported ones after a month."""
    now = now or timezone.now()
    waiting = SignalBook.objects.filter(confirmed_at=None, at__lt=now - WAITS)
    done = SignalBook.objects.filter(imported_at__lt=now - REPORT_STAYS)
    number = 0
    for book in (*waiting.defer("rows")[:50], *done.defer("rows")[:50]):
        with transaction.atomic():
            _destroy(book)
        number += 1
    return number


# --- One piece ------------------------------------------------------------------------------------


def _import_rows(book: SignalBook, content: Content, rows: Sequence[Sequence[str]]) -> None:
    doer = _doer(book)
    known = known_today()
    read = [book_rows.read_row(row, content.mapping, known) for row in rows]
    keys = [_key(book, one) if isinstance(one, Entry) else None for one in read]
    there = _there_already(book, [key for key in keys if key])
    for one, key in zip(read, keys, strict=True):
        number = str(book.handled_count + 2)
        book.handled_count += 1
        if doer is None:
            content.outcomes.append([number, WRONG, "", _("You may not import any more.")])
        elif not isinstance(one, Entry) or key is None:
            content.outcomes.append([number, WRONG, "", _said(one)])
        elif key in there:
            content.outcomes.append([number, SKIPPED, there[key], ""])
        else:
            signal = _make(doer, book, one, key)
            there[key] = signal.reference
            book.imported_count += 1
            content.outcomes.append([number, ADDED, signal.reference, ""])


def _make(doer: Doer, book: SignalBook, entry: Entry, key: bytes) -> Signal:
    signal = _coded(book, entry, key)
    signal.dossier = vault.create_dossier()
    with vault.unlocked(signal.dossier) as box:
        making = Making(signal, box, signal.received_at, Source.IMPORT, book.by_id)
        making.add_items(entry.items)
        making.add_forms(entry.forms)
        making.add_step("received", signal.received_at, phase=Phase.RECEIVED)
        making.add_step("imported", timezone.now(), phase=Phase.ASSESSING)
        if signal.closed_at:
            making.add_step(
                "closed", signal.closed_at, phase=Phase.CLOSED, reason=signal.stop_reason
            )
        making.store()
    journal.record(
        doer,
        Verb.IMPORT,
        purpose=Purpose.REPORTING,
        thing=THING,
        thing_id=signal.id,
        dossier=signal.dossier,
        norm=signal.retention_norm,
    )
    return signal


def _coded(book: SignalBook, entry: Entry, key: bytes) -> Signal:
    received = _noon(entry.received)
    until, norm = book_rows.keep_until(entry)
    signal = Signal(
        origin=Origin.IMPORT,
        made_by_id=book.by_id,
        import_key=key,
        subject_kind=entry.subject_kind,
        reporter_kind=entry.reporter_kind,
        municipality_id=entry.municipality or None,
        minor=entry.minor,
        urgency="week",
        owner_id=book.organisation_id,
        received_at=received,
        first_opened_at=received,
        retention_until=until,
        retention_norm=norm,
    )
    if entry.closed_on:
        _ended(signal, entry)
    else:
        _goes_on(signal)
    return signal


def _goes_on(signal: Signal) -> None:
    """What is still open waits for a route from today: nobody can be late before it was here."""
    term = norms.term("choose_route", urgency=signal.urgency)
    signal.phase, signal.next_step = Phase.ASSESSING, "choose_route"
    signal.due_at, signal.due_norm = term.after(timezone.now()), str(term.norm)
    # what was promised to the reporter at the time is not known here
    signal.feedback_due_at = None


def _ended(signal: Signal, entry: Entry) -> None:
    signal.phase, signal.next_step = Phase.CLOSED, "closed"
    signal.closed_at = _noon(entry.closed_on) if entry.closed_on else None
    signal.stop_reason, signal.feedback_waived = entry.stop_reason, "no_contact"


def _noon(on: Any) -> datetime:
    """The book names a day; noon stays on that day in every zone nearby."""
    return timezone.make_aware(datetime.combine(on, time(12)))


def _key(book: SignalBook, entry: Entry) -> bytes:
    """Keyed, so that nobody can try from outside whether a row was imported."""
    return vault.keyed_digest(f"{book.organisation_id}|{entry.key}", "import")


def _there_already(book: SignalBook, keys: Sequence[bytes]) -> dict[bytes, str]:
    found = Signal.objects.filter(owner=book.organisation_id, import_key__in=keys)
    rows = found.values_list("import_key", "reference")
    return {bytes(key): reference for key, reference in rows if key is not None}


def _said(read: Entry | list[Problem]) -> str:
    problems = read if isinstance(read, list) else []
    return " ".join(f"{problem.column}: {problem.words}" for problem in problems)


def _looked(number: int, read: Entry | list[Problem]) -> Looked:
    if isinstance(read, Entry):
        return Looked(number, read, [])
    return Looked(number, None, read)


def _doer(book: SignalBook) -> Doer | None:
    """Who confirmed it, if that person may still import today."""
    roles = (Role.FOCAL_OFFICER, Role.CARE_COORDINATOR)
    found = (
        Membership.objects.filter(
            person=book.by_id, organisation=book.organisation_id, role__in=roles
        )
        .valid_on(timezone.localdate())
        .first()
    )
    return Doer(book.by_id, book.organisation_id, found.role) if found else None


def _book(actor: Actor, book_id: UUID, *, locked: bool = False) -> SignalBook:
    require(actor, Verb.IMPORT, KIND, Purpose.REPORTING)
    rows = SignalBook.objects.filter(organisation_id=actor.organisation_id)
    book = (rows.select_for_update() if locked else rows).filter(pk=book_id).first()
    if book is None:
        raise NotInReach
    return book


def _waiting(actor: Actor, book_id: UUID) -> SignalBook:
    book = _book(actor, book_id, locked=True)
    if book.confirmed_at is not None:
        raise ChangeError(_("This import has begun already."))
    return book


def _destroy(book: SignalBook) -> None:
    vault.shred(book.dossier)
    SignalBook.objects.filter(pk=book.pk).delete()


def _record(actor: Actor, verb: str, book: SignalBook) -> None:
    journal.record(
        actor,
        verb,
        purpose=Purpose.REPORTING,
        thing=THING_BOOK,
        thing_id=book.id,
        dossier=book.dossier,
    )
