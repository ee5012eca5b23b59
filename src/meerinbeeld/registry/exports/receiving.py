# SPDX-License-Identifier: EUPL-1.2
"""A stand-in of the receiving side: holds a file against the format, and answers it.

No system of the national centre can be reached from here. This one keeps the same contract, so
that a region can practise the whole way, and a test can hold both sides to the format. It keeps
nothing: the same file always gets the same answers, and the same person the same number.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from meerinbeeld.registry.exports import formats

FORMAT: Final = "meer-in-beeld/passing-answers"
_SIGNS: Final = 10
Answer = dict[str, str]


class NotOfTheFormat(ValueError):
    """The file is refused whole. `problems` names places and rules, never what stands there."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def receive(document: Any, today: date) -> dict[str, Any]:
    """The file with answers. Raises `NotOfTheFormat`."""
    wrong = formats.problems(document, formats.PASSING)
    if wrong:
        raise NotOfTheFormat(wrong)
    seen: dict[str, str] = {}
    answers = [_registration(one, seen) for one in document["registrations"]]
    answers += [{"sending": one["sending"], "answer": "removed"} for one in document["withdrawals"]]
    return {
        "format": FORMAT,
        "version": 1,
        "file": document["file"],
        "made_on": today.isoformat(),
        "answers": answers,
    }


def _registration(one: Mapping[str, Any], seen: dict[str, str]) -> Answer:
    """Registered; known when the person came earlier in the file; or what stands against it."""
    found: Answer = {"sending": one["sending"]}
    if one["kind"] == "registration_shelter" and "consent_on" not in one:
        return {**found, "answer": "refused", "reason": "consent_missing"}
    if not one["coded"].get("forms"):
        return {**found, "answer": "needs_more"}
    known = seen.get(one["victim"])
    number = known or str(one.get("number") or _number(one["victim"]))
    seen[one["victim"]] = number
    return {**found, "answer": "known_already" if known else "registered", "number": number}


def _number(victim: str) -> str:
    return f"PROEF-{hashlib.sha256(victim.encode()).hexdigest()[:_SIGNS].upper()}"
