# SPDX-License-Identifier: EUPL-1.2
"""The journal in the form of the Dutch standard Logboek dataverwerkingen (LDV) 1.0.

One record per entry and thus per dossier: the dossier's id stands for the person concerned, as
the standard's coded identifier. Who acted is left out, as the standard asks.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from importlib import metadata
from typing import Any, Final

from django.conf import settings

from meerinbeeld.journal.models import Entry

_STATUS: Final = {"done": "Ok", "break_glass": "Ok", "refused": "Unset", "failed": "Error"}
_REGISTER: Final = "urn:meerinbeeld:verwerkingsactiviteit"


def export_ldv(entries: Iterable[Entry]) -> Iterator[str]:
    """JSON lines, one record per entry, in the order given."""
    resource = {"attributes": {"service.name": "meerinbeeld", "service.version": _version()}}
    register = getattr(settings, "MIB_LDV_REGISTER", "") or _REGISTER
    for entry in entries:
        yield json.dumps(_record(entry, register, resource), separators=(",", ":"))


def _record(entry: Entry, register: str, resource: dict[str, Any]) -> dict[str, Any]:
    moment = int(entry.at.timestamp() * 1000)
    return {
        "trace_id": entry.trace or entry.pk.hex,
        "span_id": entry.pk.hex[:16],
        "parent_span_id": None,
        "status": _STATUS[entry.outcome],
        "name": f"{entry.thing} {entry.verb}",
        "start_time": moment,
        "end_time": moment,
        "resource": resource,
        "attributes": _attributes(entry, register),
    }


def _attributes(entry: Entry, register: str) -> dict[str, str]:
    joint = "/" if register.startswith("http") else ":"
    activity = register.rstrip("/:") + joint + entry.purpose
    attributes = {"dpl.core.processing_activity_id": activity}
    if entry.dossier is not None:
        attributes["dpl.core.data_subject_id"] = str(entry.dossier)
        attributes["dpl.core.data_subject_id_type"] = "meerinbeeld-dossier"
    return attributes


def _version() -> str:
    try:
        return metadata.version("meer-in-beeld")
    except metadata.PackageNotFoundError:
        return "unknown"
