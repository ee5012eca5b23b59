# SPDX-License-Identifier: EUPL-1.2
"""The record of one signal, as its page shows it: what this actor may see, and nothing more.

Only what the page shows is decrypted: the visible items, the remarks of one tab, the names of the
files. Masked items wait until somebody asks for them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils import timezone

from meerinbeeld import norms, vault
from meerinbeeld.norms import CodeList, RouteAdvice, RouteFacts
from meerinbeeld.norms.refs import Code
from meerinbeeld.signals.models import (
    Attachment,
    Audience,
    Item,
    Route,
    Signal,
    SuspectedForm,
)
from meerinbeeld.signals.queries.lifeline import Line, line_of
from meerinbeeld.signals.queries.scope import InHand, NotInReach
from meerinbeeld.vault import Box

MASK = "••• •••"


@dataclass(frozen=True)
class ShownItem:
    """One fact on the page; `text` is None while it is masked."""

    id: UUID
    kind: str
    label: str
    text: str | None = field(repr=False)
    masked: bool
    source: str
    by: str
    at: datetime
    about: str = "event"


@dataclass(frozen=True)
class ShownRemark:
    id: UUID
    text: str = field(repr=False)
    author: str
    organisation: str
    at: datetime
    own: bool
    is_question: bool
    is_feedback: bool
    answered: bool
    from_reporter: bool


@dataclass(frozen=True)
class ShownFile:
    id: UUID
    name: str = field(repr=False)
    type: str
    size: int
    at: datetime
    source: str
    audience: str

    @property
    def is_shared(self) -> bool:
        return self.audience == Audience.CHAIN

    @property
    def is_image(self) -> bool:
        return self.type in ("image/jpeg", "image/png", "image/webp", "image/gif")


@dataclass(frozen=True)
class ShownRoute:
    id: UUID
    target: str
    organisation: str
    organisation_id: UUID
    status: str
    reason: str
    asked_at: datetime
    answered_at: datetime | None
    outcome: str
    norm: str
    note: str = field(repr=False)
    is_ours: bool = False

    @property
    def is_open(self) -> bool:
        return self.status in (Route.Status.ASKED, Route.Status.ACCEPTED)


@dataclass(frozen=True)
class Page:
    """Everything that the page of one signal shows to one actor."""

    hand: InHand
    forms: list[SuspectedForm]
    indicators: list[str]
    items: list[ShownItem]
    removed: list[ShownItem]
    files: list[ShownFile]
    audience: str
    remarks: list[ShownRemark]
    counts: dict[str, int]
    others: dict[str, list[ShownRemark]]
    routes: list[ShownRoute]
    line: Line
    advice: list[RouteAdvice]
    linked: list[tuple[str, Signal]]

    @property
    def signal(self) -> Signal:
        return self.hand.signal

    @property
    def told(self) -> ShownItem | None:
        """What was seen, in the words of the reporter."""
        return next((item for item in self.items if item.kind == "story"), None)

    @property
    def facts(self) -> list[ShownItem]:
        """Everything else that is known of the person or the place."""
        return [one for one in self.items if one is not self.told and one.about != "reporter"]

    @property
    def reporter(self) -> list[ShownItem]:
        """What is known of who reported: for the team alone."""
        return [one for one in self.items if one.about == "reporter"]

    @property
    def our_route(self) -> ShownRoute | None:
        """The open question of the owner to the actor's organisation."""
        return next((route for route in self.routes if route.is_ours and route.is_open), None)


def page(
    hand: InHand, *, audience: str = "", reveal: UUID | None = None, every_audience: bool = False
) -> Page:
    """Read a record. The caller has journaled it, in this same transaction."""
    signal = hand.signal
    tab = audience if audience in hand.audiences else hand.audiences[0]
    tabs = list(hand.audiences) if every_audience else [tab]
    forms = list(signal.forms.select_related("by"))
    with vault.unlocked(signal.dossier) as box:
        items = _items(hand, box, reveal)
        files = [_file(box, row) for row in _attachments(hand)]
        remarks = {one: _remarks(hand, box, one) for one in tabs}
        routes = _routes(hand, box)
        line = line_of(hand, box, timezone.now())
    return Page(
        hand=hand,
        forms=[form for form in forms if form.until is None],
        indicators=list(signal.indicators.values_list("indicator", flat=True)),
        items=[item for item, removed in items if not removed],
        removed=[item for item, removed in items if removed],
        files=files,
        audience=tab,
        remarks=remarks[tab],
        counts=_counts(hand),
        others=remarks,
        routes=routes,
        line=line,
        advice=advice(signal, forms) if hand.is_inside else [],
        linked=_linked(hand),
    )


def item_text(hand: InHand, item_id: UUID) -> str:
    """The text of one item. Raises `NotInReach` when this actor has no such item."""
    item = hand.signal.items.filter(pk=item_id, removed_at=None).first()
    if item is None or not hand.sees_item(item.kind, item.source):
        raise NotInReach
    with vault.unlocked(hand.signal.dossier) as box:
        return box.text(item, "value")


def attachment(hand: InHand, attachment_id: UUID) -> tuple[Attachment, dict[str, Any]]:
    """One file with its name, type and key. Raises `NotInReach`."""
    found = _attachments(hand).filter(pk=attachment_id).first()
    if found is None:
        raise NotInReach
    with vault.unlocked(hand.signal.dossier) as box:
        return found, dict(box.json(found, "sealed"))


