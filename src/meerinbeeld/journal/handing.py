# SPDX-License-Identifier: EUPL-1.2
"""Proofs as JSON, for somebody who checks them elsewhere: `docs/reference/formats.md`."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from meerinbeeld.journal.canonical import instant
from meerinbeeld.journal.proving import Place, Proof
from meerinbeeld.journal.signing import parse


class NotAProof(ValueError):
    """The JSON is no proof."""


def as_json(proof: Proof) -> dict[str, Any]:
    """All that `verify_proof` needs."""
    return {
        "fields": proof.fields,
        "index": proof.index,
        "path": _steps(proof.path),
        "checkpoint": proof.checkpoint.as_text(),
        "listed": [
            {"dossier": str(place.dossier), "index": place.index, "path": _steps(place.path)}
            for place in proof.places
        ],
    }


def from_json(told: Mapping[str, Any]) -> Proof:
    """The proof that was handed out. Raises `NotAProof`."""
    try:
        return Proof(
            {str(name): str(value) for name, value in told["fields"].items()},
            int(told["index"]),
            _path(told["path"]),
            parse(told["checkpoint"]),
            tuple(
                Place(UUID(one["dossier"]), int(one["index"]), _path(one["path"]))
                for one in told["listed"]
            ),
        )
    except (KeyError, TypeError, AttributeError, ValueError, OverflowError, binascii.Error):
        raise NotAProof("this is no proof that an entry is in the journal") from None


def says_the_same(line: Mapping[str, Any], proof: Proof) -> bool:
    """Whether a line for people tells the moment, the act and the purpose that its proof proves."""
    try:
        said = instant(datetime.fromisoformat(line["at"])), line["verb"], line["purpose"]
    except (KeyError, TypeError, ValueError, OverflowError):
        return False
    return said == tuple(proof.fields.get(name) for name in ("at", "verb", "purpose"))


def _steps(path: tuple[bytes, ...]) -> list[str]:
    return [base64.b64encode(step).decode("ascii") for step in path]


def _path(steps: list[str]) -> tuple[bytes, ...]:
    return tuple(base64.b64decode(step, validate=True) for step in steps)
