# SPDX-License-Identifier: EUPL-1.2
"""How one list is read: which column is what, which word is which code, and what holds for every
row. It can be saved for the next time and written as YAML; there is nothing of a person in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import yaml
from django.utils.translation import gettext as _

from meerinbeeld import norms
from meerinbeeld.norms.spoken import plain
from meerinbeeld.registry.lists.fields import CODED, FIELDS, TOWN, guess, guess_by_values
from meerinbeeld.registry.models import Notification

#: For a word that says nothing: the field stays empty.
LEAVE_EMPTY: Final = "-"
MOST: Final = 400
_LONG: Final = 200


class SettingError(ValueError):
    """A file of a column mapping that cannot be used. Its text says what to do."""


@dataclass(frozen=True)
class Setting:
    """Field to column; field to word to code; and what holds where no column says it."""

    columns: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    month_first: bool = False
    notifier: str = "other"
    kind: str = "registration"
    #: One of `Notification.Rest`, for rows of a list that has no column for it; "" when nobody
    #: has said it yet.
    rests_on: str = ""
    ground: str = ""

    def as_plain(self) -> dict[str, Any]:
        return {
            "columns": dict(self.columns),
            "words": {name: dict(words) for name, words in self.words.items() if words},
            "month_first": self.month_first,
            "notifier": self.notifier,
            "kind": self.kind,
            "rests_on": self.rests_on,
            "ground": self.ground,
        }

    # Any: what JSON holds
    @classmethod
    def of(cls, value: Mapping[str, Any]) -> Setting:
        """From `as_plain`, or from what somebody wrote; what is not known is left out."""
        columns = value.get("columns", {})
        words = value.get("words", {})
        return cls(
            columns={
                name: str(column)[:_LONG] for name, column in columns.items() if name in FIELDS
            },
            words={
                name: {plain(str(word)): str(code) for word, code in known.items()}
                for name, known in words.items()
                if name in CODED or name == TOWN
            },
            month_first=bool(value.get("month_first", False)),
            notifier=_one_of(value, "notifier", norms.codelist("notifier_kind").values, "other"),
            kind=_one_of(value, "kind", norms.codelist("registry_kind").values, "registration"),
            rests_on=_one_of(value, "rests_on", Notification.Rest.values, ""),
            ground=_one_of(value, "ground", norms.codelist("ground").values, ""),
        )

    def fits(self, headers: Sequence[str]) -> bool:
        """Whether every column that it names is there."""
        return bool(self.columns) and set(self.columns.values()) <= set(headers)

    def within(self, headers: Sequence[str]) -> Setting:
        """Without the columns that this list does not have."""
        kept = {name: column for name, column in self.columns.items() if column in headers}
        return replace(self, columns=kept)


def guessed(
    headers: Sequence[str], rows: Sequence[Sequence[str]], notifier: str, *, month_first: bool
) -> Setting:
    """A first setting by headings and values. Only a duty by law is taken for granted as ground."""
    columns = guess_by_values(guess(headers), headers, rows)
    code = norms.codelist("notifier_kind").get(notifier)
    duty = bool(code and code.extra.get("duty"))
    return Setting(
        columns=columns,
        month_first=month_first,
        notifier=notifier,
        rests_on=Notification.Rest.DUTY if duty else "",
        ground="avg_6_1_c" if duty else "",
    )


def notifier_of(kind: str) -> str:
    """What an organisation of this kind notifies as."""
    for code in norms.codelist("notifier_kind"):
        if kind in code.extra.get("organisation_kinds", ()):
            return code.value
    return "other"


def as_yaml(name: str, setting: Setting) -> str:
    return yaml.safe_dump(
        {"name": name, **setting.as_plain()}, allow_unicode=True, sort_keys=False, width=100
    )


def from_yaml(text: str) -> tuple[str, Setting]:
    """The name and the setting. Raises `SettingError`."""
    try:
        found = yaml.safe_load(text)
    except yaml.YAMLError:
        raise SettingError(
            _("This file is no YAML. Save a mapping as a file to see how.")
        ) from None
    if not isinstance(found, dict) or not isinstance(found.get("columns"), dict):
        raise SettingError(_("This file has no “columns”. Save a mapping as a file to see how."))
    words = found.get("words") or {}
    if not isinstance(words, dict) or any(not isinstance(one, dict) for one in words.values()):
        raise SettingError(_("Under “words” stands for each field a list of word and code."))
    if len(found["columns"]) + sum(map(len, words.values())) > MOST:
        raise SettingError(_("There is far too much in this file."))
    setting = Setting.of({**found, "words": words})
    if not setting.columns:
        raise SettingError(_("None of its columns names a field that we know."))
    return str(found.get("name") or "")[:80].strip(), setting


def _one_of(value: Mapping[str, Any], name: str, known: Sequence[str], default: str) -> str:
    said = value.get(name)
    return said if isinstance(said, str) and said in known else default
