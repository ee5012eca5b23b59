# SPDX-License-Identifier: EUPL-1.2
"""Delivering a list: the file, which column is what, and what the words of the list mean."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from meerinbeeld import norms
from meerinbeeld.access.forms.acting import line, pick
from meerinbeeld.files.fields import TableField, table_of
from meerinbeeld.norms.spoken import plain
from meerinbeeld.parties.models import Organisation
from meerinbeeld.registry.actions.delivering import Content
from meerinbeeld.registry.lists.fields import BASIS, CODED, CONSENT, DAY, FIELDS, TOWN, label
from meerinbeeld.registry.lists.rows import GROUNDS, Known, strange_words
from meerinbeeld.registry.lists.setting import LEAVE_EMPTY, Setting, SettingError, from_yaml
from meerinbeeld.registry.models import Notification

LEFT_OUT: Final = "-"
#: The choices for a word of which nobody said the code, and for a ground that a column tells.
NOT_SAID, IN_A_COLUMN = "?", "column"
#: Of one field; a list with more words of its own is better corrected in the list.
MOST_WORDS: Final = 40
LONGEST_WORD: Final = 80
LARGEST_MAPPING: Final = 200_000
_SAMPLES: Final = 3


class UploadForm(forms.Form):
    """The file, and whose list it is when there is a choice."""

    use_required_attribute = False

    list = TableField()
    sheet = forms.CharField(
        label=_("Name of the sheet"),
        required=False,
        max_length=100,
        help_text=_(
            "Only for a workbook with several sheets. Else the first with something on it."
        ),
    )

    def __init__(self, data: Any = None, files: Any = None, *,
                 whose: Iterable[Organisation], own: Any) -> None:  # fmt: skip
        super().__init__(data, files)
        choices = [(str(one.pk), one.name) for one in whose]
        if len(choices) > 1:
            self.fields["whose"] = forms.ChoiceField(
                label=_("Whose list is it?"), choices=choices, initial=str(own)
            )

    def clean(self) -> None:
        sheet = self.cleaned_data.get("sheet", "").strip()
        if sheet and "list" in self.cleaned_data:
            try:
                self.cleaned_data["list"] = table_of(self.files["list"], sheet)
            except ValidationError as error:
                self.add_error("sheet", error)


class ColumnsForm(forms.Form):
    """How the list is read: a choice per column, what holds for every row, and its own words."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, content: Content, known: Known) -> None:
        super().__init__(data, label_suffix="")
        self.content, setting = content, content.setting
        of_column = {column: name for name, column in setting.columns.items()}
        choices = [(LEFT_OUT, _("do not take over"))]
        choices += [(name, words) for name, (words, _headings) in FIELDS.items()]
        for place, header in enumerate(content.headers):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=header,
                choices=choices,
                initial=of_column.get(header, LEFT_OUT),
                help_text=_sample(content, place),
            )
        self._holds_for_all(setting)
        self.words = self._words(setting, known)
        self.fields["name"] = line(
            _("Save this way of reading as"),
            required=False,
            help_text=_(
                "Under this name it is used by itself for the next list. It holds no rows."
            ),
        )

    def _holds_for_all(self, setting: Setting) -> None:
        self.fields["order"] = forms.ChoiceField(
            label=_("What comes first in a date?"),
            choices=[("day", _("the day: 23-11-2025")), ("month", _("the month: 11-23-2025"))],
            initial="month" if setting.month_first else "day",
        )
        self.fields["notifier"] = pick(
            _("Who notifies"), lambda: norms.codelist("notifier_kind").choices()
        )
        self.fields["kind"] = pick(
            _("Kind of dossier"), lambda: norms.codelist("registry_kind").choices()
        )
        self.fields["rests_on"] = pick(
            _("What do the personal details rest on?"),
            lambda: [(IN_A_COLUMN, _("it stands in a column of the list")),
                     *Notification.Rest.choices],
            empty=_("choose"),
        )  # fmt: skip
        self.initial.update(
            notifier=setting.notifier,
            kind=setting.kind,
            rests_on=IN_A_COLUMN if BASIS in setting.columns else setting.rests_on,
        )

    def _words(self, setting: Setting, known: Known) -> dict[str, list[tuple[str, str]]]:
        """Field to its words of which a person says the code: the name of the control, the word."""
        bare = replace(setting, words={})
        found = strange_words(self.content.headers, self.content.rows, bare, known, MOST_WORDS)
        asked: dict[str, list[tuple[str, str]]] = {}
        for name, words in found.items():
            said = setting.words.get(name, {})
            for place, word in enumerate(words):
                if len(word) <= LONGEST_WORD:
                    control = f"word_{name}_{place}"
                    self.fields[control] = forms.ChoiceField(
                        label=word,
                        choices=[(NOT_SAID, _("not said yet")), *_codes(name, known),
                                 (LEAVE_EMPTY, _("leave it empty"))],
                        initial=said.get(_key(name, word), NOT_SAID),
                    )  # fmt: skip
                    asked.setdefault(name, []).append((control, word))
        return asked

    def columns(self) -> Iterator[BoundField]:
        return (self[name] for name in self.fields if name.startswith("column_"))

    def for_all(self) -> Iterator[BoundField]:
        return (self[name] for name in ("order", "notifier", "kind", "rests_on"))

    def own_words(self) -> Iterator[tuple[Any, list[BoundField]]]:
        """By field, in the words of the screen."""
        for name, words in self.words.items():
            yield label(name), [self[control] for control, _word in words]

    def clean(self) -> None:
        chosen = [self.cleaned_data.get(f"column_{place}", LEFT_OUT)
                  for place in range(len(self.content.headers))]  # fmt: skip
        for name in sorted({name for name in chosen if name != LEFT_OUT}):
            if chosen.count(name) > 1:
                said = _("Two columns are both “%(name)s”. Choose one.")
                self.add_error(None, ValidationError(said, params={"name": label(name)}))
        if DAY not in chosen:
            self.add_error(None, ValidationError(_("Say in which column the date stands.")))
        wrong = _basis_problem(self.cleaned_data.get("rests_on", ""), chosen)
        if wrong:
            self.add_error("rests_on", ValidationError(wrong))

    def setting(self) -> Setting:
        given, before = self.cleaned_data, self.content.setting
        headers = self.content.headers
        columns = {
            given[f"column_{place}"]: header
            for place, header in enumerate(headers)
            if given[f"column_{place}"] != LEFT_OUT
        }
        words = {name: dict(said) for name, said in before.words.items()}
        for name, asked in self.words.items():
            for control, word in asked:
                words.setdefault(name, {}).pop(_key(name, word), None)
                if given[control] != NOT_SAID:
                    words[name][_key(name, word)] = given[control]
        return Setting(
            columns=columns,
            words=words,
            month_first=given["order"] == "month",
            notifier=given["notifier"],
            kind=given["kind"],
            rests_on="" if given["rests_on"] == IN_A_COLUMN else given["rests_on"],
            ground=GROUNDS.get(given["rests_on"], ""),
        )


