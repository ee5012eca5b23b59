# SPDX-License-Identifier: EUPL-1.2
"""Forms of the directory, the social map and the register of agreements."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meerinbeeld.access.roles import Purpose
from meerinbeeld.network.actions.directory import ContactFacts, CovenantFacts, OutletFacts
from meerinbeeld.network.actions.organisations import OrganisationFacts
from meerinbeeld.network.models import ContactFunction, ContactPoint, Covenant, Outlet, OutletKind
from meerinbeeld.parties.models import Municipality, Organisation, OrganisationKind
from meerinbeeld.parties.queries import active_organisations, municipalities
from meerinbeeld.ui.forms.fields import PeopleDateField

CHOOSE = _("choose")
EMPTY = ("", CHOOSE)


class VersionedForm(forms.Form):
    """Carries the version that the writer saw, so that nobody overwrites another silently."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)

    def seen(self) -> int:
        return int(self.cleaned_data.get("version") or 0)


class ContactForm(VersionedForm):
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Organisation"), empty_label=CHOOSE
    )
    function = forms.ChoiceField(label=_("For what"))
    municipality = forms.ModelChoiceField(
        Municipality.objects.none(),
        label=_("Only for this municipality"),
        required=False,
        empty_label=_("for every municipality that the organisation serves"),
    )
    person_name = forms.CharField(
        label=_("Name"),
        max_length=100,
        required=False,
        help_text=_("As it may be known at work. Leave it empty for a desk."),
    )
    deputy_name = forms.CharField(label=_("Deputy"), max_length=100, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False)
    email = forms.EmailField(label=_("E-mail address"), required=False)
    hours = forms.CharField(label=_("When"), max_length=100, required=False)
    how_to_reach = forms.CharField(
        label=_("What somebody has to know before calling"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    valid_from = PeopleDateField(label=_("First day"))
    valid_to = PeopleDateField(label=_("Last day"), required=False)

    def __init__(self, own: QuerySet[Organisation], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = own  # type: ignore[attr-defined]
        self.fields["municipality"].queryset = municipalities()  # type: ignore[attr-defined]
        self.fields["function"].choices = [EMPTY, *ContactFunction.choices]  # type: ignore[attr-defined]
        self.fields["valid_from"].initial = timezone.localdate
        if own.count() == 1:
            self.fields["organisation"].initial = own.first()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("phone") and not data.get("email"):
            self.add_error("phone", _("Give a phone number or an e-mail address, or both."))
        first, last = data.get("valid_from"), data.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("The last day is before the first day."))
        return data

    def facts(self) -> ContactFacts:
        return ContactFacts(**_without_version(self.cleaned_data))

    @staticmethod
    def initial_of(contact: ContactPoint) -> dict[str, Any]:
        return {name: getattr(contact, name) for name in (*ContactFacts.__annotations__, "version")}


class OutletForm(VersionedForm):
    name = forms.CharField(label=_("Name"), max_length=150)
    kind = forms.ChoiceField(label=_("What kind of help"))
    kept_by = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Kept up to date by"), empty_label=CHOOSE
    )
    for_whom = forms.CharField(label=_("For whom"), max_length=300)
    how_to_reach = forms.CharField(
        label=_("How somebody gets there"),
        max_length=300,
        help_text=_("Never the address of a place that has to stay hidden."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False)
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    hours = forms.CharField(label=_("When"), max_length=100, required=False)
    without_papers = forms.BooleanField(
        label=_("Also for people without residence papers"), required=False
    )
    municipalities = forms.ModelMultipleChoiceField(
        Municipality.objects.none(),
        label=_("For people in"),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "mib-options mib-options--columns"}),
    )
    is_active = forms.BooleanField(label=_("Can be found"), required=False, initial=True)

    def __init__(self, own: QuerySet[Organisation], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kept_by"].queryset = own  # type: ignore[attr-defined]
        self.fields["municipalities"].queryset = municipalities()  # type: ignore[attr-defined]
        self.fields["kind"].choices = [EMPTY, *OutletKind.choices]  # type: ignore[attr-defined]
        if own.count() == 1:
            self.fields["kept_by"].initial = own.first()

    def facts(self) -> OutletFacts:
        return OutletFacts(**_without_version(self.cleaned_data))

    @staticmethod
    def initial_of(outlet: Outlet) -> dict[str, Any]:
        names = [*OutletFacts.__annotations__, "version"]
        values = {name: getattr(outlet, name) for name in names}
        return {**values, "municipalities": list(outlet.municipalities.all())}


class CovenantForm(VersionedForm):
    title = forms.CharField(label=_("Title"), max_length=200)
    parties = forms.ModelMultipleChoiceField(
        Organisation.objects.none(),
        label=_("Parties"),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "mib-options mib-options--columns"}),
    )
    purposes = forms.MultipleChoiceField(
        label=_("For what purposes"),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "mib-options mib-options--columns"}),
    )
    data_sets = forms.CharField(
        label=_("Which data"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4000
    )
    legal_ground = forms.CharField(label=_("On what ground"), max_length=200)
    starts_on = PeopleDateField(label=_("First day"))
    ends_on = PeopleDateField(label=_("Last day"), required=False)
    dpia_reference = forms.CharField(
        label=_("Reference of the impact assessment (DPIA)"), max_length=100, required=False
    )
    document_reference = forms.CharField(
        label=_("Where the signed text is kept"), max_length=100, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parties"].queryset = active_organisations()  # type: ignore[attr-defined]
        self.fields["purposes"].choices = Purpose.choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day is before the first day."))
        return data

    def facts(self) -> CovenantFacts:
        return CovenantFacts(**_without_version(self.cleaned_data))

    @staticmethod
    def initial_of(covenant: Covenant) -> dict[str, Any]:
        names = [*CovenantFacts.__annotations__, "version"]
        values = {name: getattr(covenant, name) for name in names}
        return {**values, "parties": list(covenant.parties.all())}


class OrganisationForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=150)
    kind = forms.ChoiceField(label=_("Kind"))
    municipality = forms.ModelChoiceField(
        Municipality.objects.none(),
        label=_("Municipality that it is, or where it is"),
        required=False,
        empty_label=_("none"),
    )
    serves = forms.ModelMultipleChoiceField(
        Municipality.objects.none(),
        label=_("Works for"),
        required=False,
        help_text=_("Its people see signals of these municipalities, as far as their role goes."),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "mib-options mib-options--columns"}),
    )
    is_active = forms.BooleanField(
        label=_("Active"),
        required=False,
        initial=True,
        help_text=_("People of an organisation that is not active have no access."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [EMPTY, *OrganisationKind.choices]  # type: ignore[attr-defined]
        for name in ("municipality", "serves"):
            self.fields[name].queryset = municipalities()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") == OrganisationKind.MUNICIPALITY and not data.get("municipality"):
            self.add_error("municipality", _("Choose which municipality this is."))
        return data

    def facts(self) -> OrganisationFacts:
        return OrganisationFacts(**self.cleaned_data)

    @staticmethod
    def initial_of(organisation: Organisation) -> dict[str, Any]:
        return {
            "name": organisation.name,
            "kind": organisation.kind,
            "municipality": organisation.municipality_id,
            "serves": list(organisation.serves.all()),
            "is_active": organisation.is_active,
        }


def _without_version(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name != "version"}
