# SPDX-License-Identifier: EUPL-1.2
"""The fields of a notification, shared by typing a new one and correcting one that is there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from meerinbeeld.access.forms.acting import pick
from meerinbeeld.care.queries.choices import helps
from meerinbeeld.parties.queries import municipalities
from meerinbeeld.registry.actions.new_notification import LISTS, SEVERAL
from meerinbeeld.registry.models import Notification
from meerinbeeld.registry.queries import words
from meerinbeeld.registry.queries.choices import codes
from meerinbeeld.ui.forms.fields import PeopleDateField
from meerinbeeld.ui.forms.text import Text
from meerinbeeld.ui.forms.widgets import ManyChoices

_CHOOSE: Final = pgettext_lazy("list", "choose")
#: Fields of one code, the notifier apart; shown as a list to choose from.
ONE: Final = tuple(name for name in LISTS if name != "notifier")
#: A nationality, perhaps a second and a third; more are rare and stay as they are.
NATIONALITIES: Final = ("nationality", "second_nationality", "third_nationality")


def _several(name: str) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=words.FIELDS[name],
        required=False,
        widget=ManyChoices(),
        choices=codes(SEVERAL[name]),
        error_messages={"invalid_choice": _("Choose something from the list.")},
    )


def _one(name: str) -> forms.ChoiceField:
    return pick(
        words.FIELDS[name],
        codes(LISTS[name]),
        required=False,
        empty=_("not filled in"),
    )


class FactsFields(forms.Form):
    """Coded facts. What nobody knows stays empty; "unknown" says that somebody asked."""

    notified_on = PeopleDateField(
        label=words.FIELDS["notified_on"],
        help_text=_("Such as 23-11-2026, 23 November or yesterday."),
    )
    notifier = pick(words.FIELDS["notifier"], codes("notifier_kind"), empty=_CHOOSE)
    own_number = Text(
        label=words.FIELDS["own_number"],
        most=80,
        help_text=_("By which you know it yourself. The same number is stored once."),
    )
    forms = _several("forms")
    sector = _one("sector")
    scope = _one("scope")
    standing = _one("standing")
    municipality = pick(
        words.FIELDS["municipality"],
        lambda: [(town.cbs_code, town.name) for town in municipalities()],
        required=False,
        empty=_("not known, or elsewhere"),
    )
    place_kind = _one("place_kind")
    duration = _one("duration")
    sex = _one("sex")
    age_band = _one("age_band")
    age_band_at_start = _one("age_band_at_start")
    origin = _one("origin")
    nationality = pick(
        words.FIELDS["nationalities"], codes("country"), required=False, empty=_("not filled in")
    )
    second_nationality = pick(
        _("Second nationality"), codes("country"), required=False, empty=_("none")
    )
    third_nationality = pick(
        _("Third nationality"), codes("country"), required=False, empty=_("none")
    )
    recruitment = _several("recruitment")
    means = _several("means")
    platforms_recruiting = _several("platforms_recruiting")
    platforms_exploiting = _several("platforms_exploiting")

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["forms"].widget.helps = helps("form_of_exploitation")

    def how(self) -> list[BoundField]:
        """The long lists, which fold out."""
        names = ("recruitment", "means", "platforms_recruiting", "platforms_exploiting")
        return [self[name] for name in names]

    def clean_notified_on(self) -> Any:
        day = self.cleaned_data["notified_on"]
        if day and day > timezone.localdate():
            raise ValidationError(_("Choose a day of today or before."))
        return day

    def codes(self) -> Mapping[str, str]:
        return {name: self.cleaned_data[name] for name in ONE}

    def several(self, beside: Collection[str] = ()) -> Mapping[str, Collection[str]]:
        """`beside` are nationalities that this page does not show."""
        given = self.cleaned_data
        told = [given[name] for name in NATIONALITIES if given[name]]
        several = {name: given[name] for name in SEVERAL if name != "nationalities"}
        return {**several, "nationalities": list(dict.fromkeys([*told, *beside]))}

    def show(self, row: Notification) -> None:
        """Fill in what is there, with codes that are no longer in force."""
        stored = [one.form for one in row.forms.all()]
        for name in ("notified_on", "notifier", "own_number", *ONE):
            self.initial[name] = getattr(row, name)
            self._keep_old(name, [getattr(row, name)])
        for name in SEVERAL:
            self.initial[name] = stored if name == "forms" else getattr(row, name)
            self._keep_old(name, self.initial[name])
        for name, code in zip(NATIONALITIES, row.nationalities, strict=False):
            self.initial[name] = code
        self.initial["municipality"] = row.municipality_id or ""

    def _keep_old(self, name: str, stored: Collection[str]) -> None:
        shown = self.fields.get(name)
        if not isinstance(shown, forms.ChoiceField) or name == "municipality":
            return
        choices = list(cast("Iterable[tuple[str, Any]]", shown.choices))
        gone = [code for code in stored if code and code not in dict(choices)]
        shown.choices = [*choices, *((code, words.code_label(name, code)) for code in gone)]
