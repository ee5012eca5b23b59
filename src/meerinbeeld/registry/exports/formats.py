# SPDX-License-Identifier: EUPL-1.2
"""The two file formats between the region and the national centre, as their schemas say them.

A problem names the place in the file and the rule that it breaks, never what stands there: that
may be somebody's name.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

PASSING, ANSWERS = "passing-1", "passing-answers-1"
#: So many are told; a file that is wrong all over is wrong in the same way.
MOST: Final = 20


def problems(document: Any, schema: str) -> list[str]:
    """What in a document is not of its format; empty when all of it is."""
    found = sorted(_validator(schema).iter_errors(document), key=lambda one: one.json_path)
    return [f"{one.json_path}: {one.validator}" for one in found[:MOST]]


def schema_of(name: str) -> dict[str, Any]:
    """A schema as it stands in its file."""
    text = files(__package__).joinpath(f"standards/{name}.schema.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


@cache
def _validator(name: str) -> Draft202012Validator:
    from jsonschema import Draft202012Validator  # here, so that a start does not wait for it

    return Draft202012Validator(schema_of(name))
