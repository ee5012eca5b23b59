# SPDX-License-Identifier: EUPL-1.2
"""Everything of a case that can be shared, a kind per row: the one register that all doors use.

A kind says which rows there are now, what they are called without opening anything, and what they
say once the box is open. What is not here cannot be shared.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from meerinbeeld import norms
from meerinbeeld.care.models import Case
from meerinbeeld.care.queries.strict import strict_kinds
from meerinbeeld.vault import Box

Row = Any
#: A kind and the id of a row.
Key = tuple[str, UUID]


@dataclass(frozen=True)
class Kind:
    """One kind of thing that can be shared, one by one."""

    code: str
    label: Any
    rows: Callable[[Case], QuerySet[Any]]
    #: In coded words; nothing sealed is opened for it.
    title: Callable[[Row], str]
    #: What it says once it is open: pieces of text, the empty ones left out.
    texts: Callable[[Row, Box], Iterable[str]]
    when: Callable[[Row], date | datetime]
    strict: Callable[[Row], bool] = lambda row: False
    special: Callable[[Row], bool] = lambda row: False
    #: Whether the words stay covered in a list to choose from.
    covered: Callable[[Row], bool] = lambda row: False


@dataclass(frozen=True)
class Item:
    """One thing, as a page shows it."""

    kind: str
    id: UUID
    title: str
    when: date | datetime
    texts: tuple[str, ...] = field(repr=False)
    strict: bool = False
    special: bool = False
    usual: bool = False

    @property
    def key(self) -> str:
        """As it stands in a form."""
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True)
class Group:
    """The things of one kind."""

    kind: str
    label: Any
    items: tuple[Item, ...]


def label(codelist: str, value: str) -> str:
    """What a code is called; a list that this installation does not have gives the code itself."""
    return norms.codelist(codelist).label(value) if codelist in norms.code_lists() else value


# --- Facts ----------------------------------------------------------------------------------------


def _facts(case: Case) -> QuerySet[Any]:
    codes = norms.codelist("care_fact").known.values()
    shareable = [code.value for code in codes if code.extra.get("shareable")]
    return case.facts.filter(removed_at=None, kind__in=shareable)


def _fact_texts(row: Row, box: Box) -> list[str]:
    text = box.text(row, "value")
    code = norms.codelist("care_fact").get(row.kind)
    codes = code.extra.get("codes") if code else None
    return [label(str(codes), text) if codes else text]


def _extra(codelist: str, value: str, name: str) -> bool:
    code = norms.codelist(codelist).get(value)
    return bool(code and code.extra.get(name))


# --- The others -----------------------------------------------------------------------------------


def _goal_title(row: Row) -> str:
    return f"{label('life_domain', row.domain)} · {row.get_status_display()}"


def _measure_title(row: Row) -> str:
    return _("%(domain)s: %(score)s of 5") % {
        "domain": label("life_domain", row.domain),
        "score": row.score,
    }


def _placement_title(row: Row) -> str:
    return f"{label('shelter_kind', row.kind)} · {row.get_status_display()}"


def _document_texts(row: Row, box: Box) -> list[str]:
    return [str((box.json(row, "sealed") or {}).get("name", ""))]


def _field(*names: str) -> Callable[[Row, Box], list[str]]:
    return lambda row, box: [box.text(row, name) for name in names]


KINDS: Final[dict[str, Kind]] = {
    kind.code: kind
    for kind in (
        Kind(
            "fact",
            gettext_lazy("Details"),
            _facts,
            lambda row: label("care_fact", row.kind),
            _fact_texts,
            lambda row: row.at,
            strict=lambda row: row.kind in strict_kinds("care_fact"),
            special=lambda row: _extra("care_fact", row.kind, "special"),
            covered=lambda row: _extra("care_fact", row.kind, "mask"),
        ),
        Kind(
            "assessment",
            gettext_lazy("Looks at safety"),
            lambda case: case.assessments.all(),
            lambda row: f"{label('safety_level', row.level)} · {row.get_occasion_display()}",
            _field("text", "agreements"),
            lambda row: row.at,
        ),
        Kind(
            "goal",
            gettext_lazy("Goals"),
            lambda case: case.goals.all(),
            _goal_title,
            _field("text"),
            lambda row: row.at,
        ),
        Kind(
            "task",
            gettext_lazy("Tasks"),
            lambda case: case.tasks.all(),
            lambda row: f"{label('care_task', row.kind)} · {row.get_status_display()}",
            _field("text"),
            lambda row: row.due_at,
        ),
        Kind(
            "measure",
            gettext_lazy("How it goes"),
            lambda case: case.measures.all(),
            _measure_title,
            _field("note"),
            lambda row: row.at,
        ),
        Kind(
            "milestone",
            pgettext_lazy("care", "Milestones"),
            lambda case: case.milestones.filter(removed_at=None),
            lambda row: label("care_milestone", row.kind),
            _field("note"),
            lambda row: row.on,
        ),
        Kind(
            "placement",
            gettext_lazy("Places to stay, without where"),
            lambda case: case.placements.all(),
            _placement_title,
            lambda row, box: [],
            lambda row: row.placed_at or row.requested_at,
        ),
        Kind(
            "document",
            gettext_lazy("Documents"),
            lambda case: case.documents.filter(removed_at=None, replaced_by=None),
            lambda row: label("document_kind", row.kind),
            _document_texts,
            lambda row: row.at,
            strict=lambda row: row.kind in strict_kinds("document_kind"),
            special=lambda row: _extra("document_kind", row.kind, "special"),
        ),
        Kind(
            "contact",
            gettext_lazy("Contact moments"),
            lambda case: case.contacts.all(),
            lambda row: label("contact_kind", row.kind),
            _field("note"),
            lambda row: row.at,
        ),
        Kind(
            "claim",
            gettext_lazy("Compensation"),
            lambda case: case.claims.all(),
            lambda row: f"{label('claim_kind', row.kind)} · {row.get_status_display()}",
            _field("outcome"),
            lambda row: row.at,
        ),
    )
}


def groups(
    case: Case, box: Box | None, *, only: Collection[Key] | None = None, usual: Iterable[str] = ()
) -> list[Group]:
    """The things that can be shared, or `only` some of them; a query per kind, however many.

    Without a box there are titles alone. To choose from, covered words stay covered; named one by
    one in `only` they are shown.
    """
    hinted = frozenset(usual)
    found = []
    for kind in KINDS.values():
        rows = kind.rows(case)
        if only is not None:
            ids = [thing for code, thing in only if code == kind.code]
            if not ids:
                continue
            rows = rows.filter(pk__in=ids)
        items = tuple(_item(kind, row, box, only is not None, hinted) for row in rows)
        if items:
            found.append(Group(kind.code, kind.label, items))
    return found


def _item(kind: Kind, row: Row, box: Box | None, named: bool, usual: frozenset[str]) -> Item:
    texts: tuple[str, ...] = ()
    if box is not None and (named or not kind.covered(row)):
        texts = tuple(text for text in kind.texts(row, box) if text)
    if not named:
        texts = tuple(Truncator(text).chars(90) for text in texts)
    return Item(
        kind=kind.code,
        id=row.pk,
        title=kind.title(row),
        when=kind.when(row),
        texts=texts,
        strict=kind.strict(row),
        special=kind.special(row),
        usual=kind.code == "fact" and row.kind in usual,
    )


def all_of(found: Iterable[Group]) -> list[Item]:
    return [item for group in found for item in group.items]


def parse_key(text: str) -> Key:
    """From a form. Raises `ValueError` when somebody made it up."""
    kind, _colon, thing = text.partition(":")
    if kind not in KINDS:
        raise ValueError(text)
    return kind, UUID(thing)
