# SPDX-License-Identifier: EUPL-1.2
"""Forms about what is known of the person: a detail, what is suspected, the coded facts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from meerinbeeld import norms
from meerinbeeld.access.forms.acting import Choices, line, pick, prose
from meerinbeeld.care.actions.facts import Described
from meerinbeeld.care.forms.acting import CaseForm
from meerinbeeld.care.models import Case
from meerinbeeld.care.queries.choices import codes, helps
from meerinbeeld.care.queries.facts import SHELTER_ADDRESS
from meerinbeeld.parties.queries import municipalities
from meerinbeeld.signals.models import YesNoUnknown
from meerinbeeld.ui.forms.widgets import Choices as Radios
from meerinbeeld.ui.forms.widgets import ManyChoices


def _kinds(tab: str) -> Choices:
    """What a detail can be; those of the page where somebody came from stand first.

    The address of a shelter comes and goes with the stay there; it has a form of its own.
    """
    kinds = [code for code in norms.codelist("care_fact") if code.value != SHELTER_ADDRESS]
    kinds.sort(key=lambda code: code.extra.get("tab") != tab)
    return [(code.value, code.label) for code in kinds]


class FactForm(CaseForm):
    """One detail, sealed."""

    kind = pick(_("What is it?"), lambda: [], empty=pgettext_lazy("list", "choose"))
    text = prose(
        _("What do you know?"),
        rows=4,
        help_text=_("Only what is needed to help. It is sealed at once."),
    )

    def __init__(self, data: Any = None, *, case: Case, tab: str = "") -> None:
        super().__init__(data, case=case)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            ("", pgettext_lazy("list", "choose")),
            *_kinds(tab),
        ]


class SuspectForm(CaseForm):
    """What is suspected from now on. What was suspected before stays on the life line."""

    forms = forms.MultipleChoiceField(
        label=_("What do you think of?"),
        required=False,
        widget=ManyChoices(),
        help_text=_("More than one is possible. Leave it empty while you do not know."),
    )
    explanation = line(_("Why does it change?"), required=False)

    def __init__(self, data: Any = None, *, case: Case) -> None:
        super().__init__(data, case=case)
        now = list(case.forms.filter(until=None).values_list("form", flat=True))
        known = norms.codelist("form_of_exploitation")
        gone = [(form, known.label(form)) for form in now if form not in known.values]
        self.fields["forms"].choices = [*known.choices(), *gone]  # type: ignore[attr-defined]
        self.fields["forms"].widget.helps = helps("form_of_exploitation")
        self.initial["forms"] = now


class DescribeForm(CaseForm):
    """The coded facts, by which a case is found, counted and kept."""

    minor = pick(_("Is the person under 18?"), lambda: YesNoUnknown.choices, widget=Radios())
    age_band = pick(_("Age"), codes("age_band"), required=False, empty=_("not said"))
    guardian = pick(_("Who has authority over a minor?"), codes("guardian_state"), widget=Radios())
    municipality = pick(
        _("Municipality where the person stays"),
        lambda: [(town.cbs_code, town.name) for town in municipalities()],
        required=False,
        empty=_("not known, or elsewhere"),
    )
    language = pick(
        _("Language that the person speaks best"),
        codes("language"),
        required=False,
        empty=_("not known"),
    )
    needs_interpreter = forms.BooleanField(
        label=_("An interpreter is needed"),
        required=False,
        help_text=_("A professional one, not a relative or somebody the person came with."),
    )

    def __init__(self, data: Any = None, *, case: Case) -> None:
        super().__init__(data, case=case)
        self.fields["guardian"].widget.helps = helps("guardian_state")
        self.initial.update(
            minor=case.minor,
            age_band=case.age_band,
            guardian=case.guardian,
            municipality=case.municipality_id or "",
            language=case.language,
            needs_interpreter=case.needs_interpreter,
        )

    def described(self) -> Described:
        given = self.cleaned_data
        return Described(
            minor=given["minor"],
            age_band=given["age_band"],
            guardian=given["guardian"],
            municipality=given["municipality"],
            language=given["language"],
            needs_interpreter=given["needs_interpreter"],
        )
