# SPDX-License-Identifier: EUPL-1.2
"""Referring somebody in three minutes; and the answers of the team."""

from __future__ import annotations

import uuid
from typing import Any, Final
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from meerinbeeld import norms
from meerinbeeld.access import Purpose
from meerinbeeld.access.changing import Versioned
from meerinbeeld.access.forms.acting import ActForm, line, pick, prose
from meerinbeeld.care.actions.refer import Told
from meerinbeeld.care.actions.referral import Refusal
from meerinbeeld.care.forms.acting import CaseForm
from meerinbeeld.care.models import ReferralIn
from meerinbeeld.care.queries.choices import care_owners, codes, helps
from meerinbeeld.parties.queries import municipalities, regional_desk
from meerinbeeld.signals.forms.record import CHECKED
from meerinbeeld.signals.models import YesNoUnknown
from meerinbeeld.signals.queries.choices import grounds, helpers
from meerinbeeld.ui.forms.widgets import Choices, ManyChoices
from meerinbeeld.vault.normalise import normalise

#: Fields that become one sealed fact each; the name of the field is the kind of the fact.
FACTS: Final = ("name", "call_name", "birth_date", "phone", "safe_contact", "danger", "children")
ABOUT: Final = (
    "name", "call_name", "minor", "age_band", "birth_date", "municipality", "language",
    "needs_interpreter",
)  # fmt: skip
CONTACT: Final = ("contact_channel", "safe_contact", "phone", "consent", "ground")


def _ground_choices() -> list[tuple[str, str]]:
    return grounds(Purpose.CARE)


class _Told(forms.Form):
    """What every referral says about the person. Almost everything may be left out."""

    use_required_attribute = False

    owner = pick(_("Who should help?"), lambda: [(str(one.id), one.name) for one in care_owners()])
    name = line(_("Name"), required=False, help_text=_("Only if you know it and may pass it on."))
    call_name = line(_("What the person wants to be called"), required=False)
    minor = pick(_("Is the person under 18?"), lambda: YesNoUnknown.choices, widget=Choices())
    age_band = pick(_("Age"), codes("age_band"), required=False, empty=_("not said"))
    birth_date = line(
        _("Date of birth"), required=False, help_text=_("Day, month and year: 23-11-2009.")
    )
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
    contact_channel = pick(
        _("How can the person be reached safely?"), codes("care_contact"), widget=Choices()
    )
    safe_contact = line(
        _("When and how is contact safe?"),
        required=False,
        help_text=_("For example: Tuesdays at school, through the mentor. Who must not notice?"),
    )
    phone = line(_("Phone number of the person"), required=False)
    consent = pick(
        _("Does the person know that you refer them?"), codes("consent_state"), widget=Choices()
    )
    ground = pick(
        _("On which ground do you pass this on?"),
        _ground_choices,
        required=False,
        empty=_("I do not know; the care coordinator looks at it with me"),
    )

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, label_suffix="")
        self.fields["contact_channel"].widget.helps = helps("care_contact")
        self.fields["consent"].widget.helps = helps("consent_state")
        self.initial.setdefault("owner", str(regional_desk().id))
        self.initial.setdefault("minor", YesNoUnknown.UNKNOWN)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for name in ("phone", "birth_date"):
            kind, words = CHECKED[name]
            if given.get(name) and not normalise(kind, given[name]):
                self.add_error(name, ValidationError(words))
        if given.get("contact_channel") == "phone" and not given.get("phone"):
            self.add_error("phone", ValidationError(_("Fill in the number that is safe to call.")))
        return given

    def bound(self, names: tuple[str, ...]) -> list[BoundField]:
        return [self[name] for name in names if name in self.fields]

    def about(self) -> list[BoundField]:
        return self.bound(ABOUT)

    def contact(self) -> list[BoundField]:
        return self.bound(CONTACT)

    def told_as(self, source: str, *, forms: tuple[str, ...], story: str) -> Told:
        given = self.cleaned_data
        return Told(
            source=source,
            owner_id=UUID(given["owner"]),
            consent=given["consent"],
            contact_channel=given["contact_channel"],
            ground=given["ground"],
            municipality=given["municipality"],
            minor=given["minor"],
            age_band=given["age_band"],
            language=given["language"],
            needs_interpreter=given["needs_interpreter"],
            forms=forms,
            story=story,
            facts=tuple((name, str(given.get(name) or "")) for name in FACTS),
        )


