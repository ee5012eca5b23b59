# SPDX-License-Identifier: EUPL-1.2
"""Everything sealed that a dossier holds about a person, found by the tables themselves.

The tables are walked, not listed: a new sealed field of a signal, a case or a notification is in
the next package without anybody thinking of it. What is not a text for the person stands in
`NO_TEXT`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db.models import ForeignObjectRel, Model
from django.utils.translation import gettext_lazy as _

from meerinbeeld import norms
from meerinbeeld.care.models import Case
from meerinbeeld.registry.models import Notification
from meerinbeeld.signals.models import Signal
from meerinbeeld.vault import Box
from meerinbeeld.vault.fields import SealedField

ROOTS: Final[dict[str, tuple[type[Model], str]]] = {
    "signal": (Signal, "signal"),
    "case": (Case, "case"),
    "notification": (Notification, "notification"),
}
#: Sealed, but no text: the name, type and key of a file. The file itself is named in its place.
FILES: Final = frozenset({("signals_attachment", "sealed"), ("care_document", "sealed")})
#: The code lists that say what a row is, by table.
KINDS: Final = {
    "signals_item": "item_kind",
    "care_fact": "care_fact",
    "registry_detail": "registry_detail",
    "care_document": "document_kind",
    "care_goal": "life_domain",
    "care_measure": "life_domain",
}
#: What a row is, where no code says it.
TABLES: Final[dict[str, Any]] = {
    "signals_remark": _("a note or a message"),
    "signals_step": _("a step on the life line"),
    "signals_route": _("a request to an organisation"),
    "signals_accessquestion": _("a question for access"),
    "signals_attachment": _("a file"),
    "care_step": _("a step on the life line"),
    "care_referralin": _("a referral"),
    "care_referralout": _("a request to an organisation"),
    "care_referralmessage": _("a note or a message"),
    "care_assessment": _("a look at safety"),
    "care_task": _("a task"),
    "care_contact": _("a moment of contact"),
    "care_milestone": _("something that happened"),
    "care_placement": _("a stay in a shelter"),
    "care_consent": _("what was agreed to"),
    "care_groundadvice": _("a choice of legal ground"),
    "care_grant": _("something shared"),
    "care_claim": _("a claim for compensation"),
    "care_claimpiece": _("a claim for compensation"),
}


@dataclass(frozen=True)
class Found:
    """One sealed text with the place where it stands."""

    table: str
    row: str
    column: str
    kind: str
    at: datetime | None
    text: str = field(repr=False)


def root_of(kind: str, dossier: Any) -> Model | None:
    model, _name = ROOTS[kind]
    return model._default_manager.filter(dossier=dossier).first()


def sealed_fields(kind: str) -> list[tuple[type[Model], str, list[str]]]:
    """The tables that hang under a kind of dossier, the field that leads there, what is sealed."""
    root, name = ROOTS[kind]
    found = []
    for related in root._meta.get_fields(include_hidden=True):
        if isinstance(related, ForeignObjectRel) and related.field.name == name:
            model: type[Model] = related.related_model
            columns = [one.name for one in model._meta.fields if isinstance(one, SealedField)]
            if columns:
                found.append((model, name, columns))
    return found


def gather(kind: str, root: Model, box: Box) -> Iterator[Found]:
    """Every sealed text of a dossier, oldest first within its table."""
    for model, leads, columns in sealed_fields(kind):
        rows = model._default_manager.filter(**{leads: root})
        for row in rows:
            for column in columns:
                if getattr(row, column):
                    yield _found(row, column, box)


def _found(row: Any, column: str, box: Box) -> Found:
    table = row._meta.db_table
    is_file = (table, column) in FILES
    text = str(box.json(row, column)["name"]) if is_file else box.text(row, column)
    return Found(table, str(row.pk), column, _kind(row), _moment(row), text)


def _kind(row: Any) -> str:
    """What the row is about, as a code: its kind, domain or flow."""
    return str(getattr(row, "kind", "") or getattr(row, "domain", "") or getattr(row, "flow", ""))


def _moment(row: Any) -> datetime | None:
    return next(
        (moment for name in ("at", "asked_at", "requested_at", "made_at")
         if (moment := getattr(row, name, None)) is not None),
        None,
    )  # fmt: skip


def kind_label(table: str, code: str) -> str:
    """The code of a row in words, in the language of now."""
    name = KINDS.get(table)
    known = name if name in norms.code_lists() else None
    said = norms.codelist(known).label(code) if known else str(TABLES.get(table, ""))
    return said[:1].upper() + said[1:]
