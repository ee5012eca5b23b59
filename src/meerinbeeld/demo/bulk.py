# SPDX-License-Identifier: EUPL-1.2
"""Rows as plain values, written in bulk: a model object for each of two million rows takes longer
than sealing them. The database's own constraints and triggers hold for these rows as for any.
"""

from __future__ import annotations

import json
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

from django.db import connection, models

Row = dict[str, Any]
Plain = Callable[[Any], Any]


class Table:
    """The columns of one model, with what stands in them when nothing is said."""

    def __init__(self, model: type[models.Model]) -> None:
        fields = [field for field in model._meta.concrete_fields if not field.generated]
        self.name: Final = model._meta.db_table
        self.columns: Final = [field.column for field in fields]
        self.names: Final = [field.attname for field in fields]
        self.made: Final = {
            field.attname: field.default
            for field in fields
            if field.has_default() and callable(field.default)
        }
        self.fixed: Final = {
            field.attname: field.get_default() for field in fields if field.attname not in self.made
        }
        self.plain: Final = [_plain(field) for field in fields]

    def row(self, values: Row) -> Row:
        """Raises TypeError for a name that is no column: a slip would else stay unseen."""
        row = {**self.fixed, **values}
        for name, make in self.made.items():
            if name not in row:
                row[name] = make()
        if len(row) != len(self.names):
            raise TypeError(f"{self.name} has no {', '.join(set(row) - set(self.names))}")
        return row


@lru_cache(maxsize=64)
def table(model: type[models.Model]) -> Table:
    return Table(model)


class Rows:
    """The rows of one batch, by model."""

    def __init__(self) -> None:
        self._rows: dict[type[models.Model], list[Row]] = defaultdict(list)

    def add(self, model: type[models.Model], **values: Any) -> Row:
        row = table(model).row(values)
        self._rows[model].append(row)
        return row

    def write(self, order: Iterable[type[models.Model]]) -> None:
        """Write them, parents before children. Raises KeyError when the order leaves one out."""
        for model in order:
            _write(table(model), self._rows.pop(model, []))
        for model in self._rows:
            raise KeyError(model)


def _write(into: Table, rows: list[Row]) -> None:
    if not rows:
        return
    columns = ", ".join(connection.ops.quote_name(str(column)) for column in into.columns)
    target = f"{connection.ops.quote_name(into.name)} ({columns})"
    values = (_values(into, row) for row in rows)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {target} FROM STDIN") as copy:
                for row in values:
                    copy.write_row(row)
            return
        holes = ", ".join(["%s"] * len(into.columns))
        cursor.executemany(f"INSERT INTO {target} VALUES ({holes})", list(values))  # noqa: S608


def _values(into: Table, row: Row) -> list[Any]:
    return [plain(row[name]) for name, plain in zip(into.names, into.plain, strict=True)]


def _plain(field: models.Field[Any, Any]) -> Plain:
    """What the driver takes for a value of this field."""
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    if isinstance(field, models.CharField):
        return _text  # a choice is an object that drivers do not know
    if isinstance(field, models.JSONField):
        return json.dumps
    if connection.vendor == "sqlite" and isinstance(field, models.UUIDField):
        return _hex
    if connection.vendor == "sqlite" and isinstance(field, models.DateTimeField):
        return _naive
    if connection.vendor == "sqlite" and isinstance(field, models.DateField):
        return _day
    return _same


def _same(value: Any) -> Any:
    return value


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _hex(value: uuid.UUID | None) -> str | None:
    return None if value is None else value.hex


def _naive(value: datetime | None) -> str | None:
    """As Django keeps moments in SQLite: UTC, without saying so."""
    return None if value is None else str(value.astimezone(UTC).replace(tzinfo=None))


def _day(value: Any) -> str | None:
    return None if value is None else value.isoformat()
