# SPDX-License-Identifier: EUPL-1.2
"""What every norm carries: a name, a version, its dates and its source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from meerinbeeld.norms.language import pick


@dataclass(frozen=True, slots=True)
class NormRef:
    """A norm in one version. ``str()`` gives ``key@version``, which a decision stores.

    ``valid_to`` is the last day (``None``: open). ``verify``: the source must still be checked.
    ``pending``: announced but not in force; then ``valid_from`` says nothing.
    """

    key: str
    version: str
    valid_from: date
    valid_to: date | None
    source_en: str
    verify: bool
    pending: bool = False
    #: Empty where the source reads the same in both languages, as the name of a law does.
    source_nl: str = ""

    def __str__(self) -> str:
        return f"{self.key}@{self.version}"

    @property
    def source(self) -> str:
        return pick(self.source_nl or self.source_en, self.source_en)

    def holds(self, on: date) -> bool:
        """Whether this version is in force on that day."""
        if self.pending or on < self.valid_from:
            return False
        return self.valid_to is None or on <= self.valid_to


@dataclass(frozen=True, slots=True)
class Texts:
    """A label and its explanation in both languages."""

    label_nl: str
    label_en: str
    help_nl: str = ""
    help_en: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """A value of a code list, as it reads in one version."""

    value: str
    label_nl: str
    label_en: str
    help_nl: str
    help_en: str
    extra: Mapping[str, Any]
    norm: NormRef

    @property
    def label(self) -> str:
        return pick(self.label_nl, self.label_en)

    @property
    def help(self) -> str:
        return pick(self.help_nl, self.help_en)


@dataclass(frozen=True, slots=True)
class CodeList:
    """A code list on one day, which still knows the labels of every other day."""

    name: str
    on: date
    codes: tuple[Code, ...]
    known: Mapping[str, Code]

    def __contains__(self, value: object) -> bool:
        return any(code.value == value for code in self.codes)

    def __iter__(self) -> Iterator[Code]:
        return iter(self.codes)

    def __len__(self) -> int:
        return len(self.codes)

    @property
    def values(self) -> tuple[str, ...]:
        return tuple(code.value for code in self.codes)

    def choices(self) -> list[tuple[str, str]]:
        """Value and label in the active language, for a form field.

        Give a field the method and not its outcome, so that language and date are those of the
        request: ``ChoiceField(choices=lambda: codelist("urgency").choices())``.
        """
        return [(code.value, code.label) for code in self.codes]

    def get(self, value: str) -> Code | None:
        """The code of that value, also when it is no longer, or not yet, in force."""
        return self.known.get(value)

    def label(self, value: str) -> str:
        """The label of any stored value; a value that was never a code reads as itself."""
        code = self.known.get(value)
        return code.label if code else value

    def help(self, value: str) -> str:
        code = self.known.get(value)
        return code.help if code else ""
