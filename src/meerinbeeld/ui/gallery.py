# SPDX-License-Identifier: EUPL-1.2
"""Made-up content for the gallery of components."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meerinbeeld.ui.forms.fields import DayMonthYearField, FilesField, PeopleDateField
from meerinbeeld.ui.forms.widgets import ChoiceCards, Choices, ManyChoices
from meerinbeeld.ui.parts import (
    Column,
    Difference,
    EmptyState,
    FileItem,
    LifeStep,
    Message,
    Sorting,
    Tab,
    Tile,
)

SUBJECTS = [("person", _("A person")), ("place", _("A place")), ("self", _("It is about me"))]
WORDS = ("anker", "bakker", "citroen", "druppel", "emmer", "fluit", "gracht")
SORTING = Sorting(keys=("reference", "age"), default="-age")


class ExampleForm(forms.Form):
    subject = forms.ChoiceField(
        label=_("What is it about?"),
        help_text=_("You do not have to say who you are. You do not have to be sure."),
        choices=SUBJECTS,
        widget=ChoiceCards(
            {
                "person": _("Someone may be forced or abused"),
                "place": _("A house, business or street where something is not right"),
                "self": _("You get help, also without going to the police"),
            }
        ),
    )
    story = forms.CharField(
        label=_("What did you see?"),
        help_text=_("In your own words. At most 20,000 characters."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=20_000,
    )
    place = forms.CharField(label=_("Where was it?"), required=False, max_length=200)
    seen_on = PeopleDateField(
        label=_("When was it?"),
        help_text=_("For example 23-11-2026 or 23 November."),
        required=False,
    )
    born = DayMonthYearField(label=_("Date of birth"), required=False)
    urgency = forms.ChoiceField(
        label=_("How urgent is it?"),
        choices=[("day", _("Today")), ("week", _("This week")), ("none", _("Not urgent"))],
        widget=Choices({"day": _("Somebody has to look within 24 hours")}),
    )
    seen = forms.MultipleChoiceField(
        label=_("What else did you notice?"),
        required=False,
        choices=[
            ("alone", _("Is never alone")),
            ("phone", _("Has to answer the phone at once")),
            ("money", _("Has no money of their own")),
            ("school", _("Stays away from school")),
        ],
        widget=ManyChoices(),
    )
    form = forms.ChoiceField(
        label=_("Form"),
        required=False,
        choices=[("", _("All forms")), ("labour", _("Labour exploitation"))],
    )
    agree = forms.BooleanField(
        label=_("I may be contacted"), help_text=_("Only in the way you choose."), required=False
    )
    photos = FilesField(label=_("Files"), help_text=_("At most 25 MB each."), required=False)


class FilterForm(forms.Form):
    q = forms.CharField(label=_("Search on reference, place or plate"), required=False)
    form = forms.ChoiceField(
        label=_("Form"), required=False, choices=[("", _("All forms")), ("c", _("Criminal"))]
    )
    phase = forms.ChoiceField(
        label=_("Phase"), required=False, choices=[("", _("All phases")), ("1", _("Received"))]
    )


def _rows() -> list[dict[str, Any]]:
    now = timezone.now()
    return [
        {
            "reference": f"S-2026-{412 - number:04d}",
            "at": now - timedelta(hours=10 + 40 * number),
            "step": number % 5 + 1,
            "late": number < 2,
            "amount": (number * 733) % 1200,
        }
        for number in range(24)
    ]


def _lifeline() -> list[LifeStep]:
    now = timezone.now()
    return [
        LifeStep(_("Received"), "done", now - timedelta(hours=30), _("public form")),
        LifeStep(_("Opened"), "done", now - timedelta(hours=6), _("for: assessing the signal")),
        LifeStep(_("Assess and choose a route"), "late", now - timedelta(hours=2)),
        LifeStep(_("Answer to the reporter"), "now", now + timedelta(days=2), url="#lifeline"),
        LifeStep(_("End with a reason"), "open"),
    ]


def context(request: HttpRequest) -> dict[str, Any]:
    now = timezone.now()
    wrong = ExampleForm(
        {"story": "", "seen_on": "ooit", "born_0": "31", "born_1": "2", "born_2": "2026"}
    )
    return {
        "tiles": [
            Tile(7, _("New, not opened yet"), "?show=new", current=True),
            Tile(3, _("Late"), "?show=late", "late"),
            Tile(2, _("Answer today"), "?show=today", "today"),
            Tile(14, _("With others"), "?show=others"),
        ],
        "lifeline": _lifeline(),
        "tabs": [
            Tab(_("Notes of the team"), "?tab=team", 2, True, "team"),
            Tab(_("Messages with the reporter"), "?tab=reporter", 1, False, "reporter"),
            Tab(_("For the chain"), "?tab=chain", 0, False, "chain"),
        ],
        "messages_shown": [
            Message(_("Reporter"), now - timedelta(days=1), _("I saw the grey car again.")),
            Message(
                _("You"), now - timedelta(hours=3), _("Thank you. Was it at the school?"), True
            ),
        ],
        "columns": [
            Column(_("Reference"), "reference"),
            Column(_("About")),
            Column(_("Where it stands")),
            Column(_("Days open"), "age", numeric=True),
            Column(_("Next step")),
        ],
        "sorting": SORTING,
        "page": Paginator(_rows(), 10).get_page(request.GET.get("page", "1")),
        "empty": EmptyState(
            _("Nothing waits for you."), _("New signals appear here."), "?", _("Show everything")
        ),
        "files": [
            FileItem("foto-1.jpg", _("1.2 MB · location removed"), "#files", "?remove=1"),
            FileItem("brief.pdf", "310 kB"),
        ],
        "no_files": [],
        "words": WORDS,
        "form": ExampleForm(initial={"subject": "person"}),
        "wrong": wrong,
        "filter": FilterForm(),
        "differences": [
            Difference(_("Urgency"), _("Today"), _("This week")),
            Difference(_("Municipality"), "Zwolle", "Zwolle"),
        ],
        "question": _("Destroy three dossiers?"),
        "what_happens": [_("A colleague has to agree first."), _("You get a certificate.")],
        "cannot_undo": _("Nobody can read these dossiers again."),
        "submit_label": _("Destroy"),
        "danger": True,
        "cancel_url": "#",
        "changed_by": "B. Voorbeeld",
        "changed_at": now - timedelta(hours=1),
        "yesterday": now - timedelta(days=1),
        "in_two_days": now + timedelta(days=2),
        "long_ago": now - timedelta(days=400),
        "print_reference": "S-2026-0412",
        "print_purpose": _("assessing a signal"),
    }
