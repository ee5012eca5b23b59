# SPDX-License-Identifier: EUPL-1.2
"""A box seals and opens the items of one dossier, for as long as its `with` block lasts.

A column opens one item of each of many dossiers.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Model

from meerinbeeld.vault import aead
from meerinbeeld.vault.aead import Place
from meerinbeeld.vault.errors import BoxClosed, VaultError
from meerinbeeld.vault.formats import LABEL_ITEM, TEXT_BLOCK, Format, framed, pad, unpad
from meerinbeeld.vault.keeper import key_keeper


class Box:
    """The unlocked key of one dossier.

    Never keep a box in a session, a cache or a model: it closes when its `with` block ends.
    """

    __slots__ = ("_key", "dossier_id")

    def __init__(self, dossier_id: UUID, key: bytes) -> None:
        self.dossier_id = dossier_id
        self._key: bytearray | None = bytearray(key)

    def __repr__(self) -> str:
        state = "closed" if self._key is None else "open"
        return f"<Box {self.dossier_id} {state}>"

    def __reduce__(self) -> str:
        raise VaultError("a box cannot be copied out of the process")

    def close(self) -> None:
        """Forget the key. Python may keep copies; this is a best effort, not a promise."""
        if self._key is not None:
            self._key[:] = bytes(len(self._key))
            self._key = None

    def seal(self, plain: bytes, place: Place) -> bytes:
        return aead.seal(self._open_key(), plain, self._aad(place), Format.ITEM)

    def open(self, sealed: bytes, place: Place) -> bytes:
        """Raises `Unreadable` when the ciphertext was changed, moved or sealed elsewhere."""
        return aead.unseal(self._open_key(), bytes(sealed), self._aad(place), Format.ITEM)

    def put_text(self, instance: Model, field: str, text: str) -> None:
        """Seal a text into the instance's field. The instance is not saved."""
        setattr(instance, field, self.seal_text(text, place_of(instance, field)))

    def seal_text(self, text: str, place: Place) -> bytes:
        """A text, padded and sealed, for a row that is written without a model instance."""
        return self.seal(pad(_encoded(text), TEXT_BLOCK), place)

    def text(self, instance: Model, field: str) -> str:
        """The text in the instance's field; "" when nothing was ever put there."""
        sealed = getattr(instance, field)
        if not sealed:
            return ""
        return unpad(self.open(sealed, place_of(instance, field))).decode("utf-8")

    # Any: a JSON value has no narrower type that callers could use without casts
    def put_json(self, instance: Model, field: str, value: Any) -> None:
        self.put_text(instance, field, json.dumps(value, ensure_ascii=False, sort_keys=True))

    def json(self, instance: Model, field: str) -> Any:
        """The JSON value in the instance's field; None when nothing was ever put there."""
        text = self.text(instance, field)
        return json.loads(text) if text else None

    def _open_key(self) -> bytes:
        if self._key is None:
            raise BoxClosed("this box is closed")
        return bytes(self._key)

    def _aad(self, place: Place) -> bytes:
        return framed(LABEL_ITEM, self.dossier_id.bytes, place.encoded())


class Column:
    """Opens one column of many rows: what binds its ciphertexts to their places is made once.

    The same as `Box.text` for each row, without a model object and without a box.
    """

    def __init__(self, model: type[Model], field: str) -> None:
        meta = model._meta
        self._place = meta.db_table, str(meta.get_field(field).column)  # type: ignore[union-attr]
        # up to the id of a dossier, which is as long in all of them
        self._before = framed(LABEL_ITEM, bytes(16))[:-16]

    def texts(
        self,
        dossiers: Sequence[bytes],
        wrapped_keys: Sequence[bytes],
        rows: Sequence[str],
        sealed: Sequence[bytes],
    ) -> list[bytes]:
        """The text in each row, as UTF-8. `rows` are keys of rows.

        Raises `Unreadable` as `Box.open` does, and `KeeperError`.
        """
        keys = key_keeper().unwrap_many(wrapped_keys, dossiers)
        before, between = self._before, {size: self._between(size) for size in set(map(len, rows))}
        places = [
            before + dossier + between[len(row)] + row.encode("ascii")
            for dossier, row in zip(dossiers, rows, strict=True)
        ]
        kind = Format.ITEM
        return [
            unpad(aead.unseal(key, one, place, kind))
            for key, one, place in zip(keys, sealed, places, strict=True)
        ]

    def _between(self, size: int) -> bytes:
        """What stands between the dossier and the key of a row, for keys of that many bytes."""
        return framed(Place(*self._place, "0" * size).encoded())[:-size]


def _encoded(text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        # Python's own error carries the whole text
        raise VaultError("this text holds half a character and cannot be stored") from None


def place_of(instance: Model, field: str) -> Place:
    """The table, column and row of a model's field. The instance must have its key already."""
    if instance.pk is None:
        raise VaultError("give the instance its key before sealing into it")
    meta = instance._meta
    column = meta.get_field(field).column  # type: ignore[union-attr]
    return Place(meta.db_table, str(column), str(instance.pk))
