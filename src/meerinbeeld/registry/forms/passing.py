# SPDX-License-Identifier: EUPL-1.2
"""Forms of passing on: the filter of the queue, the moves, and the answers of the centre."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meerinbeeld import norms
from meerinbeeld.access.forms.acting import ActForm, Choices, pick
from meerinbeeld.parties.models import Organisation
from meerinbeeld.registry.actions.answers import LARGEST
from meerinbeeld.registry.actions.sending import FILE
from meerinbeeld.registry.queries.passing_queue import TILES, Wanted
from meerinbeeld.registry.rules import passing as rules
from meerinbeeld.ui.forms.fields import PeopleDateField
from meerinbeeld.ui.forms.widgets import Choices as Radios

AGES: Final = (7, 30, 90)


def reasons(*, ends: bool) -> Callable[[], Choices]:
    """Reasons to wait, or to not pass on at all."""

    def choices() -> Choices:
        codes = norms.codelist("passing_reason").codes
        return [(one.value, one.label) for one in codes if bool(one.extra.get("ends")) is ends]

    return choices


class QueueForm(forms.Form):
    """Anything that is not in the list is left out, so that an old bookmark still works."""

    soort = pick(
        _("Kind of dossier"),
        lambda: norms.codelist("registry_kind").choices(),
        required=False,
        empty=_("All kinds"),
    )
    wie = forms.ChoiceField(label=_("Organisation"), required=False)
    reden = pick(
        _("Reason"),
        lambda: norms.codelist("passing_reason").choices(),
        required=False,
        empty=_("Any reason"),
    )
    ouder = forms.ChoiceField(label=_("Waits"), required=False)

    def __init__(self, data: Any, organisations: Iterable[Organisation]) -> None:
        super().__init__(data)
        named = [(str(one.pk), one.name) for one in organisations]
        _set(self.fields["wie"], [("", _("Everybody")), *named])
        ages = [(str(days), _("longer than %d days") % days) for days in AGES]
        _set(self.fields["ouder"], [("", _("However long")), *ages])
        if len(named) < 2:
            del self.fields["wie"]

    def wanted(self, tile: str) -> Wanted:
        self.is_valid()
        given = getattr(self, "cleaned_data", {})
        return Wanted(
            tile=tile if tile in TILES else "",
            kind=given.get("soort", ""),
            organisation=given.get("wie", ""),
            reason=given.get("reden", ""),
            older_than=int(given.get("ouder") or 0),
        )


class ReleaseForm(ActForm):
    """Make ready; where something is missing a person says that there is no more."""

    anyway = forms.BooleanField(
        label=_("There is no more to be known. Send it as it is."), required=False
    )

    def __init__(self, data: Any = None, *, record: Any, lacks: bool) -> None:
        super().__init__(data, record=record)
        if not lacks:
            del self.fields["anyway"]


class HoldForm(ActForm):
    reason = pick(_("Why does it wait?"), reasons(ends=False), widget=Radios())


class StopForm(ActForm):
    reason = pick(_("Why is it not passed on?"), reasons(ends=True), widget=Radios())


class ByHandForm(ActForm):
    """How and when it was passed on without a file."""

    way = pick(
        _("How was it passed on?"),
        lambda: [one for one in norms.codelist("passing_way").choices() if one[0] != FILE],
        widget=Radios(),
    )
    on = PeopleDateField(label=_("On which day?"), initial=timezone.localdate)


class AnswerForm(ActForm):
    """What the centre answered to one sending."""

    answer = pick(_("What did the centre answer?"), lambda: [], widget=Radios())
    number = forms.RegexField(
        r"^[A-Za-z0-9./-]+$",
        label=_("Number that the centre gave"),
        required=False,
        max_length=40,
        error_messages={"invalid": _("Letters, digits, dots, dashes and slashes only.")},
    )
    reason = pick(
        _("Why was it not taken up?"),
        lambda: norms.codelist("passing_refusal").choices(),
        required=False,
        empty=_("it was taken up"),
    )

    def __init__(self, data: Any = None, *, record: Any, content: str) -> None:
        super().__init__(data, record=record)
        choices = norms.codelist("passing_answer").choices()
        fitting = [one for one in choices if rules.move_of(one[0], content)]
        _set(self.fields["answer"], fitting)

    def clean(self) -> dict[str, Any]:
        """A reason belongs to a refusal, and a number to what was taken up."""
        given = super().clean() or self.cleaned_data
        if given.get("answer") != rules.REFUSED:
            given["reason"] = ""
        if given.get("answer") and not rules.needs_number(given["answer"]):
            given["number"] = ""
        return given


class SendForm(forms.Form):
    """Which of the ready dossiers go into one file."""

    once = forms.UUIDField(widget=forms.HiddenInput)
    dossiers = forms.MultipleChoiceField(
        label=_("Dossiers"),
        error_messages={
            "required": _("Choose at least one that is ready."),
            "invalid_choice": _("One of these is not ready any more. Look at the list again."),
        },
    )

    def __init__(self, data: Any, ready: Iterable[str], **other: Any) -> None:
        super().__init__(data, **other)
        _set(self.fields["dossiers"], [(one, one) for one in ready])


class AnswersFileForm(forms.Form):
    file = forms.FileField(
        label=_("File with answers"),
        help_text=_("The JSON file that the national centre gave back."),
        allow_empty_file=True,
    )

    def clean_file(self) -> bytes:
        found = self.cleaned_data["file"]
        if found.size > LARGEST:
            raise ValidationError(_("This file is too large to be a file with answers."))
        data: bytes = found.read()
        return data


def _set(field: forms.Field, choices: Choices) -> None:
    field.choices = choices  # type: ignore[attr-defined]
