# SPDX-License-Identifier: EUPL-1.2
"""What travels sealed between a reporter and the team: a report, and letters both ways.

The public face writes a report and cannot read it back; the office reads it. Both sides check what
they read, since the sealing proves only that somebody knew the public key.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final
from uuid import UUID

from meerinbeeld.files.sealed import SealedFile
from meerinbeeld.vault import hpke
from meerinbeeld.vault.formats import TEXT_BLOCK, framed, pad, unpad

VERSION: Final = 1
LETTER_LABEL: Final = b"meerinbeeld/letter/1"
KEY_BYTES: Final = 32


class EnvelopeError(ValueError):
    """What was opened is not a report or a letter of ours. Holds no content."""


@dataclass(frozen=True)
class Place:
    municipality: str | None = None
    detail: str = ""


@dataclass(frozen=True)
class People:
    description: str = ""
    person_name: str = ""
    age_band: str = ""
    phone: str = ""
    plate: str = ""
    employer: str = ""


@dataclass(frozen=True)
class Contact:
    wanted: bool = False
    channel: str = ""
    reporter_name: str = ""
    reporter_contact: str = ""
    safe_time: str = ""


@dataclass(frozen=True)
class Answers:
    """What a reporter answered; empty where they left a question out."""

    subject_kind: str
    danger: bool = False
    indicators: tuple[str, ...] = ()
    story: str = field(default="", repr=False)
    when: str = field(default="", repr=False)
    place: Place = field(default_factory=Place, repr=False)
    people: People = field(default_factory=People, repr=False)
    how_sure: str = ""
    reporter_kind: str = "anonymous"
    contact: Contact = field(default_factory=Contact, repr=False)


@dataclass(frozen=True)
class Report:
    answers: Answers
    files: tuple[SealedFile, ...] = ()
    language: str = "nl"


@dataclass(frozen=True)
class Message:
    """A letter's content. `withdraws` says that the reporter takes the report back."""

    text: str = field(default="", repr=False)
    files: tuple[SealedFile, ...] = ()
    withdraws: bool = False


def report_bytes(report: Report) -> bytes:
    """The envelope's plaintext."""
    return _encoded(
        {
            "answers": asdict(report.answers),
            "files": [file.as_json() for file in report.files],
            "language": report.language,
        }
    )


def read_report(plain: bytes) -> Report:
    """Raises `EnvelopeError` when it is not a report of this version."""
    raw = _decoded(plain)
    try:
        given = dict(raw["answers"])
        answers = Answers(
            subject_kind=_text(given["subject_kind"]),
            danger=given.get("danger") is True,
            indicators=tuple(_text(code) for code in given.get("indicators", ())),
            story=_text(given.get("story", "")),
            when=_text(given.get("when", "")),
            place=_place(given.get("place") or {}),
            people=People(**_texts(given.get("people") or {}, People)),
            how_sure=_text(given.get("how_sure", "")),
            reporter_kind=_text(given.get("reporter_kind") or "anonymous"),
            contact=_contact(given.get("contact") or {}),
        )
        return Report(answers, files_of(raw.get("files", ())), _text(raw.get("language", "nl")))
    except (KeyError, TypeError, AttributeError):
        raise EnvelopeError("the report has another shape") from None


def message_bytes(message: Message) -> bytes:
    """A letter's plaintext."""
    return _encoded(
        {
            "text": message.text,
            "files": [file.as_json() for file in message.files],
            **({"withdraws": True} if message.withdraws else {}),
        }
    )


def read_message(plain: bytes) -> Message:
    """Raises `EnvelopeError` when it is not a letter of this version."""
    raw = _decoded(plain)
    try:
        files = files_of(raw.get("files", ()))
        return Message(_text(raw["text"]), files, raw.get("withdraws") is True)
    except (KeyError, TypeError):
        raise EnvelopeError("the letter has another shape") from None


def seal_for_reporter(reporter_key: bytes, letter_id: UUID, message: Message) -> bytes:
    """Seal a letter so that only who has the seven words can read it."""
    padded = pad(message_bytes(message), TEXT_BLOCK * 4)
    return hpke.seal_to(bytes(reporter_key), padded, _letter_info(letter_id))


def open_for_reporter(keypair: hpke.KeyPair, letter_id: UUID, sealed: bytes) -> Message:
    """Raises `Unreadable` when it was not sealed for this reporter, and `EnvelopeError`."""
    return read_message(unpad(keypair.open(bytes(sealed), _letter_info(letter_id))))


def files_of(raw: Sequence[Mapping[str, Any]]) -> tuple[SealedFile, ...]:
    """Files as they stand in an envelope or a draft. Raises `EnvelopeError`."""
    try:
        return tuple(_file(one) for one in raw)
    except (KeyError, TypeError, ValueError, binascii.Error):
        raise EnvelopeError("a file of the envelope has another shape") from None


def _letter_info(letter_id: UUID) -> bytes:
    return framed(LETTER_LABEL, letter_id.bytes)


def _encoded(content: Mapping[str, Any]) -> bytes:
    versioned = {"v": VERSION, **content}
    return json.dumps(versioned, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _decoded(plain: bytes) -> dict[str, Any]:
    try:
        raw = json.loads(plain)
    except ValueError:
        raise EnvelopeError("the envelope holds no JSON") from None
    if not isinstance(raw, dict) or raw.get("v") != VERSION:
        raise EnvelopeError("the envelope has another version")
    return raw


def _file(raw: Mapping[str, Any]) -> SealedFile:
    key = base64.b64decode(raw["key"], validate=True)
    if len(key) != KEY_BYTES:
        raise ValueError
    return SealedFile(
        UUID(raw["blob"]), key, _text(raw["name"]), _text(raw["type"]), int(raw["size"])
    )


def _place(raw: Mapping[str, Any]) -> Place:
    code = raw.get("municipality")
    return Place(_text(code) if code else None, _text(raw.get("detail", "")))


def _contact(raw: Mapping[str, Any]) -> Contact:
    texts = _texts(raw, Contact)
    texts.pop("wanted", None)
    return Contact(wanted=raw.get("wanted") is True, **texts)


def _texts(raw: Mapping[str, Any], kind: type) -> dict[str, str]:
    known = kind.__dataclass_fields__  # type: ignore[attr-defined]
    return {name: _text(raw[name]) for name in known if isinstance(raw.get(name), str)}


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value
