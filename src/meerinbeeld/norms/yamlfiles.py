# SPDX-License-Identifier: EUPL-1.2
"""Reading the YAML files: documents with their file and line, and the overlay on top.

A document is ``{kind, name, title, defaults, entries}``; an overlay document may also ``close``
entries, ``open`` pending ones and must then name the same kind and name.
"""

from __future__ import annotations

import os
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data"
OVERLAY_VARIABLE = "MIB_NORMS_DIR"

# The C parser is some ten times faster; the pure one reads the same.
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a file: where it is, what it is, and what to do."""

    file: str
    line: int
    entry: str
    what: str
    fix: str

    def __str__(self) -> str:
        entry = f", entry '{self.entry}'" if self.entry else ""
        return f"{self.file}, line {self.line}{entry}: {self.what} {self.fix}"


class NormsError(ValueError):
    """The norms cannot be used. ``problems`` holds all that was found, not only the first."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(problems)
        count = len(problems)
        head = f"The norms have {count} problem{'' if count == 1 else 's'}:"
        super().__init__("\n- ".join([head, *(str(problem) for problem in problems)]))


class Lined(dict[str, Any]):
    """A mapping that knows the line it began on."""

    line: int = 0


class _Loader(_Base):  # type: ignore[misc]
    pass


def _mapping(loader: Any, node: yaml.MappingNode) -> Lined:
    found = Lined()
    found.line = node.start_mark.line + 1
    loader.flatten_mapping(node)
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, Hashable) or key in found:
            raise yaml.constructor.ConstructorError(
                None, None, f"the key {key!r} stands there twice", key_node.start_mark
            )
        found[str(key)] = loader.construct_object(value_node, deep=True)
    return found


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


@dataclass(slots=True)
class Entry:
    """One entry of a document, with the defaults of its document filled in."""

    file: str
    line: int
    key: str
    raw: dict[str, Any]


@dataclass(slots=True)
class Document:
    """All entries of one subject, from the package and the overlay together."""

    file: str
    kind: str
    name: str
    title: dict[str, Any]
    entries: list[Entry] = field(default_factory=list)


def read(overlay: Path | None, problems: list[Problem]) -> list[Document]:
    """The package's documents, changed by the overlay directory when there is one."""
    found: dict[tuple[str, str], Document] = {}
    for file, raw in _documents(DATA, problems):
        _add(found, file, raw, problems)
    if overlay is None:
        return list(found.values())
    if not overlay.is_dir():
        what = "This directory with the region's own norms does not exist."
        fix = f"Make it, or clear {OVERLAY_VARIABLE}."
        problems.append(Problem(str(overlay), 1, "", what, fix))
        return list(found.values())
    for file, raw in _documents(overlay, problems):
        document = _add(found, file, raw, problems)
        if document:
            _close(document, file, raw, problems)
            _open(document, file, raw, problems)
    return list(found.values())


def overlay_from_environment() -> Path | None:
    """The directory that the operator named, if any."""
    named = os.environ.get(OVERLAY_VARIABLE, "").strip()
    return Path(named) if named else None


def _documents(folder: Path, problems: list[Problem]) -> Iterator[tuple[str, Lined]]:
    for path in sorted(folder.glob("*.yaml")):
        try:
            loaded = list(yaml.load_all(path.read_text(encoding="utf-8"), Loader=_Loader))  # noqa: S506
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            problems.append(_unreadable(path, error))
            continue
        for raw in loaded:
            if isinstance(raw, Lined):
                yield path.name, raw
            elif raw is not None:
                what = "The file does not hold a mapping."
                problems.append(Problem(path.name, 1, "", what, "Begin with 'kind:' and 'name:'."))


def _unreadable(path: Path, error: Exception) -> Problem:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark else 1
    reason = getattr(error, "problem", None) or str(error)
    return Problem(path.name, line, "", f"This is not readable as YAML: {reason}.", "Correct it.")


_KNOWN = {"kind", "name", "title", "defaults", "entries", "close", "open"}


def _add(
    found: dict[tuple[str, str], Document], file: str, raw: Lined, problems: list[Problem]
) -> Document | None:
    kind, name = raw.get("kind"), raw.get("name")
    if not isinstance(kind, str) or not isinstance(name, str):
        what = "'kind' or 'name' is missing."
        problems.append(Problem(file, raw.line, "", what, "Give both at the top of the document."))
        return None
    for odd in sorted(map(str, set(raw) - _KNOWN)):
        fix = f"Use only {', '.join(sorted(_KNOWN))}."
        problems.append(Problem(file, raw.line, "", f"'{odd}' is not known here.", fix))
    title = raw.get("title") or {}
    document = found.setdefault((kind, name), Document(file, kind, name, title))
    defaults = raw.get("defaults") or {}
    for item in raw.get("entries") or []:
        key: object = item.get("key") if isinstance(item, Lined) else None
        if not isinstance(key, str):
            what, fix = "An entry has no 'key'.", "Give each entry a key, in quotes if need be."
            problems.append(Problem(file, getattr(item, "line", raw.line), "", what, fix))
            continue
        inherited = dict(defaults)
        if item.get("pending"):
            inherited.pop("valid_from", None)  # announced, so it has no first day yet
        document.entries.append(Entry(file, item.line, key, {**inherited, **item}))
    return document


def _changes(raw: Lined, verb: str, file: str, problems: list[Problem]) -> Iterator[Lined]:
    for item in raw.get(verb) or []:
        if isinstance(item, Lined) and isinstance(item.get("key"), str):
            yield item
        else:
            what = f"An item under '{verb}' has no 'key'."
            problems.append(Problem(file, raw.line, "", what, "Name the entry's key."))


def _close(document: Document, file: str, raw: Lined, problems: list[Problem]) -> None:
    for item in _changes(raw, "close", file, problems):
        key, last = item["key"], item.get("valid_to")
        own = [e for e in document.entries if e.key == key and e.raw.get("valid_to") is None]
        own = [e for e in own if e.file != file and not e.raw.get("pending")]
        if not isinstance(last, date) or len(own) != 1:
            what = "This does not close exactly one open entry of the package."
            fix = "Give an existing key and 'valid_to: YYYY-MM-DD'."
            problems.append(Problem(file, item.line, key, what, fix))
            continue
        own[0].raw = {**own[0].raw, "valid_to": last}


def _open(document: Document, file: str, raw: Lined, problems: list[Problem]) -> None:
    for item in _changes(raw, "open", file, problems):
        key = item["key"]
        own = [e for e in document.entries if e.key == key and e.raw.get("pending")]
        if not isinstance(item.get("valid_from"), date) or len(own) != 1:
            what = "This does not open a pending entry of the package."
            fix = "Give the key of a pending entry and 'valid_from: YYYY-MM-DD'."
            problems.append(Problem(file, item.line, key, what, fix))
            continue
        opened = {k: v for k, v in own[0].raw.items() if k not in {"pending", "version"}}
        position = document.entries.index(own[0])
        document.entries[position] = Entry(file, item.line, key, {**opened, **item})
