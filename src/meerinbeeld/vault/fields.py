# SPDX-License-Identifier: EUPL-1.2
"""The model field that holds ciphertext."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import FieldError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from meerinbeeld.vault.errors import VaultError
from meerinbeeld.vault.formats import Format

_KNOWN = frozenset({Format.ITEM, Format.HPKE, Format.DRAFT})


class SealedField(models.BinaryField):  # type: ignore[type-arg]
    """Ciphertext of the vault. Reading the attribute gives the ciphertext, never the content.

    Fill and read it with `Box.put_text` / `Box.text` (or `put_json` / `json`). A value that is
    not a ciphertext is refused on its way to the database, so that no slip stores plaintext.
    """

    description = "Sealed content"

    def get_db_prep_value(
        self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False
    ) -> Any:
        if value is not None and not _looks_sealed(value):
            raise VaultError(f"{self.model._meta.label}.{self.name} takes only sealed content")
        return super().get_db_prep_value(value, connection, prepared)

    def get_lookup(self, lookup_name: str) -> Any:
        # each sealing has a fresh nonce, so an equality filter could only ever mislead
        if lookup_name != "isnull":
            raise FieldError("sealed content cannot be searched; use a blind index")
        return super().get_lookup(lookup_name)


def _looks_sealed(value: Any) -> bool:
    if not isinstance(value, bytes | bytearray | memoryview):
        return False
    raw = bytes(value)
    return raw == b"" or raw[0] in _KNOWN