def files_to_share(hand: InHand) -> list[ShownFile]:
    """The files that no partner sees yet. Names are content: the caller shows them to the team."""
    rows = list(_attachments(hand).filter(audience=Audience.TEAM))
    if not rows:
        return []
    with vault.unlocked(hand.signal.dossier) as box:
        return [_file(box, row) for row in rows]


def advice(signal: Signal, forms: list[SuspectedForm]) -> list[RouteAdvice]:
    """What the norms of today advise, from the coded facts alone."""
    return norms.advise_route(
        RouteFacts(
            subject_kind=signal.subject_kind,
            minor=_known(signal.minor),
            danger=signal.danger,
            identifiable=_known(signal.identifiable),
            forms=frozenset(form.form for form in forms if form.until is None),
            municipality=signal.municipality_id or "",
            on=timezone.localdate(),
        )
    )


def _known(value: str) -> bool | None:
    return {"yes": True, "no": False}.get(value)


def _items(hand: InHand, box: Box, reveal: UUID | None) -> list[tuple[ShownItem, bool]]:
    kinds = norms.codelist("item_kind")
    order = {kind: place for place, kind in enumerate(kinds.values)}
    rows = hand.signal.items.select_related("by")
    if not hand.is_inside:
        rows = rows.filter(removed_at=None)
    seen = sorted(
        (row for row in rows if hand.sees_item(row.kind, row.source)),
        key=lambda row: (order.get(row.kind, len(order)), row.at),
    )
    return [(_shown(row, kinds, box, reveal), row.removed_at is not None) for row in seen]


def _shown(row: Item, kinds: CodeList, box: Box, reveal: UUID | None) -> ShownItem:
    code = kinds.get(row.kind)
    masked = bool(code is None or code.extra.get("mask")) or row.removed_at is not None
    return ShownItem(
        id=row.id,
        kind=row.kind,
        label=kinds.label(row.kind),
        text=None if masked and row.id != reveal else _said(code, box.text(row, "value")),
        masked=masked,
        source=row.source,
        by=row.by.name if row.by else "",
        at=row.at,
        about=str(code.extra.get("about")) if code else "event",
    )


def _said(code: Code | None, text: str) -> str:
    """An answer that is a code, in words."""
    name = code.extra.get("codes") if code else None
    return norms.codelist(str(name)).label(text) if name else text


def _attachments(hand: InHand) -> QuerySet[Attachment]:
    rows = hand.signal.attachments.all()
    return rows if hand.is_inside else rows.filter(audience=Audience.CHAIN)


def _file(box: Box, row: Attachment) -> ShownFile:
    about = box.json(row, "sealed")
    return ShownFile(
        row.id, about["name"], about["type"], row.size, row.at, row.source, row.audience
    )


def _remarks(hand: InHand, box: Box, audience: str) -> list[ShownRemark]:
    rows = hand.signal.remarks.filter(audience=audience).select_related("by", "organisation")
    rows = rows.annotate(answers_count=Count("answered_by"))
    return [
        ShownRemark(
            id=row.id,
            text=box.text(row, "text"),
            author=row.by.name if row.by else "",
            organisation=row.organisation.name if row.organisation else "",
            at=row.at,
            own=row.by_id == hand.actor.person_id,
            is_question=row.is_question,
            is_feedback=row.is_feedback,
            answered=row.answers_count > 0,
            from_reporter=row.source == "reporter",
        )
        for row in rows
    ]


def _counts(hand: InHand) -> dict[str, int]:
    rows = hand.signal.remarks.filter(audience__in=hand.audiences)
    found = dict(rows.values_list("audience").annotate(number=Count("id")).order_by())
    return {audience: found.get(audience, 0) for audience in hand.audiences}


def _routes(hand: InHand, box: Box) -> list[ShownRoute]:
    rows = hand.signal.routes.select_related("organisation").order_by("-asked_at")
    return [_route(hand, box, row) for row in rows]


def _route(hand: InHand, box: Box, row: Route) -> ShownRoute:
    ours = row.organisation_id == hand.actor.organisation_id
    return ShownRoute(
        id=row.id,
        target=norms.codelist("route_target").label(row.target),
        organisation=row.organisation.name,
        organisation_id=row.organisation_id,
        status=row.status,
        reason=norms.codelist("route_reason").label(row.reason),
        asked_at=row.asked_at,
        answered_at=row.answered_at,
        outcome=row.outcome,
        norm=row.norm,
        # a note is for the organisation that was asked, and for who wrote it
        note=box.text(row, "note") if ours or hand.is_inside else "",
        is_ours=ours,
    )


def _linked(hand: InHand) -> list[tuple[str, Signal]]:
    """Signals that this one was split from or joined with; only the owner sees them."""
    if not hand.is_inside:
        return []
    signal = hand.signal
    links: list[tuple[str, Signal]] = []
    if signal.split_from:
        links.append(("split_from", signal.split_from))
    if signal.merged_into:
        links.append(("merged_into", signal.merged_into))
    # two questions, each along its own index
    links += [("part", other) for other in Signal.objects.filter(split_from=signal)[:50]]
    links += [("merged", other) for other in Signal.objects.filter(merged_into=signal)[:50]]
    return links
