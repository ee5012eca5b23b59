# SPDX-License-Identifier: EUPL-1.2
"""The forms of the plan: goals, tasks, contact, what happened by law, and cooperation."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from meerinbeeld import norms
from meerinbeeld.access.forms.acting import line, pick, prose
from meerinbeeld.access.models import Person
from meerinbeeld.care.forms.acting import CaseForm
from meerinbeeld.care.models import Case, Cooperation, Goal
from meerinbeeld.care.queries import milestones
from meerinbeeld.care.rules.clocks import evening
from meerinbeeld.care.rules.hours import minutes_of
from meerinbeeld.norms.terms import AMSTERDAM
from meerinbeeld.parties.models import Organisation
from meerinbeeld.ui.forms.fields import PeopleDateField
from meerinbeeld.ui.forms.widgets import Choices


def _codes(name: str) -> Any:
    return lambda: norms.codelist(name).choices()


class Minutes(forms.Field):
    """How long it took: "15", "1:30" or "1,5 uur". A bare number is in minutes."""

    widget = forms.TextInput(attrs={"class": "mib-input--short", "autocomplete": "off"})

    def to_python(self, value: Any) -> int:
        text = str(value or "").strip()
        if not text:
            return 0
        found = int(text) if text.isdecimal() and len(text) < 4 else minutes_of(text)
        if found is None:
            raise ValidationError(_("Write how long it took, such as 15, 1:30 or 45 min."))
        return found


class ClockTime(forms.TimeField):
    """A time of the day as people write it: "10:30" or "10.30"."""

    def __init__(self, label: Any, help_text: Any = "") -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            required=False,
            input_formats=["%H:%M", "%H.%M", "%H%M", "%H"],
            widget=forms.TextInput(attrs={"class": "mib-input--short", "autocomplete": "off"}),
            error_messages={"invalid": _("Write a time such as 10:30.")},
        )


class QuickForm(CaseForm):
    """One line, one key press."""

    line = line(_("What happened, or what has to be done?"))


class GoalForm(CaseForm):
    domain = pick(_("Domain of life"), _codes("life_domain"), empty=_("Choose"))
    text = prose(
        _("What does the person want to reach?"), rows=3, help_text=_("In their own words.")
    )


class EndGoalForm(CaseForm):
    status = forms.ChoiceField(
        label=_("How did it end?"),
        choices=[(Goal.Status.REACHED, _("Reached")), (Goal.Status.DROPPED, _("Dropped"))],
        widget=Choices(),
    )
    why = line(_("In a few words, why?"), required=False)


class DueForm(CaseForm):
    """A day, and a time when it is an appointment."""

    day = PeopleDateField(
        label=_("Before or on which day?"), help_text=_("Such as tomorrow, 3 dec or 3-12-2026.")
    )
    clock = ClockTime(_("At what time?"), _("Only for an appointment."))

    @property
    def due_at(self) -> datetime:
        day: date = self.cleaned_data["day"]
        clock: time | None = self.cleaned_data.get("clock")
        return datetime.combine(day, clock, tzinfo=AMSTERDAM) if clock else evening(day)

    @property
    def at_time(self) -> bool:
        return self.cleaned_data.get("clock") is not None

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day < timezone.localdate():
            raise ValidationError(_("This day is past. Choose today or a day to come."))
        return day


class TaskForm(DueForm):
    """Who does what before when."""

    kind = pick(_("What"), _codes("care_task"), empty=_("Choose"))
    text = line(_("In a few words"), required=False)
    goal = forms.ChoiceField(label=_("For which goal?"), required=False)
    who = forms.ChoiceField(label=_("Who does it?"))

    field_order = ["kind", "text", "day", "clock", "who", "goal"]

    def __init__(
        self,
        data: Any = None,
        *,
        case: Case,
        goals: Iterable[tuple[str, str]],
        team: Iterable[Person],
        partners: Iterable[Organisation],
    ) -> None:
        super().__init__(data, case=case)
        people = [(f"p:{person.pk}", person.name) for person in team]
        others = [(f"o:{one.pk}", one.name) for one in partners]
        self.fields["goal"].choices = [("", _("On its own")), *goals]  # type: ignore[attr-defined]
        self.fields["who"].choices = [  # type: ignore[attr-defined]
            (_("The team"), people),
            *([(_("Partners in this case"), others)] if others else []),
        ]
        self.order_fields(self.field_order)

    @property
    def organisation_id(self) -> str | None:
        kind, _sep, found = self.cleaned_data["who"].partition(":")
        return found if kind == "o" else None

    @property
    def person_id(self) -> str | None:
        kind, _sep, found = self.cleaned_data["who"].partition(":")
        return found if kind == "p" else None


class MoveTaskForm(DueForm):
    why = line(_("In a few words, why?"), required=False)


class WhyForm(CaseForm):
    """Only the reason."""

    why = line(_("In a few words, why?"), required=False)


class ContactForm(CaseForm):
    kind = pick(_("How"), _codes("contact_kind"), empty=_("Choose"))
    with_person = forms.ChoiceField(
        label=_("With whom?"),
        choices=[("yes", _("with the person")), ("no", _("about the person, with others"))],
        initial="yes",
        widget=Choices(),
    )
    minutes = Minutes(
        label=_("How long?"), required=False, help_text=_("In minutes; it counts as hours.")
    )
    day = PeopleDateField(label=_("On which day?"), initial=timezone.localdate)
    clock = ClockTime(_("At what time?"))
    note = prose(_("What was said?"), rows=5, required=False)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("day") and self.moment > timezone.now():
            self.add_error("day", _("This moment is still to come."))
        return given

    @property
    def moment(self) -> datetime:
        """Today without a time is now; another day without a time is noon."""
        now, day = timezone.localtime(), self.cleaned_data["day"]
        clock = self.cleaned_data.get("clock")
        if day == now.date() and clock is None:
            return now
        return datetime.combine(day, clock or time(12), tzinfo=AMSTERDAM)


class MilestoneForm(CaseForm):
    kind = forms.ChoiceField(label=_("What happened?"))
    on = PeopleDateField(
        label=_("On which day?"),
        initial=timezone.localdate,
        help_text=_("The clocks run from this day, under the norm of this day."),
    )
    note = line(_("A note for the team"), required=False)

    def __init__(self, data: Any = None, *, case: Case) -> None:
        super().__init__(data, case=case)
        self.fields["kind"].choices = [("", _("Choose")), *milestones.grouped()]  # type: ignore[attr-defined]

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise ValidationError(_("That day is still to come. Make a task of it."))
        return on


class CooperationForm(CaseForm):
    """Three equal choices in the order of the alphabet; none is chosen for the person."""

    choice = forms.ChoiceField(
        label=pgettext_lazy("cooperation", "What does the person choose?"), widget=Choices()
    )
    note = line(_("A note for the team"), required=False)

    def __init__(self, data: Any = None, *, case: Case) -> None:
        super().__init__(data, case=case)
        equal = [one for one in Cooperation if one is not Cooperation.UNDECIDED]
        named = sorted((str(one.label).capitalize(), one.value) for one in equal)
        self.fields["choice"].choices = [  # type: ignore[attr-defined]
            *((value, label) for label, value in named),
            (Cooperation.UNDECIDED, _("The choice is still open")),
        ]
        if case.cooperation != Cooperation.UNDECIDED:
            self.initial["choice"] = case.cooperation
