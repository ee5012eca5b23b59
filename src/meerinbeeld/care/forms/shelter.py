# SPDX-License-Identifier: EUPL-1.2
"""Forms about a place to stay."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from meerinbeeld import norms
from meerinbeeld.access.forms.acting import Choices, line, pick, prose
from meerinbeeld.care.actions.facilities import FacilityFacts
from meerinbeeld.care.actions.shelter import Arrival, Wanted
from meerinbeeld.care.forms.acting import CaseForm
from meerinbeeld.care.models import Case, Facility
from meerinbeeld.care.rules.shelter import Occupancy
from meerinbeeld.network.forms.directory import VersionedForm
from meerinbeeld.parties.models import Municipality, Organisation, OrganisationKind
from meerinbeeld.parties.queries import active_organisations, municipalities
from meerinbeeld.ui.forms.fields import PeopleDateField
from meerinbeeld.ui.forms.widgets import Choices as Radios

MOST_BEDS = 500
#: Kinds of organisation that can have a shelter.
PROVIDERS = (
    OrganisationKind.SHELTER,
    OrganisationKind.YOUTH_CARE,
    OrganisationKind.CARE_PROVIDER,
    OrganisationKind.NGO,
    OrganisationKind.OTHER,
)
Full = Mapping[UUID, Occupancy]


def _beds(label: Any, *, help_text: Any = "", initial: int | None = None) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        initial=initial,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "mib-input--short"}),
        validators=[
            MinValueValidator(1, _("At least 1.")),
            MaxValueValidator(MOST_BEDS, _("That is more than a shelter has.")),
        ],
        error_messages={"invalid": _("Write a whole number.")},
    )


def moment_of(day: date | None) -> datetime | None:
    """A day that somebody named, as a moment: now for today, noon for a day before it."""
    if day is None or day == timezone.localdate():
        return None
    return timezone.make_aware(datetime.combine(day, time(12)))


class _WithFacility(CaseForm):
    """Gives the shelters to choose from, each with how full it is."""

    def __init__(
        self, data: Any, facilities: Sequence[Facility], full: Full, *, case: Case
    ) -> None:
        super().__init__(data, case=case)
        self._facilities = {str(one.id): one for one in facilities}
        field = self.fields["facility"]
        field.choices = self._offered(full, required=field.required)  # type: ignore[attr-defined]

    def _offered(self, full: Full, *, required: bool) -> Choices:
        empty = _("choose") if required else _("any place of this kind")
        words = [(key, _said(one, full[one.id])) for key, one in self._facilities.items()]
        return [("", empty), *words]

    def chosen(self) -> Facility | None:
        return self._facilities.get(self.cleaned_data["facility"])


def _said(facility: Facility, full: Occupancy) -> str:
    name = f"{facility.name} ({facility.provider.name})"
    if not facility.is_open:
        return gettext("%(name)s: takes nobody now") % {"name": name}
    values = {"name": name, "free": full.free, "beds": full.beds}
    return gettext("%(name)s: %(free)d of %(beds)d beds free") % values


class RequestForm(_WithFacility):
    kind = pick(
        _("What kind of place?"), lambda: norms.codelist("shelter_kind").choices(), widget=Radios()
    )
    facility = forms.ChoiceField(label=_("At which shelter?"), required=False)
    beds = _beds(
        _("For how many people?"), help_text=_("Count children who come along."), initial=1
    )
    wanted_from = PeopleDateField(label=_("From which day?"), required=False)
    note = prose(
        _("What does the place need to offer?"),
        rows=3,
        required=False,
        help_text=_("For the team alone. For example: far from Zwolle, no men in the house."),
    )

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        routes = norms.codelist("shelter_route")
        self.fields["kind"].widget.helps = {
            code.value: gettext("%(for_whom)s Through %(route)s.")
            % {"for_whom": code.help, "route": routes.label(str(code.extra.get("through")))}
            for code in norms.codelist("shelter_kind")
        }

    def wanted(self) -> Wanted:
        given = self.cleaned_data
        return Wanted(
            given["kind"], self.chosen(), given["beds"], given["wanted_from"], given["note"]
        )


class AddressForm(CaseForm):
    """Where somebody stays who has no place on the bed board, or whose address changed."""

    address = line(
        _("Address of the shelter"),
        help_text=_(
            "Street, number and town. It is sealed and stays hidden until it is asked for."
        ),
    )


class PlaceForm(_WithFacility):
    facility = forms.ChoiceField(label=_("At which shelter?"))
    day = PeopleDateField(label=_("Since which day?"), initial=timezone.localdate)
    address = line(
        _("Address of the shelter"),
        required=False,
        help_text=_(
            "Stays hidden until somebody of the team asks for it, which is written down. It never "
            "goes to the police or the case table."
        ),
    )

    def arrival(self) -> Arrival:
        facility = self.chosen()
        if facility is None:
            raise ValidationError(gettext("Choose something from the list."))
        given = self.cleaned_data
        return Arrival(facility, moment_of(given["day"]), given["address"])


class LeaveForm(CaseForm):
    to = pick(
        _("Where did the person go?"),
        lambda: norms.codelist("shelter_destination").choices(),
        widget=Radios(),
    )
    day = PeopleDateField(label=_("On which day?"), initial=timezone.localdate)

    def at(self) -> datetime | None:
        return moment_of(self.cleaned_data["day"])


class ReasonForm(CaseForm):
    """One reason of a list, and words for the team when the step keeps them."""

    reason = pick(_("Why?"), list, widget=Radios())
    explanation = prose(_("What else should the team know?"), rows=3, required=False)

    def __init__(
        self, data: Any, *, case: Case, codes: str, label: Any, with_words: bool = False
    ) -> None:
        super().__init__(data, case=case)
        choices: Callable[[], Choices] = norms.codelist(codes).choices
        self.fields["reason"].choices = choices  # type: ignore[attr-defined]
        self.fields["reason"].label = label
        if not with_words:
            del self.fields["explanation"]


class BedsForm(VersionedForm):
    """What a provider keeps itself."""

    beds = _beds(_("How many beds are there?"))
    is_open = forms.BooleanField(
        label=_("New people can come"),
        required=False,
        initial=True,
        help_text=_("Take the tick away when you take nobody for a while."),
    )

    @staticmethod
    def initial_of(facility: Facility) -> dict[str, Any]:
        return {name: getattr(facility, name) for name in ("beds", "is_open", "version")}


class FacilityForm(BedsForm):
    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        help_text=_("A name that does not tell where it is. Partners can see it."),
    )
    provider = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Provider"), empty_label=_("choose")
    )
    kind = pick(_("Kind of shelter"), lambda: norms.codelist("shelter_kind").choices())
    for_whom = forms.CharField(label=_("For whom"), max_length=200, required=False)
    municipalities = forms.ModelMultipleChoiceField(
        Municipality.objects.none(),
        label=_("For people from"),
        required=False,
        help_text=_("Nothing ticked means: from everywhere."),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "mib-options mib-options--columns"}),
    )
    field_order = ("name", "provider", "kind", "beds", "is_open", "for_whom", "municipalities")

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        providers = active_organisations().filter(kind__in=PROVIDERS)
        self.fields["provider"].queryset = providers  # type: ignore[attr-defined]
        self.fields["municipalities"].queryset = municipalities()  # type: ignore[attr-defined]

    def facts(self) -> FacilityFacts:
        given = {key: value for key, value in self.cleaned_data.items() if key != "version"}
        return FacilityFacts(**given)

    @staticmethod
    def initial_of(facility: Facility) -> dict[str, Any]:
        names = [*FacilityFacts.__annotations__, "version"]
        values = {name: getattr(facility, name) for name in names}
        return {**values, "municipalities": list(facility.municipalities.all())}
