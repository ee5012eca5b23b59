# SPDX-License-Identifier: EUPL-1.2
"""Answers of the national centre: one that somebody typed, or a file of them. Safe to do twice."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from meerinbeeld import norms
from meerinbeeld.access import Actor, Verb, require
from meerinbeeld.access.changing import AlreadyDone, ChangeError, Seen
from meerinbeeld.registry.actions.passing import Held, held, move
from meerinbeeld.registry.exports import formats
from meerinbeeld.registry.exports.passing_file import GROUND_FELL_AWAY
from meerinbeeld.registry.models import Sending
from meerinbeeld.registry.queries import passing as queries
from meerinbeeld.registry.queries.scope import KIND, PURPOSE, NotInReach, visible
from meerinbeeld.registry.rules import passing as rules

#: A file of answers is text without content of persons; a larger one is not ours.
LARGEST: Final = 5 * 1024 * 1024
#: What a passing says when the centre asks more.
INCOMPLETE: Final = "incomplete"


@dataclass(frozen=True)
class Given:
    """One answer. `reason` is a `passing_refusal` of norms."""

    answer: str
    number: str = ""
    reason: str = ""


@dataclass
class Outcome:
    """What a file of answers did. Each list holds references, with words where it went wrong."""

    stored: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    wrong: list[tuple[str, str]] = field(default_factory=list)


def answer(
    actor: Actor,
    reference: str,
    given: Given,
    *,
    once: UUID | None = None,
    seen: Seen | None = None,
) -> Sending:
    """Store the answer to the last sending. Raises `ChangeError` when it does not fit it."""
    with held(actor, reference, once=once, seen=seen) as found:
        sent = queries.standing(found.passing)
        if not sent:
            raise ChangeError(_("This was not sent."))
        return _store(found, sent[-1], given, once)


def read_answers(data: bytes) -> dict[str, Any]:
    """The document of a file. Raises `ChangeError` with what is wrong in it."""
    if len(data) > LARGEST:
        raise ChangeError(_("This file is too large to be a file with answers."))
    try:
        whole = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise ChangeError(
            _("This is not a file with answers. It has to be JSON, as the centre gave it.")
        ) from None
    wrong = formats.problems(whole, formats.ANSWERS)
    if wrong:
        raise ChangeError(_("This file does not follow the format of answers: ") + "; ".join(wrong))
    found: dict[str, Any] = whole
    return found


def import_answers(actor: Actor, data: bytes) -> Outcome:
    """Store every answer of a file. What was stored before stays; the rest tells what is wrong.

    Raises `Refused`, or `ChangeError` for a file that is not of the format; then nothing is stored.
    """
    require(actor, Verb.SHARE, KIND, PURPOSE)
    outcome = Outcome()
    for row in read_answers(data)["answers"]:
        _import_one(actor, row, outcome)
    return outcome


def _import_one(actor: Actor, row: Mapping[str, str], outcome: Outcome) -> None:
    given = Given(row["answer"], row.get("number", ""), row.get("reason", ""))
    mine = visible(actor, Verb.SHARE).values("pk")
    sendings = Sending.objects.filter(passing__notification__in=mine, pk=row["sending"])
    sending = sendings.select_related("passing__notification").first()
    if sending is None:
        outcome.wrong.append((row["sending"][:8], _("No sending of ours has this number.")))
        return
    reference = sending.passing.notification.reference
    try:
        with transaction.atomic(), held(actor, reference) as found:
            _store(found, found.passing.sendings.get(pk=sending.pk), given, None)
        outcome.stored.append(reference)
    except AlreadyDone:
        outcome.known.append(reference)
    except (ChangeError, NotInReach) as error:
        outcome.wrong.append((reference, str(error)))


def _store(found: Held, sending: Sending, given: Given, once: UUID | None) -> Sending:
    _check(sending, given)
    standing = queries.standing(found.passing)
    if standing[-1].pk != sending.pk:
        raise ChangeError(_("It was sent again since. This answers an earlier sending."))
    wanted = rules.move_of(given.answer, sending.content)
    if wanted is None:
        raise ChangeError(_("This answer does not fit what was sent."))
    reason = found.passing.reason or GROUND_FELL_AWAY if wanted == rules.END else ""
    move(found, wanted, once=once, reason=INCOMPLETE if wanted == rules.ASK_MORE else reason)
    sending.answered_at, sending.answered_by_id = found.now, found.hand.actor.person_id
    sending.answer, sending.number = given.answer, given.number
    sending.answer_reason = given.reason
    sending.save()
    if given.number:
        found.passing.national_number = given.number
        found.passing.save(update_fields=["national_number"])
    return sending


def _check(sending: Sending, given: Given) -> None:
    if sending.answered_at is not None:
        same = (sending.answer, sending.number, sending.answer_reason)
        if same == (given.answer, given.number, given.reason):
            raise AlreadyDone
        raise ChangeError(_("Another answer to this stands here already."))
    if sending.taken_back_at is not None:
        raise ChangeError(_("This sending was taken back."))
    if norms.codelist("passing_answer").get(given.answer) is None:
        raise ChangeError(_("Choose an answer from the list."))
    if rules.needs_number(given.answer) and not given.number:
        raise ChangeError(_("Write down the number that the centre gave."))
    if given.answer == rules.REFUSED and not _is_refusal(given.reason):
        raise ChangeError(_("Choose why the centre did not take it up."))


def _is_refusal(reason: str) -> bool:
    return norms.codelist("passing_refusal").get(reason) is not None
