# SPDX-License-Identifier: EUPL-1.2
"""The queue to the national register in words: the sentence, the tiles, the steps, the buttons."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from meerinbeeld import norms
from meerinbeeld.norms.refs import Code
from meerinbeeld.registry.models import Passing, Sending
from meerinbeeld.registry.queries import passing as queries
from meerinbeeld.registry.queries import passing_queue as queue
from meerinbeeld.registry.rules import passing as rules
from meerinbeeld.ui.counting import capital, counted, in_words
from meerinbeeld.ui.moments import said
from meerinbeeld.ui.parts import Column, EmptyState, LifeStep, Tile, Tone

_TILES: Final = {
    queue.WAITS: gettext_lazy("Wait"),
    queue.LACKING: gettext_lazy("Of which not whole"),
    queue.READY: gettext_lazy("Ready to send"),
    queue.SENT: gettext_lazy("Sent, no answer yet"),
    queue.CHANGED: gettext_lazy("Changed since it was sent"),
    queue.DONE: gettext_lazy("Done"),
}
_TONES: Final[dict[str, Tone]] = {queue.LACKING: "today", queue.CHANGED: "late", queue.SENT: "runs"}
_STEPS: Final = {
    rules.RELEASE: gettext_lazy("Made ready to send"),
    rules.HOLD: gettext_lazy("Waits"),
    rules.STOP: gettext_lazy("Not passed on"),
    rules.RESUME: gettext_lazy("Taken up again"),
    rules.SEND: pgettext_lazy("step", "Sent"),
    rules.COUNTED: gettext_lazy("Counted, without a name"),
    rules.TAKE_BACK: gettext_lazy("Was not sent after all"),
    rules.ANSWER: gettext_lazy("The centre answered"),
    rules.ASK_MORE: gettext_lazy("The centre asks more"),
    rules.CORRECT: gettext_lazy("Goes out again, corrected"),
    rules.WITHDRAW: gettext_lazy("Has to be removed there"),
    rules.END: gettext_lazy("Removed there"),
    "consent_withdrawn": gettext_lazy("The consent was withdrawn"),
    "ground_unsure": gettext_lazy("The ground fell away"),
}


@dataclass(frozen=True)
class Changed:
    """A step by somebody else, for the page of a conflict."""

    title: str
    who: str
    at: datetime
    why: str = ""


@dataclass(frozen=True)
class Button:
    label: str
    url: str
    kind: str = ""


@dataclass(frozen=True)
class Sent:
    """One sending in words."""

    sending: Sending
    way: str
    content: str
    answer: str
    why: str


def token() -> UUID:
    """Of a form, so that sending it twice does its work once."""
    return uuid.uuid4()


def token_of(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("once", ""))
    except ValueError:
        return None


def sentence(numbers: dict[str, int], oldest: datetime | None) -> str:
    """How the queue stands, as a colleague would say it."""
    waits, ready = numbers[queue.WAITS], numbers[queue.READY]
    if not waits and not ready:
        return _("Nothing waits to be passed on.")
    words = ngettext("%s notification waits", "%s notifications wait", waits)
    found = [words % (counted(waits))] if waits else []
    if ready:
        words = ngettext("%s is ready to send", "%s are ready to send", ready)
        found.append(words % counted(ready))
    text = capital(_(" and ").join(found)) + "."
    if oldest is None:
        return text
    return text + " " + _("The first has waited since %s.") % said(oldest, on_calendar=True)


def tiles(numbers: dict[str, int], chosen: str) -> list[Tile]:
    """Numbers that are filters; the one in force leads back to everything."""
    url = reverse("passing_queue")
    return [
        Tile(
            number=in_words(number),
            label=_TILES[tile],
            url=url if tile == chosen else f"{url}?wat={tile}",
            tone=_TONES.get(tile, "") if number else "",
            current=tile == chosen,
        )
        for tile, number in numbers.items()
    ]


def columns() -> list[Column]:
    return [
        Column(_("Notification")),
        Column(_("Kind of dossier")),
        Column(_("What leaves")),
        Column(_("How it stands")),
        Column(_("Missing, or why it waits")),
        Column(_("Next step")),
    ]


def empty(is_narrowed: bool) -> EmptyState:
    if is_narrowed:
        return EmptyState(
            _("Nothing in the queue fits this filter"),
            _("Leave something out, or look at all that is open."),
            reverse("passing_queue"),
            _("Show everything"),
        )
    return EmptyState(
        _("Nothing waits to be passed on"),
        _("A new notification comes here by itself. What is done stands under the last number."),
    )


def kind(passing: Passing) -> Code | None:
    return norms.codelist("registry_kind").get(passing.kind)


def what_leaves(passing: Passing) -> list[str]:
    """What goes to the centre, as sentences for the page of a confirmation."""
    content = queries.content_of(passing)
    if content == rules.COUNT:
        return [_("Without a ground only a number goes along: the year and who notified.")]
    if content == rules.WITHDRAWAL:
        return [_("The number and the reason go along, so that the centre removes it.")]
    ground = norms.codelist("ground").label(passing.notification.ground)
    return [
        _("The coded facts and who it is go along."),
        _("Ground: %s.") % ground,
    ]


def what_stops(there: bool) -> list[str]:
    if there:
        return [_("The centre has this person. It goes out once more, to be removed there.")]
    return [_("Nothing is sent. You can take it up again.")]


def what_follows(move: str) -> list[str]:
    """What a move does that asks nothing."""
    found = {
        "resume": _("It waits in the queue, as it did at first."),
        "correct": _("It becomes ready to send. What was sent before stays as it was."),
        "take_back": _("It becomes ready to send again. The sending stays, as taken back."),
    }
    return [found[move]]


def sendings(passing: Passing, *, whole: bool) -> list[Sent]:
    """What was sent, the newest first; `whole` as in `queries.passing.answer_words`."""
    return [sent(one, whole=whole) for one in reversed(list(passing.sendings.all()))]


def sent(sending: Sending, *, whole: bool = True) -> Sent:
    """One sending in words."""
    refusal = norms.codelist("passing_refusal")
    return Sent(
        sending=sending,
        way=norms.codelist("passing_way").label(sending.way),
        content=str(sending.get_content_display()),
        answer=queries.answer_words(sending.answer, whole=whole) if sending.answer else "",
        why=refusal.label(sending.answer_reason) if sending.answer_reason else "",
    )


def steps(passing: Passing) -> list[LifeStep]:
    """What happened so far, the newest first."""
    done = [
        LifeStep(str(_STEPS[one.move]), "done", one.at, _why(one.reason))
        for one in passing.steps.order_by("-at")
    ]
    came = LifeStep(_("Notified"), "done", passing.notification.made_at)
    return [*done, came]


def changed_since(passing: Passing, moment: datetime) -> list[Changed]:
    """The steps after a moment, for whoever looked before it."""
    rows = passing.steps.filter(at__gt=moment).select_related("by").order_by("-at")[:20]
    return [
        Changed(str(_STEPS[one.move]), one.by.name if one.by else "", one.at, _why(one.reason))
        for one in rows
    ]


def _why(reason: str) -> str:
    return norms.codelist("passing_reason").label(reason) if reason else ""


def buttons(passing: Passing, row: queue.Row) -> list[Button]:
    """What can be done with it now; the main action first, where completing it is not that."""
    reference = passing.notification.reference
    names = _names(passing, row)
    labels = {
        "passing_release": _("Make ready"),
        "passing_wait": _("Let it wait"),
        "passing_stop": _("Ask to remove it there")
        if queries.stands_there(passing)
        else _("Do not pass it on"),
        "passing_resume": _("Take it up again"),
        "passing_by_hand": _("Write down that it was sent"),
        "passing_paper": _("Open the form"),
        "passing_answered": _("Write down the answer"),
        "passing_take_back": _("It was not sent after all"),
        "passing_correct": _("Send it again, corrected"),
    }
    completes = passing.state == rules.WAITS and bool(row.missing)
    return [
        Button(labels[name], reverse(name, args=[reference]), "" if at or completes else "primary")
        for at, name in enumerate(names)
    ]


def _names(passing: Passing, row: queue.Row) -> list[str]:
    if passing.state == rules.WAITS:
        return ["passing_release", "passing_wait", "passing_stop"]
    if passing.state == rules.READY:
        paper = ["passing_paper"] if row.content == rules.DETAILS else []
        if row.content == rules.WITHDRAWAL:
            undo = [] if passing.reason == "consent_withdrawn" else ["passing_resume"]
            return ["passing_by_hand", *undo]
        return ["passing_by_hand", *paper, "passing_wait", "passing_stop"]
    if passing.state == rules.STOPPED:
        return ["passing_resume"]
    corrects = ["passing_correct"] if row.is_changed else []
    if passing.state == rules.SENT:
        return [*corrects, "passing_answered", "passing_take_back", "passing_stop"]
    return [*corrects, *(["passing_stop"] if queries.stands_there(passing) else [])]


@dataclass(frozen=True)
class ReadyRow:
    """A dossier that can go into a file."""

    reference: str
    organisation: str
    kind: str
    content: str
    ground: str


def ready_row(passing: Passing) -> ReadyRow:
    row, known = passing.notification, kind(passing)
    return ReadyRow(
        reference=row.reference,
        organisation=row.organisation.name,
        kind=known.label if known else passing.kind,
        content=content_words(queries.content_of(passing)),
        ground=norms.codelist("ground").label(row.ground) if row.ground else "",
    )


def ready_columns() -> list[Column]:
    return [
        Column(_("In the file")),
        Column(_("Notification")),
        Column(_("Kind of dossier")),
        Column(_("What leaves")),
        Column(_("Ground")),
    ]


def file_columns() -> list[Column]:
    return [
        Column(_("Notification")),
        Column(_("What leaves")),
        Column(_("Their answer")),
        Column(_("Number of the centre")),
    ]


def content_words(content: str) -> str:
    return str(capfirst(dict(Sending.Content.choices)[content]))


def next_words(step: str) -> str:
    """The next step of a row, as a link says it."""
    found = {
        "complete": pgettext("next", "Complete it"),
        "release": pgettext("next", "Make ready"),
        "send": pgettext("next", "Send"),
        "answer": pgettext("next", "Write down the answer"),
        "correct": pgettext("next", "Send again"),
    }
    return found.get(step, "")