class ReferForm(_Told):
    """A partner refers somebody, or writes down what the person asks. `once` makes one case."""

    once = forms.UUIDField(widget=forms.HiddenInput)
    source = forms.ChoiceField(
        label=_("Who asks for help?"),
        choices=[
            (ReferralIn.Source.PARTNER, _("I refer somebody")),
            (ReferralIn.Source.SELF, _("The person asks for it; I write it down")),
        ],
        widget=Choices(),
    )
    story = prose(
        _("What happens, and which help is needed?"),
        rows=7,
        help_text=_(
            "A few sentences are enough: what you saw or heard, and what is needed first. "
            "Do not ask the person for details that you do not need."
        ),
    )
    danger = line(
        _("What could cause danger?"),
        required=False,
        help_text=_("For the person, for their children, or for who makes contact."),
    )
    children = line(
        _("Are there children with the person?"), required=False, help_text=_("How many, how old?")
    )
    forms = forms.MultipleChoiceField(
        label=_("What do you think of?"),
        required=False,
        choices=codes("form_of_exploitation"),
        widget=ManyChoices(),
        help_text=_("A feeling is enough. Are you not sure? Leave it open."),
    )

    def __init__(self, data: Any = None, *, coordinator: bool = False) -> None:
        super().__init__(data)
        self.initial.update(
            once=uuid.uuid4(),
            source=ReferralIn.Source.SELF if coordinator else ReferralIn.Source.PARTNER,
        )
        if care_owners().count() == 1:
            self.fields["owner"].widget = forms.HiddenInput()

    def told(self) -> Told:
        given = self.cleaned_data
        return self.told_as(given["source"], forms=tuple(given["forms"]), story=given["story"])


class FromSignalForm(ActForm, _Told):
    """The owner of a signal asks for help for its person; what goes along is chosen one by one."""

    items = forms.MultipleChoiceField(
        label=_("What goes along?"),
        required=False,
        widget=ManyChoices(),
        help_text=_(
            "Only what the care coordinator needs. It is sealed anew, in the file of help."
        ),
    )
    story = prose(
        _("What should the care coordinator know first?"),
        rows=5,
        help_text=_("What goes along need not be repeated here."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        record: Versioned,
        items: list[tuple[str, str]],
        start: dict[str, Any],
    ) -> None:
        super().__init__(data, record=record)
        self.fields["items"].choices = items  # type: ignore[attr-defined]
        self.initial.update(start)


class AcceptForm(CaseForm):
    """Taking a case on; the ground is asked when the referrer left it open."""

    ground = pick(
        _("On which ground do you help?"), _ground_choices, empty=pgettext_lazy("list", "choose")
    )

    def __init__(self, data: Any = None, *, case: Any, ground: str = "") -> None:
        super().__init__(data, case=case)
        if ground:
            del self.fields["ground"]


class AskReferrerForm(CaseForm):
    text = prose(
        _("Your question"),
        rows=4,
        help_text=_("The referrer reads this after signing in. Ask only what you need to decide."),
    )


class DeclineForm(CaseForm):
    """Why not, what the referrer reads, and where the person can turn to."""

    reason = pick(_("Why do you not accept it?"), codes("care_decline_reason"), widget=Choices())
    other_help = pick(
        _("Where can the person turn to?"),
        codes("other_help"),
        required=False,
        empty=_("nowhere else, for now"),
    )
    organisation = pick(
        _("At which organisation?"),
        lambda: [(str(one.id), one.name) for one in helpers()],
        required=False,
        empty=_("not one in particular"),
    )
    letter = prose(
        _("What the referrer reads"),
        rows=5,
        help_text=_("Plain and kind. Say what the referrer can do now."),
    )

    def __init__(self, data: Any = None, *, case: Any) -> None:
        super().__init__(data, case=case)
        self.fields["reason"].widget.helps = helps("care_decline_reason")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        code = norms.codelist("care_decline_reason").get(given.get("reason", ""))
        if code and code.extra.get("needs") == "other_help" and not given.get("other_help"):
            self.add_error("other_help", ValidationError(_("Say where the person can turn to.")))
        return given

    def refusal(self) -> Refusal:
        given = self.cleaned_data
        organisation = given["organisation"]
        return Refusal(
            reason=given["reason"],
            letter=given["letter"],
            other_help=given["other_help"],
            organisation_id=UUID(organisation) if organisation else None,
        )


class ToTeamForm(forms.Form):
    """Whoever referred answers, or adds something."""

    once = forms.UUIDField(widget=forms.HiddenInput)
    text = prose(_("Your answer"), rows=4)

    def __init__(self, data: Any = None, *, asked: bool) -> None:
        super().__init__(data, label_suffix="")
        self.initial["once"] = uuid.uuid4()
        if not asked:
            self.fields["text"].label = gettext("Something to add?")


class WithdrawForm(CaseForm):
    explanation = line(_("Why?"), required=False, help_text=_("The care coordinator reads this."))