class NameForm(forms.Form):
    """Another name for a saved way of reading."""

    use_required_attribute = False

    name = forms.CharField(label=_("Name"), max_length=80, error_messages={
        "required": _("Give it a name.")})  # fmt: skip


class MappingFileForm(forms.Form):
    """A way of reading that was saved as a file, here or in another region."""

    use_required_attribute = False

    file = forms.FileField(
        label=_("The file (YAML)"),
        allow_empty_file=True,
        error_messages={"required": _("Choose a file.")},
    )

    def __init__(self, data: Any = None, files: Any = None, *,
                 whose: Iterable[Organisation], own: Any) -> None:  # fmt: skip
        super().__init__(data, files)
        choices = [(str(one.pk), one.name) for one in whose]
        if len(choices) > 1:
            self.fields["whose"] = forms.ChoiceField(
                label=_("For whose lists?"), choices=choices, initial=str(own)
            )

    def clean_file(self) -> tuple[str, Setting]:
        upload = self.cleaned_data["file"]
        if upload.size > LARGEST_MAPPING:
            raise ValidationError(_("There is far too much in this file."))
        try:
            return from_yaml(upload.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise ValidationError(_("Save the file as UTF-8.")) from None
        except SettingError as error:
            raise ValidationError(str(error)) from None


def _basis_problem(rests_on: str, chosen: Collection[str]) -> Any:
    """What is not right about the ground, beside the columns that were chosen; "" when all is."""
    if rests_on == IN_A_COLUMN and BASIS not in chosen:
        return _("Say in which column the ground or the consent stands.")
    if rests_on and rests_on != IN_A_COLUMN and BASIS in chosen:
        return _("There is a column for it. Choose that, or do not take the column over.")
    if rests_on == Notification.Rest.CONSENT and CONSENT not in chosen:
        return _("Say in which column the day of the consent stands.")
    return ""


def _codes(name: str, known: Known) -> list[tuple[str, Any]]:
    if name == TOWN:
        return sorted((code, town.title()) for town, code in known.towns.items()
                      if town != plain(code))  # fmt: skip
    return norms.codelist(CODED[name]).choices()


def _key(name: str, word: str) -> str:
    return plain(word).removeprefix("gemeente ") if name == TOWN else plain(word)


def _sample(content: Content, place: int) -> str:
    """The first different cells of a column, cut short, to recognise it by."""
    cells = dict.fromkeys(row[place][:30] for row in content.rows[:100] if row[place])
    return " · ".join(list(cells)[:_SAMPLES])
