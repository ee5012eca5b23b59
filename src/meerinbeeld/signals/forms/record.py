# SPDX-License-Identifier: EUPL-1.2
"""Recording a signal: one page in sections. Almost everything may be left out."""

from __future__ import annotations

import uuid
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from meerinbeeld import norms
from meerinbeeld.access.forms.acting import line, pick, prose
from meerinbeeld.parties.queries import municipalities
from meerinbeeld.signals.actions.record import Told
from meerinbeeld.signals.models import YesNoUnknown
from meerinbeeld.ui.forms.widgets import Choices, ManyChoices
from meerinbeeld.vault.normalise import normalise

#: Fields that become one sealed item each; the name of the field is the kind of the item.
FACTS: Final = (
    "story", "when", "place_detail", "address", "people", "person_name", "alias", "birth_date",
    "age_band", "phone", "plate", "vehicle", "email", "employer", "online_account", "known_to",
    "safety", "how_sure",
)  # fmt: skip
CALLER: Final = ("reporter_name", "reporter_contact", "safe_time", "reporter_relation")
SECTIONS: Final[tuple[tuple[Any, tuple[str, ...]], ...]] = (
    (_("What did you see or hear?"), ("story", "when", "how_sure", "forms")),
    (_("Where?"), ("municipality", "place_detail", "address")),
    (
        _("Who is it about?"),
        ("minor", "identifiable", "person_name", "alias", "age_band", "birth_date", "people"),
    ),
    (
        _("What can help to find it again?"),
        ("phone", "plate", "vehicle", "email", "online_account", "employer"),
    ),
    (_("What else should the team know?"), ("known_to", "safety")),
)
#: Values that must have a normal form, or nobody would find them again.
CHECKED: Final = {
    "phone": ("phone", _("This does not look like a phone number. Write it like 06 12345678.")),
    "email": ("email", _("This does not look like an e-mail address. Write it like a@b.nl.")),
    "birth_date": ("birth_date", _("This is not a date. Write it like 23-11-2009.")),
}


def _helps(name: str) -> dict[str, Any]:
    return {code.value: code.help for code in norms.codelist(name)}


