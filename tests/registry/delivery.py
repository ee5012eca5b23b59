# SPDX-License-Identifier: EUPL-1.2
"""Lists as partners send them, and their import as a person does it. Nobody in them exists."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from meerinbeeld.files.tables import Table, read_table
from meerinbeeld.registry.actions import delivering, reading_in
from meerinbeeld.registry.lists.setting import Setting
from meerinbeeld.registry.models import Batch
from tests.people import Village

HEADERS: Final = (
    "Dossiernr;Datum aanmelding;Voornaam;Achternaam;Geboortedatum;Geslacht;Nationaliteit;"
    "Vorm van uitbuiting;Gemeente;Telefoon"
)
NAME: Final = "Zeldzaamina"
GOOD: Final = (
    f"P-1;02-03-2026;{NAME};Lijstman;03-04-2005;V;Roemeense;Seksuele uitbuiting;Zwolle;0612345678",
    "P-2;05-03-2026;Ander;Iemand;2001;M;Poolse;Arbeidsuitbuiting;Deventer;",
    ";07-03-2026;Zonder;Nummer;;V;Nederlandse;Criminele uitbuiting;;",
)
BAD: Final = "P-4;31-02-2026;Fout;Datum;;V;;;;"


def listed(*rows: str, headers: str = HEADERS) -> bytes:
    return "\r\n".join([headers, *rows]).encode("utf-8-sig")


def waiting(village: Village, data: bytes | Table, by: str = "pim", **setting: Any) -> Batch:
    """A list that was uploaded and looked at."""
    actor = village.actor(by)
    table = data if isinstance(data, Table) else read_table(data)
    batch = delivering.upload(actor, "lijst.csv", table)
    _batch, content = delivering.open_batch(actor, batch.pk)
    how: Setting = replace(content.setting, **setting)
    delivering.set_setting(actor, batch.pk, how)
    return batch


def confirmed(village: Village, data: bytes | Table, by: str = "pim", **setting: Any) -> Batch:
    batch = waiting(village, data, by, **setting)
    reading_in.confirm(village.actor(by), batch.pk)
    return batch


def imported(village: Village, data: bytes | Table, by: str = "pim", **setting: Any) -> Batch:
    batch = confirmed(village, data, by, **setting)
    reading_in.import_batch.call(str(batch.pk))
    batch.refresh_from_db()
    return batch


def counts(batch: Batch) -> tuple[int, int, int, int]:
    """Added, known, changed, wrong."""
    return batch.added, batch.known, batch.changed, batch.wrong
