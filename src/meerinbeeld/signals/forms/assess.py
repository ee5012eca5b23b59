# SPDX-License-Identifier: EUPL-1.2
"""Assessing: facts that a person concludes, suspected forms, indicators as an aid to talk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from meerinbeeld import norms
from meerinbeeld.access.forms.acting import pick, prose
from meerinbeeld.access.models import Person
from meerinbeeld.parties.queries import municipalities
from meerinbeeld.signals.actions.assess import Assessment
from meerinbeeld.signals.forms.acting import ActForm
from meerinbeeld.signals.models import Signal, YesNoUnknown
from meerinbeeld.ui.forms.widgets import Choices, ManyChoices


def _helps(name: str) -> dict[str, Any]:
    return {code.value: code.help for code in norms.codelist(name)}


def _towns() -> list[tuple[str, Any]]:
    return [(town.cbs_code, town.name) for town in municipalities()]


class AssessForm(ActForm):
    minor = pick(_("Is the person under 18?"), lambda: YesNoUnknown.choices, widget=Choices())
    identifiable = pick(
        _("Is it known who it is about?"),
        lambda: YesNoUnknown.choices,
        widget=Choices(),
        help_text=_("Or can it be found out, for a place: who is inside?"),
    )
    danger = forms.BooleanField(
        label=_("Somebody is in danger now"),
        required=False,
        help_text=_("Call 112 first. Then go on here."),
    )
    urgency = pick(_("How urgent is it?"), lambda: norms.codelist("urgency").choices())
    municipality = pick(_("Municipality"), _towns, required=False, empty=_("not known"))
    reason = prose(
        _("Why do you think so?"),
        rows=3,
        help_text=_("One or two sentences. Only the team reads this."),
    )

    def __init__(self, data: Any = None, *, signal: Signal) -> None:
        super().__init__(data, signal=signal)
        self.initial.update(
            {
                "minor": signal.minor,
                "identifiable": signal.identifiable,
                "danger": signal.danger,
                "urgency": signal.urgency,
                "municipality": signal.municipality_id or "",
            }
        )
        self.fields["urgency"].widget = Choices(_helps("urgency"))
        self.fields["urgency"].widget.choices = norms.codelist("urgency").choices()

    def assessment(self) -> Assessment:
        given = self.cleaned_data
        return Assessment(
            minor=given["minor"],
            identifiable=given["identifiable"],
            danger=given["danger"],
            urgency=given["urgency"],
            municipality=given["municipality"] or None,
            reason=given["reason"],
        )


class FormsForm(ActForm):
    """Which forms are suspected now."""

    forms = forms.MultipleChoiceField(
        label=_("What is suspected now?"),
        required=False,
        help_text=_("Tick all that may be the case. What you untick stays on the life line."),
        choices=lambda: norms.codelist("form_of_exploitation").choices(),
        widget=forms.CheckboxSelectMultiple,
    )
    reason = prose(
        _("What changed?"),
        rows=3,
        required=False,
        help_text=_("For example: drug crime turned out to be forced. Only the team reads this."),
    )

    def __init__(self, data: Any = None, *, signal: Signal, current: list[str]) -> None:
        super().__init__(data, signal=signal)
        self.initial["forms"] = current
        self.fields["forms"].widget = ManyChoices(_helps("form_of_exploitation"))
        self.fields["forms"].widget.choices = norms.codelist("form_of_exploitation").choices()


class IndicatorsForm(ActForm):
    """One field per card, so that people can talk through a card at a time."""

    def __init__(
        self,
        data: Any = None,
        *,
        signal: Signal,
        cards: list[norms.IndicatorCard],
        ticked: list[str],
    ) -> None:
        super().__init__(data, signal=signal)
        for card in cards:
            name = f"card_{card.group}"
            helps = {code.value: code.help for code in card.indicators}
            field = forms.MultipleChoiceField(
                label=card.title,
                help_text=card.intro,
                required=False,
                choices=[(code.value, code.label) for code in card.indicators],
                widget=ManyChoices(helps),
            )
            self.fields[name] = field
            self.initial[name] = [one.value for one in card.indicators if one.value in ticked]

    def chosen(self) -> set[str]:
        return {
            one
            for name, values in self.cleaned_data.items()
            if name.startswith("card_")
            for one in values
        }


class AssignForm(ActForm):
    person = forms.ChoiceField(label=_("Who takes this on?"), required=False)

    def __init__(self, data: Any = None, *, signal: Signal, people: list[Person]) -> None:
        super().__init__(data, signal=signal)
        named = [(str(person.id), person.name) for person in people]
        self.fields["person"].choices = [("", _("nobody")), *named]  # type: ignore[attr-defined]
        self.initial["person"] = str(signal.assignee_id or "")
