# SPDX-License-Identifier: EUPL-1.2
"""Typing a notification, making one of a case, and correcting one."""

from __future__ import annotations

import uuid
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meerinbeeld import norms
from meerinbeeld.access.forms.acting import ActForm, pick
from meerinbeeld.care.queries.choices import helps
from meerinbeeld.registry.actions.ages import BIRTH_DATE, read_day
from meerinbeeld.registry.actions.correct import Facts
from meerinbeeld.registry.actions.new_notification import Given
from meerinbeeld.registry.forms.basis import BasisFields, refuse_named
from meerinbeeld.registry.forms.birth import BirthDate
from meerinbeeld.registry.forms.facts import NATIONALITIES, FactsFields
from meerinbeeld.registry.models import Notification
from meerinbeeld.registry.queries.choices import codes, has_duty
from meerinbeeld.ui.forms.text import Text
from meerinbeeld.ui.forms.widgets import Choices as Radios

#: Fields of personal details are called `detail_<kind>`.
DETAIL: Final = "detail_"
HELPS: Final = {
    "birth_date": _("Such as 3-4-2005, 4-2005 or 2005."),
    "name": _("Only when you do not know which part is what."),
}


def detail_fields() -> dict[str, forms.Field]:
    """A line for each personal detail that the register knows today."""
    return {
        f"{DETAIL}{code.value}": (BirthDate if code.value == BIRTH_DATE else Text)(
            label=code.label, most=200, help_text=HELPS.get(code.value, "")
        )
        for code in norms.codelist("registry_detail")
    }


def typed_details(form: forms.Form) -> dict[str, str]:
    """Kind of detail to what was typed."""
    return {
        name.removeprefix(DETAIL): form.cleaned_data.get(name, "")
        for name in form.fields
        if name.startswith(DETAIL)
    }


class _Kind(forms.Form):
    kind = pick(
        _("For what does it go to the national register?"),
        codes("registry_kind"),
        widget=Radios(),
    )

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["kind"].widget.helps = helps("registry_kind")
        self.initial.setdefault("kind", "registration")


class NewForm(FactsFields, BasisFields, _Kind):
    """One form for one person. `once` makes that sending it twice makes one notification."""

    once = forms.UUIDField(widget=forms.HiddenInput)
    began = Text(
        label=_("When it began"),
        most=40,
        help_text=_("Such as 3-2024 or 2024. With a date of birth the age at the start follows "
                    "from it; the day itself is not kept."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, notifier: str = "") -> None:
        super().__init__(data)
        self.fields.update(detail_fields())
        self.initial.update(
            once=uuid.uuid4(),
            notified_on=timezone.localdate(),
            notifier=notifier,
            rests_on="duty" if has_duty(notifier) else "",
        )

    def clean_began(self) -> str:
        typed: str = self.cleaned_data["began"]
        if typed and not 0 < read_day(typed).year <= timezone.localdate().year:
            raise ValidationError(_("We cannot read when it began. Write 3-2024, or only 2024."))
        return typed

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        refuse_named(self, {name: given.get(name, "") for name in self._details()})
        return given

    def leave_unchecked(self) -> None:
        """Show what was typed so far, without a word of what is still missing."""
        self._errors = ErrorDict()

    def given(self) -> Given:
        data = self.cleaned_data
        return Given(
            notified_on=data["notified_on"],
            notifier=data["notifier"],
            basis=self.basis(),
            kind=data["kind"],
            own_number=data["own_number"],
            municipality=data["municipality"],
            codes=self.codes(),
            several=self.several(),
            details=typed_details(self),
            began=data["began"],
        )

    def _details(self) -> list[str]:
        return [name for name in self.fields if name.startswith(DETAIL)]


class FromCaseForm(BasisFields, _Kind):
    """What a case cannot tell: on what its notification rests, and what for."""

    once = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, notifier: str) -> None:
        super().__init__(data)
        self._notifier = notifier
        self.initial["once"] = uuid.uuid4()

    def who_notifies(self) -> str:
        return self._notifier


class CorrectForm(FactsFields, ActForm):
    """The coded facts of a notification that is there."""

    def __init__(self, data: Any = None, *, record: Notification) -> None:
        super().__init__(data, record=record)
        self._beside = record.nationalities[len(NATIONALITIES) :]
        self.show(record)

    def facts(self) -> Facts:
        data = self.cleaned_data
        return Facts(
            notified_on=data["notified_on"],
            notifier=data["notifier"],
            own_number=data["own_number"],
            municipality=data["municipality"],
            codes=self.codes(),
            several=self.several(self._beside),
        )


class DetailsForm(ActForm):
    """Who it is about. An empty field takes that detail away."""

    def __init__(
        self, data: Any = None, *, record: Notification, stored: dict[str, str] | None = None
    ) -> None:
        super().__init__(data, record=record)
        self.fields.update(detail_fields())
        self.initial.update({f"{DETAIL}{kind}": text for kind, text in (stored or {}).items()})
