# SPDX-License-Identifier: EUPL-1.2
"""Choosing a route, answering one, handing over."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from meerinbeeld import norms
from meerinbeeld.access.forms.acting import pick, prose
from meerinbeeld.parties.models import Organisation
from meerinbeeld.signals.actions.route import RouteWish
from meerinbeeld.signals.forms.acting import ActForm
from meerinbeeld.signals.models import Signal
from meerinbeeld.signals.queries import choices, words
from meerinbeeld.signals.queries.choices import Destination
from meerinbeeld.signals.queries.reading import ShownFile


class RouteForm(ActForm):
    """`to` holds target and organisation, so that one choice answers both questions."""

    to = forms.ChoiceField(
        label=_("To whom?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an organisation.")},
    )
    reason = pick(_("Why this one?"), choices.person_reasons)
    ground = pick(
        _("On which legal ground do you share this?"),
        lambda: choices.grounds("reporting"),
    )
    note = prose(
        _("What do you ask of them?"),
        rows=3,
        required=False,
        help_text=_("Only this organisation and your team read it."),
    )
    along = forms.MultipleChoiceField(
        label=_("Files that go along"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Look first whether a file shows who reported."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        signal: Signal,
        options: list[Destination],
        files: list[ShownFile],
    ) -> None:
        super().__init__(data, signal=signal)
        self.options = options
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            (f"{one.target}/{organisation.id}", organisation.name)
            for one in options
            for organisation in one.organisations
        ]
        self.fields["along"].choices = [(str(one.id), one.name) for one in files]  # type: ignore[attr-defined]
        if not files:
            del self.fields["along"]
        self.initial.update({"reason": "as_advised", "ground": "avg_6_1_e"})
        if options and options[0].advice and len(options[0].organisations) == 1:
            self.initial["to"] = f"{options[0].target}/{options[0].organisations[0].id}"

    @property
    def chose_unadvised(self) -> bool:
        """Whether the choice stands in the part that is folded in."""
        target = str(self["to"].value() or "").partition("/")[0]
        return bool(target) and any(
            one.target == target and one.advice is None for one in self.options
        )

    def wish(self) -> RouteWish:
        given = self.cleaned_data
        target, _slash, organisation = given["to"].partition("/")
        return RouteWish(
            target=target,
            organisation_id=UUID(organisation),
            reason=given["reason"],
            ground=given["ground"],
            note=given["note"],
            files=frozenset(UUID(one) for one in given.get("along", ())),
        )


class AnswerForm(ActForm):
    """A partner says whether it takes a signal up."""

    answer = forms.ChoiceField(
        label=_("Does your organisation take this up?"),
        choices=[("yes", _("Yes, we take it up")), ("no", _("No, we do not take it up"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or no.")},
    )
    reason = pick(
        _("Why not?"),
        lambda: words.DECLINED_BECAUSE.items(),
        required=False,
        empty=_("choose a reason"),
        help_text=_("Only when you answer no."),
    )
    note = prose(
        _("What should the owner know?"),
        rows=3,
        required=False,
        help_text=_("The owner's team reads this."),
    )

    def clean(self) -> None:
        given = self.cleaned_data
        if given.get("answer") == "no" and not given.get("reason"):
            self.add_error("reason", ValidationError(_("Choose why you do not take it up.")))


class FinishForm(ActForm):
    outcome = pick(_("What came of it?"), lambda: words.OUTCOMES.items(), empty=_("choose"))
    note = prose(
        _("What should the owner know?"),
        rows=3,
        required=False,
        help_text=_("The owner's team reads this. No names if they are not needed."),
    )


class HandOverForm(ActForm):
    organisation = forms.ChoiceField(label=_("Who becomes the owner?"))
    reason = pick(
        _("Why?"),
        lambda: [
            (code, norms.codelist("route_reason").label(code)) for code in words.HANDED_BECAUSE
        ],
    )
    note = prose(_("What should they know first?"), rows=3, required=False)
    stay = forms.BooleanField(
        label=_("We stay involved"),
        required=False,
        help_text=_("Your organisation can still see the signal, and write for the chain."),
    )

    def __init__(self, data: Any = None, *, signal: Signal, owners: list[Organisation]) -> None:
        super().__init__(data, signal=signal)
        named = [(str(one.id), one.name) for one in owners if one.id != signal.owner_id]
        self.fields["organisation"].choices = [("", _("choose")), *named]  # type: ignore[attr-defined]
