# SPDX-License-Identifier: EUPL-1.2
"""Choosing what a partner may see, until when and on which ground; and asking it something."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meerinbeeld import norms
from meerinbeeld.access.forms.acting import pick, prose
from meerinbeeld.care.actions.grants import NOTHING, Wish
from meerinbeeld.care.actions.refer_out import Question
from meerinbeeld.care.forms.acting import CaseForm
from meerinbeeld.care.models import Case
from meerinbeeld.care.queries.shareable import Group, parse_key
from meerinbeeld.care.rules.grounds import Advice
from meerinbeeld.norms.refs import Code
from meerinbeeld.parties.models import Organisation
from meerinbeeld.signals.queries.choices import grounds
from meerinbeeld.ui.forms.fields import PeopleDateField

NO_TIME = time(23, 59, 59)


def end_of(day: date) -> datetime:
    """The last second of a day: "until 3 March" holds on 3 March."""
    return timezone.make_aware(datetime.combine(day, NO_TIME))


def proposed_until() -> date:
    """As long as the norm says, from today."""
    today = timezone.localdate()
    return norms.term("share_validity", today).after(today)


def requests_for(flow: str) -> list[tuple[str, str]]:
    """What can be asked of a partner in this flow; what always fits comes last."""
    codes = norms.codelist("care_request").codes
    fitting = [code for code in codes if flow in code.extra.get("flows", ())]
    always = [code for code in codes if not code.extra.get("flows")]
    return [(code.value, code.label) for code in (*fitting, *always)]


class ShareForm(CaseForm):
    """Items of the case, one by one; the advice is beside it and a person decides."""

    items = forms.MultipleChoiceField(
        label=_("What may they see?"),
        error_messages={
            "required": _("Choose at least one thing to share."),
            "invalid_choice": _("Something that you chose is not there any more. Choose again."),
        },
    )
    until = PeopleDateField(label=_("Until which day?"))
    danger = forms.BooleanField(
        label=_("Somebody's life or health is in danger now"),
        required=False,
        help_text=_("Tick this only if it is so. The advice below it is for then."),
    )
    ground = pick(_("On which legal ground?"), lambda: [])
    why = prose(
        _("Why does this partner need it?"),
        rows=2,
        required=False,
        help_text=_("Only your team reads this."),
    )
    otherwise = prose(
        _("Why do you decide otherwise than the advice?"),
        rows=2,
        required=False,
        help_text=_("Only when you do."),
    )
    request = pick(
        _("Do you ask them something?"),
        lambda: [],
        required=False,
        empty=_("No, they only need to know"),
    )
    question = prose(
        _("What do you ask?"),
        rows=3,
        required=False,
        help_text=_("Only this partner and your team read it."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        case: Case,
        flow: Code,
        organisation: Organisation,
        groups: list[Group],
        advised: Advice,
    ) -> None:
        super().__init__(data, case=case)
        self.flow, self.organisation, self.groups = flow, organisation, groups
        fitting = grounds(str(flow.extra["purpose"]), organisation.kind)
        self.fields["items"].choices = [  # type: ignore[attr-defined]
            (item.key, item.title) for group in groups for item in group.items
        ]
        self.fields["ground"].choices = [("", _("choose")), *fitting]  # type: ignore[attr-defined]
        self.fields["request"].choices = [  # type: ignore[attr-defined]
            ("", _("No, they only need to know")),
            *requests_for(flow.value),
        ]
        self.initial.update({"until": proposed_until(), "ground": advised.ground})

    def clean(self) -> None:
        given = self.cleaned_data
        if given.get("request") and not given.get("question", "").strip():
            self.add_error("question", ValidationError(_("Write down what you ask.")))
        if given.get("question", "").strip() and not given.get("request"):
            self.add_error("request", ValidationError(_("Choose what you ask.")))

    @property
    def chosen(self) -> set[str]:
        """The keys that are ticked, also in a form that was not right."""
        return set(self["items"].value() or ())

    def wish(self) -> Wish:
        given = self.cleaned_data
        return Wish(
            flow=self.flow.value,
            organisation_id=self.organisation.id,
            items=frozenset(parse_key(key) for key in given["items"]),
            ground=given["ground"],
            until=end_of(given["until"]),
            why=given["why"],
            danger=given["danger"],
            otherwise=given["otherwise"],
        )

    def asked(self) -> Question | None:
        given = self.cleaned_data
        return Question(given["request"], given["question"]) if given["request"] else None


class ExtendForm(CaseForm):
    until = PeopleDateField(label=_("Until which day?"))
    why = prose(_("Why is this needed for longer?"), rows=2)

    def __init__(self, data: Any = None, *, case: Case) -> None:
        super().__init__(data, case=case)
        self.initial["until"] = proposed_until()


class EndForm(CaseForm):
    """Why sharing ends."""

    reason = pick(
        _("Why does it end?"),
        lambda: [(c.value, c.label) for c in norms.codelist("share_end") if c.extra.get("person")],
    )


class NothingMoreForm(CaseForm):
    """For a step that asks nothing more than yes."""


class GroundForm(CaseForm):
    """What a person decides about a flow for which nothing is shared here."""

    flow = forms.CharField(widget=forms.HiddenInput)
    danger = forms.BooleanField(required=False, widget=forms.HiddenInput)
    decided = pick(_("What do you decide?"), lambda: [])
    otherwise = prose(
        _("Why do you decide otherwise than the advice?"),
        rows=2,
        required=False,
        help_text=_("Only when you do."),
    )

    def __init__(
        self, data: Any = None, *, case: Case, flow: Code, advised: Advice, danger: bool
    ) -> None:
        super().__init__(data, case=case)
        fitting = grounds(str(flow.extra["purpose"]))
        self.fields["decided"].choices = [  # type: ignore[attr-defined]
            (NOTHING, _("I do not share it")),
            *fitting,
        ]
        self.initial.update(
            {"flow": flow.value, "danger": danger, "decided": advised.ground or NOTHING}
        )


class AskForm(CaseForm):
    """A question on top of what a partner sees already."""

    request = pick(_("What do you ask?"), lambda: [], empty=_("choose"))
    question = prose(
        _("In your own words"),
        rows=4,
        help_text=_("Only this partner and your team read it."),
    )

    def __init__(self, data: Any = None, *, case: Case, flow: str) -> None:
        super().__init__(data, case=case)
        self.fields["request"].choices = [("", _("choose")), *requests_for(flow)]  # type: ignore[attr-defined]

    def asked(self) -> Question:
        return Question(self.cleaned_data["request"], self.cleaned_data["question"])


class HandoverForm(CaseForm):
    """The ticked steps of a warm hand-over."""

    steps = forms.MultipleChoiceField(
        required=False, choices=lambda: norms.codelist("handover_step").choices()
    )


class AnswerForm(CaseForm):
    """A partner says whether it takes something up."""

    answer = forms.ChoiceField(
        label=_("Does your organisation take this up?"),
        choices=[("yes", _("Yes, we take it up")), ("no", _("No, we do not take it up"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or no.")},
    )
    reason = pick(
        _("Why not?"),
        lambda: norms.codelist("partner_decline").choices(),
        required=False,
        empty=_("choose a reason"),
        help_text=_("Only when you answer no."),
    )
    words = prose(
        _("What should the team know?"),
        rows=3,
        required=False,
        help_text=_("Only the team that asks reads this."),
    )

    def clean(self) -> None:
        given = self.cleaned_data
        if given.get("answer") == "no" and not given.get("reason"):
            self.add_error("reason", ValidationError(_("Choose why you do not take it up.")))


class DoneForm(CaseForm):
    """A partner tells what came of it."""

    outcome = pick(
        _("What came of it?"),
        lambda: norms.codelist("partner_outcome").choices(),
        empty=_("choose"),
    )
    words = prose(
        _("What should the team know?"),
        rows=3,
        required=False,
        help_text=_("Only the team that asks reads this."),
    )


class MessageForm(CaseForm):
    text = prose(_("Your message"), rows=3)


def ticked(keys: Iterable[str]) -> frozenset[tuple[str, UUID]]:
    """The keys of a draft; what somebody made up is left out."""
    found = set()
    for key in keys:
        try:
            found.add(parse_key(key))
        except ValueError:
            continue
    return frozenset(found)