class RecordForm(forms.Form):
    """What a professional knows. `once` makes one signal of a form that is sent twice."""

    use_required_attribute = False

    once = forms.UUIDField(widget=forms.HiddenInput)
    danger = forms.ChoiceField(
        label=_("Is somebody in danger now?"),
        choices=[("no", _("No, not at this moment")), ("yes", _("Yes"))],
        widget=Choices(),
        error_messages={"required": _("Choose yes or no.")},
    )
    subject_kind = pick(
        _("What is it about?"), lambda: norms.codelist("subject_kind").choices(), widget=Choices()
    )
    reporter_kind = pick(_("Who reports this?"), lambda: norms.codelist("reporter_kind").choices())
    reporter_name = line(_("Name of the person who told you"), required=False)
    reporter_contact = line(
        _("How can we reach this person?"),
        required=False,
        help_text=_("A phone number or e-mail address. Ask whether others can look along."),
    )
    contact_channel = pick(
        _("What did you agree about contact?"),
        lambda: norms.codelist("contact_channel").choices(),
        required=False,
        empty=_("nothing agreed"),
    )
    safe_time = line(
        _("When is contact safe?"),
        required=False,
        help_text=_("For example: on weekdays before three. Also tell who must not notice."),
    )
    reporter_relation = line(_("How does this person know it?"), required=False)

    story = prose(
        _("In your own words"),
        rows=8,
        required=False,
        help_text=_(
            "What was seen, heard or said? Write facts and who said them. No proof needed."
        ),
    )
    when = line(
        _("When?"), required=False, help_text=_("A day, a time or a period. About is good enough.")
    )
    how_sure = pick(
        _("How do you know this?"),
        lambda: norms.codelist("how_sure").choices(),
        required=False,
        empty=_("not said"),
    )
    forms = forms.MultipleChoiceField(
        label=_("What do you think of?"),
        required=False,
        choices=lambda: norms.codelist("form_of_exploitation").choices(),
        widget=ManyChoices(),
        help_text=_("More than one may fit. Are you not sure? Leave it open."),
    )
    municipality = pick(
        _("Municipality"),
        lambda: [(town.cbs_code, town.name) for town in municipalities()],
        required=False,
        empty=_("not known, or elsewhere"),
        help_text=_("This decides who becomes the owner."),
    )
    place_detail = line(
        _("Where exactly?"),
        required=False,
        help_text=_("A street, a business, a school, an app or a website."),
    )
    address = line(_("Address"), required=False, help_text=_("Street, number and town, if known."))
    minor = pick(_("Is the person under 18?"), lambda: YesNoUnknown.choices, widget=Choices())
    identifiable = pick(
        _("Is it known who it is about?"),
        lambda: YesNoUnknown.choices,
        widget=Choices(),
        help_text=_("Or can it be found out?"),
    )
    person_name = line(_("Name of the person who may be forced"), required=False)
    alias = line(_("Nickname or working name"), required=False)
    age_band = pick(
        _("Age"), lambda: norms.codelist("age_band").choices(), required=False, empty=_("not said")
    )
    birth_date = line(
        _("Date of birth"), required=False, help_text=_("Day, month and year: 23-11-2009.")
    )
    people = prose(_("Who else is involved, and what do they look like?"), rows=3, required=False)
    phone = line(_("Phone number"), required=False)
    plate = line(_("Number plate"), required=False)
    vehicle = line(_("Vehicle"), required=False, help_text=_("Colour, make, what stands on it."))
    email = line(_("E-mail address"), required=False)
    online_account = line(_("Account or app"), required=False)
    employer = line(_("Business or employer"), required=False)
    known_to = line(_("Who knows about this already?"), required=False)
    safety = prose(
        _("What could cause danger?"),
        rows=2,
        required=False,
        help_text=_("For the person, for whoever reports, or for who goes there."),
    )

    def __init__(self, data: Any = None, *, on_behalf: bool, organisation_kind: str = "") -> None:
        super().__init__(data, label_suffix="")
        self.on_behalf = on_behalf
        self.cards = norms.indicator_cards()
        self.initial.update(
            once=uuid.uuid4(),
            danger="no",
            minor=YesNoUnknown.UNKNOWN,
            identifiable=YesNoUnknown.UNKNOWN,
        )
        self._prepare_reporter(organisation_kind)
        self._prepare_choices()
        self._add_cards()

    def _prepare_reporter(self, organisation_kind: str) -> None:
        codes = [
            code
            for code in norms.codelist("reporter_kind")
            if self.on_behalf or code.extra.get("professional")
        ]
        self.fields["reporter_kind"].choices = [  # type: ignore[attr-defined]
            ("", gettext("choose")), *((code.value, code.label) for code in codes)
        ]  # fmt: skip
        if not self.on_behalf:
            for name in (*CALLER, "contact_channel"):
                del self.fields[name]
            fitting = (
                code.value
                for code in codes
                if code.extra.get("organisation_kind") == organisation_kind
            )
            self.initial["reporter_kind"] = next(fitting, "")

    def _prepare_choices(self) -> None:
        for name in ("subject_kind", "forms"):
            listed = "form_of_exploitation" if name == "forms" else name
            self.fields[name].widget.helps = _helps(listed)

    def _add_cards(self) -> None:
        for card in self.cards:
            self.fields[f"card_{card.group}"] = forms.MultipleChoiceField(
                label=card.title,
                required=False,
                choices=[(code.value, code.label) for code in card.indicators],
                widget=ManyChoices({code.value: code.help for code in card.indicators}),
                help_text=card.intro,
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for name, (kind, words) in CHECKED.items():
            typed = given.get(name)
            if typed and not normalise(kind, typed):
                self.add_error(name, ValidationError(words))
        if not self.errors and not given.get("story") and not self.ticked(given):
            self.add_error(
                "story", ValidationError(_("Write what was seen, or tick something on a card."))
            )
        return given

    @staticmethod
    def ticked(given: dict[str, Any]) -> tuple[str, ...]:
        """What was ticked on all cards."""
        return tuple(
            dict.fromkeys(
                code
                for name, values in given.items()
                if name.startswith("card_")
                for code in values
            )
        )

    def sections(self) -> list[tuple[Any, list[BoundField]]]:
        return [(title, [self[name] for name in names]) for title, names in SECTIONS]

    def caller(self) -> list[BoundField]:
        """The questions about whoever told it, when that was somebody else."""
        names = ("reporter_kind", *CALLER[:2], "contact_channel", *CALLER[2:])
        return [self[name] for name in names if name in self.fields]

    def card_fields(self) -> list[tuple[norms.IndicatorCard, BoundField, bool]]:
        """Each card with its field, and whether something was ticked on it."""
        bound = [self[f"card_{card.group}"] for card in self.cards]
        return [
            (card, field, bool(field.value()))
            for card, field in zip(self.cards, bound, strict=True)
        ]

    def told(self) -> Told:
        given = self.cleaned_data
        facts = [(name, str(given.get(name) or "")) for name in (*FACTS, *CALLER)]
        channel = given.get("contact_channel") or ("" if self.on_behalf else "organisation")
        return Told(
            subject_kind=given["subject_kind"],
            reporter_kind=given["reporter_kind"],
            danger=given["danger"] == "yes",
            municipality=given["municipality"],
            minor=given["minor"],
            identifiable=given["identifiable"],
            age_band=given["age_band"],
            on_behalf=self.on_behalf,
            forms=tuple(given["forms"]),
            indicators=self.ticked(given),
            facts=(*facts, ("contact_channel", channel)),
        )
