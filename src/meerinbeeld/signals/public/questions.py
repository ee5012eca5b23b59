# SPDX-License-Identifier: EUPL-1.2
"""The questions of a report, one form each. Almost everything may be left out."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from copy import deepcopy
from datetime import date
from functools import lru_cache
from typing import Any, ClassVar, Final

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from meerinbeeld import norms
from meerinbeeld.parties.queries import municipality_names
from meerinbeeld.ui.forms.text import Text
from meerinbeeld.ui.forms.widgets import ChoiceCards, ManyChoices

Words = str | Promise
SHORT: Final = 200
MIDDLE: Final = 2_000
#: How many questions stay prepared: all, in each language and about each subject, fit.
PREPARED: Final = 200
#: The channels in which the team may look for contact.
WITH_CONTACT: Final = frozenset({"receipt", "phone", "email"})


class Fields(dict[str, forms.Field]):
    """The fields of a question. No form changes one, so that all forms have the same ones."""

    def __deepcopy__(self, memo: object) -> dict[str, forms.Field]:
        return dict(self)


class Question(forms.Form):
    """One page. Its words differ with what the report is about: a person, a place or oneself."""

    slug: ClassVar[str]
    titles: ClassVar[Mapping[str, Words]]
    lead: ClassVar[Words] = ""
    use_required_attribute = False

    def __init__(self, typed: Mapping[str, Sequence[str]] | None, subject: str) -> None:
        # a subject that nobody knows is somebody's typing, and is not kept
        self.subject = subject if subject in norms.codelist("subject_kind") else ""
        self.base_fields = _prepared(  # type: ignore[misc]
            type(self), self.subject, get_language(), norms.today(), norms.norms()
        )
        data = MultiValueDict({name: list(values) for name, values in (typed or {}).items()})
        super().__init__(data if typed is not None else None, label_suffix="")
        self.look_up()

    @classmethod
    def prepare(cls, fields: Fields, subject: str) -> None:
        """Set what depends on the subject, the language or the norms of today."""

    def look_up(self) -> None:
        """Set what may be different the next moment, in a copy of the field."""

    @property
    def choices(self) -> tuple[Hashable, ...]:
        """All that can be chosen."""
        return tuple(tuple(getattr(field, "choices", ())) for field in self.fields.values())

    @property
    def title(self) -> Words:
        return self.titles.get(self.subject) or self.titles["person"]

    def summary(self) -> list[str]:
        """The answer in lines, for the page that shows everything."""
        return [line for name in self.fields for line in self._lines(name)]

    def _lines(self, name: str) -> list[str]:
        values = self.cleaned_data.get(name) or []
        given = values if isinstance(values, list) else [values]
        choices = dict(getattr(self.fields[name], "choices", ()))
        return [str(choices.get(value, value)) for value in given if value]


@lru_cache(maxsize=PREPARED)
def _prepared(
    question: type[Question], subject: str, language: str | None, day: date, of: norms.Norms
) -> Fields:
    """The fields of a question, with what is the same for everybody until one of these differs."""
    fields = Fields(deepcopy(question.base_fields))
    question.prepare(fields, subject)
    return fields


class DangerNow(Question):
    slug = "nu"
    titles = {"person": _("Is someone in danger now?")}
    lead = _("Also when it is you.")

    danger = forms.ChoiceField(
        label=_("Choose one answer"),
        choices=[("yes", _("Yes")), ("no", _("No, not at this moment"))],
        widget=ChoiceCards(),
        error_messages={"required": _("Choose yes or no.")},
    )


class Subject(Question):
    slug = "over"
    titles = {"person": _("What is it about?")}
    lead = _("You do not have to say who you are. You do not have to be sure.")

    subject_kind = forms.ChoiceField(
        label=_("Choose what fits best"),
        widget=ChoiceCards(),
        error_messages={"required": _("Choose what fits best.")},
    )

    @classmethod
    def prepare(cls, fields: Fields, subject: str) -> None:
        codes = norms.codelist("subject_kind")
        field = fields["subject_kind"]
        field.choices = codes.choices()  # type: ignore[attr-defined]
        field.widget.helps = {code.value: code.help for code in codes}


class Seen(Question):
    slug = "gezien"
    titles = {
        "person": _("What did you see or hear?"),
        "place": _("What did you notice there?"),
        "self": _("What is happening to you?"),
    }
    lead = _("Tell it in your own words, or tick what fits. One thing is enough.")

    story = Text(
        label=_("In your own words"),
        help_text=_("Write what you know. You do not need proof."),
        most=settings.MIB_MAX_TEXT,
        rows=7,
    )
    indicators = forms.MultipleChoiceField(
        label=_("Tick what fits"), required=False, widget=ManyChoices()
    )

    @classmethod
    def prepare(cls, fields: Fields, subject: str) -> None:
        seen = norms.observations(subject)
        choices = [(one.value, one.label) for one in seen]
        fields["indicators"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        told = given.get("indicators") or given.get("story")
        if not told and not self.errors:
            raise ValidationError(_("Tick at least one line, or write something."))
        return given


class Where(Question):
    slug = "waar"
    titles = {
        "person": _("Where does it happen?"),
        "self": _("Where are you?"),
    }
    lead = _("About is good enough.")

    municipality = forms.ChoiceField(label=_("Municipality"), required=False)
    detail = Text(
        label=_("Where exactly?"),
        help_text=_("A street, a business, a school, an app or a website."),
        most=MIDDLE,
        rows=3,
    )

    def look_up(self) -> None:
        field = self.fields["municipality"] = deepcopy(self.fields["municipality"])
        known = municipality_names()
        field.choices = [("", gettext("I do not know, or elsewhere")), *known]  # type: ignore[attr-defined]


class When(Question):
    slug = "wanneer"
    titles = {
        "person": _("When did you see this?"),
        "place": _("When did you see this?"),
        "self": _("Since when?"),
    }
    lead = _("You may leave this out.")

    when = Text(
        label=_("Day, time or period"),
        help_text=_("For example: last night, every Friday, for about six weeks."),
        most=MIDDLE,
        rows=2,
    )


class Who(Question):
    slug = "wie"
    titles = {
        "person": _("Who is it about?"),
        "place": _("Who is involved?"),
        "self": _("Who is doing this?"),
    }
    lead = _("You may leave everything out. Fill in only what you know.")

    description = Text(
        label=_("Who, and what do they look like?"),
        help_text=_("For example: a boy of about fifteen, an older man with a grey car."),
        most=MIDDLE * 2,
        rows=4,
    )
    person_name = Text(label=_("Name of the person who may be forced"), most=SHORT)
    age_band = forms.ChoiceField(label=_("How old is that person?"), required=False)
    phone = Text(label=_("Phone number that has to do with it"), most=SHORT)
    plate = Text(label=_("Number plate of a car"), most=SHORT)
    employer = Text(label=_("Name of a business or boss"), most=SHORT)

    @classmethod
    def prepare(cls, fields: Fields, subject: str) -> None:
        field = fields["age_band"]
        codes = norms.codelist("age_band")
        known = [(code.value, code.label) for code in codes if code.value != "unknown"]
        field.choices = [("", codes.label("unknown")), *known]  # type: ignore[attr-defined]
        if subject == "self":
            fields["description"].label = gettext("Who is doing this to you?")
            fields["description"].help_text = gettext(
                "Write only what you want to tell. A first name or nickname helps as well."
            )
            fields["person_name"].label = gettext("Your own name, if you want to give it")
            field.label = gettext("How old are you?")


class Certainty(Question):
    slug = "zeker"
    titles = {"person": _("How do you know this?")}
    lead = _("You may leave this out. A feeling also counts.")

    how_sure = forms.ChoiceField(
        label=_("Choose what fits best"), required=False, widget=ChoiceCards()
    )
    reporter_kind = forms.ChoiceField(label=_("Who are you?"), required=False)

    @classmethod
    def prepare(cls, fields: Fields, subject: str) -> None:
        kinds = norms.codelist("reporter_kind")
        mine = [
            (code.value, code.label)
            for code in kinds
            if code.extra.get("public") and code.value not in ("anonymous", "victim_self")
        ]
        sure, kind = fields["how_sure"], fields["reporter_kind"]
        sure.choices = norms.codelist("how_sure").choices()  # type: ignore[attr-defined]
        kind.choices = [("", gettext("I would rather not say")), *mine]  # type: ignore[attr-defined]


class ContactQuestion(Question):
    slug = "contact"
    titles = {"person": _("May we contact you?")}
    lead = _("You decide. You can always come back with your receipt.")

    channel = forms.ChoiceField(
        label=_("Choose what is safe for you"),
        widget=ChoiceCards(),
        error_messages={"required": _("Choose how we may contact you, or choose no contact.")},
    )
    reporter_contact = Text(
        label=_("Your phone number or e-mail address"),
        help_text=_("Only if we may call or e-mail you."),
        most=SHORT,
    )
    safe_time = Text(
        label=_("When is it safe to call or e-mail?"),
        help_text=_("For example: on weekdays after six. Also tell who must not notice."),
        most=SHORT,
    )
    reporter_name = Text(label=_("What may we call you?"), most=SHORT)

    @classmethod
    def prepare(cls, fields: Fields, subject: str) -> None:
        codes = [code for code in norms.codelist("contact_channel") if code.extra.get("public")]
        field = fields["channel"]
        field.choices = [(code.value, code.label) for code in codes]  # type: ignore[attr-defined]
        field.widget.helps = {code.value: code.help for code in codes}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        code = norms.codelist("contact_channel").get(given.get("channel", ""))
        needed = code.extra.get("needs", ()) if code else ()
        for name in needed:
            if name in self.fields and name not in self.errors and not given.get(name):
                self.add_error(name, str(NEEDED[name]))
        return given


NEEDED: Final[Mapping[str, Words]] = {
    "reporter_contact": _("Fill in how we can reach you, or choose another way."),
    "safe_time": _("Fill in when it is safe. Then we call only at that time."),
}


class FilesQuestion(Question):
    """The files themselves are in the draft; this form asks nothing else."""

    slug = "bestanden"
    titles = {"person": _("Do you have photos or other files?")}
    lead = _("You may leave this out. Do not put yourself in danger to take a photo.")


#: In the order in which they are asked.
QUESTIONS: Final[tuple[type[Question], ...]] = (
    DangerNow,
    Subject,
    Seen,
    Where,
    When,
    Who,
    Certainty,
    ContactQuestion,
    FilesQuestion,
)
BY_SLUG: Final = {question.slug: question for question in QUESTIONS}
FIRST: Final = QUESTIONS[0].slug
CHECK: Final = "nakijken"
CALL: Final = "bellen"
