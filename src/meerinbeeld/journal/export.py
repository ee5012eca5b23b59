# SPDX-License-Identifier: EUPL-1.2
"""The journal in the form of the Dutch standard Logboek dataverwerkingen (LDV) 1.0.

One record per dossier, also of an entry on a list of them, and one for an entry on none: the
dossier's id stands for the person concerned, as the standard's coded identifier. Who acted is
left out, as the standard asks.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator
from importlib import metadata
from typing import Any, Final
from uuid import UUID

from django.conf import settings

from meerinbeeld.journal import rolls
from meerinbeeld.journal.models import Entry

_STATUS: Final = {"done": "Ok", "break_glass": "Ok", "refused": "Unset", "failed": "Error"}
_REGISTER: Final = "urn:meerinbeeld:verwerkingsactiviteit"


def export_ldv(entries: Iterable[Entry], only: Collection[UUID] | None = None) -> Iterator[str]:
    """JSON lines in the order of the entries; with `only`, of a list those dossiers alone."""
    resource = {"attributes": {"service.name": "meerinbeeld", "service.version": _version()}}
    register = getattr(settings, "MIB_LDV_REGISTER", "") or _REGISTER
    for entry in entries:
        for span, dossier in _spans(entry, only):
            record = _record(entry, span, dossier, register, resource)
            yield json.dumps(record, separators=(",", ":"))


def _spans(entry: Entry, only: Collection[UUID] | None) -> Iterator[tuple[str, UUID | None]]:
    """The dossiers of an entry with an id for each, the same in every export."""
    if rolls.listed(entry.thing_id) is None:
        # the half that is drawn: entries of one moment begin alike
        yield entry.pk.hex[16:], entry.dossier
        return
    for dossier in rolls.dossiers_of(entry):
        if only is None or dossier in only:
            yield hashlib.sha256(entry.pk.bytes + dossier.bytes).hexdigest()[:16], dossier


def _record(
    entry: Entry, span: str, dossier: UUID | None, register: str, resource: dict[str, Any]
) -> dict[str, Any]:
    moment = int(entry.at.timestamp() * 1000)
    return {
        "trace_id": entry.trace or entry.pk.hex,
        "span_id": span,
        "parent_span_id": None,
        "status": _STATUS[entry.outcome],
        "name": f"{entry.thing} {entry.verb}",
        "start_time": moment,
        "end_time": moment,
        "resource": resource,
        "attributes": _attributes(entry.purpose, dossier, register),
    }


def _attributes(purpose: str, dossier: UUID | None, register: str) -> dict[str, str]:
    joint = "/" if register.startswith("http") else ":"
    activity = register.rstrip("/:") + joint + purpose
    attributes = {"dpl.core.processing_activity_id": activity}
    if dossier is not None:
        attributes["dpl.core.data_subject_id"] = str(dossier)
        attributes["dpl.core.data_subject_id_type"] = "meerinbeeld-dossier"
    return attributes


def _version() -> str:
    try:
        return metadata.version("meer-in-beeld")
    except metadata.PackageNotFoundError:
        return "unknown"
