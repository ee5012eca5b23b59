# SPDX-License-Identifier: EUPL-1.2
"""What the pages of a delivery show: the counts, the rows that are wrong, the first ones as they
will be stored.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meerinbeeld.parties.queries import municipalities
from meerinbeeld.registry.actions import reading_in, undoing
from meerinbeeld.registry.actions.delivering import Content
from meerinbeeld.registry.actions.reading_in import DIFFERS, KNOWN, NEW, WRONG, Outcome
from meerinbeeld.registry.lists.rows import Problem
from meerinbeeld.registry.models import Batch, Notification
from meerinbeeld.ui.parts import Column

WRONG_SHOWN: Final = 100
FIRST_SHOWN: Final = 8


def preview(batch: Batch, content: Content) -> dict[str, Any]:
    """What the import would do, and what cannot be imported yet."""
    looked = reading_in.look(batch, content)
    counts = Counter(outcome.what for outcome in looked)
    wrong = [outcome for outcome in looked if outcome.what == WRONG]
    good = [outcome for outcome in looked if outcome.read.entry is not None]
    good.sort(key=lambda outcome: outcome.what == KNOWN)  # what is new comes first
    unnamed = sum(_is_new_without_name(outcome) for outcome in looked)
    words = sum(_has_strange_word(outcome) for outcome in wrong)
    return {
        "new": counts[NEW],
        "known": counts[KNOWN],
        "differs": counts[DIFFERS],
        "wrong_count": counts[WRONG],
        "unnamed": unnamed,
        "strange": words,
        "wrong": [
            (outcome.read.number, told(outcome.problems, content))
            for outcome in wrong[:WRONG_SHOWN]
        ],
        "first": [(outcome, _town(outcome)) for outcome in good[:FIRST_SHOWN]],
        "more_wrong": counts[WRONG] - WRONG_SHOWN,
    }


def _town(outcome: Outcome) -> str:
    """The name of the municipality in a row."""
    code = outcome.read.entry.given.municipality if outcome.read.entry else ""
    return next((town.name for town in municipalities() if town.cbs_code == code), "")


def result(batch: Batch, content: Content) -> dict[str, Any]:
    """What became of a list, as far as it went."""
    wrong = [(one.number, told(one.told(), content)) for one in content.wrong[:WRONG_SHOWN]]
    return {
        "wrong": wrong,
        "more_wrong": len(content.wrong) - WRONG_SHOWN,
        "differing": _differing(content),
        "unnamed": batch.notifications.filter(rests_on=Notification.Rest.NONE).count(),
        "resting": undoing.resting(batch) if batch.ended_at and not batch.undo_since else 0,
        "stayed": batch.notifications.count() if batch.undone_at else 0,
    }


def _differing(content: Content) -> list[tuple[int, str]]:
    """The number of each row that differs, and the notification that it is about."""
    ids = [one.notification for one in content.differing]
    rows = Notification.objects.filter(pk__in=ids).values_list("pk", "reference")
    names = {str(pk): reference for pk, reference in rows}
    return [(one.number, names.get(one.notification, "")) for one in content.differing]


def told(problems: Any, content: Content) -> list[tuple[str, Any]]:
    """Each problem under the heading of its column, as the list has it."""
    return [(_column(problem, content), problem.words) for problem in problems]


def difference_columns() -> list[Column]:
    return [Column(_("Field")), Column(_("Stands")), Column(_("In the list"))]


def before_undoing(batch: Batch) -> dict[str, Any]:
    """The page that asks once more."""
    number = batch.notifications.count()
    words = ngettext(
        "Take back the %(number)s notification of this list?",
        "Take back the %(number)s notifications of this list?",
        number,
    )
    return {
        "question": words % {"number": number},
        "what_happens": [
            _("They are destroyed with the details in them, and so are their victim numbers."),
            _("What was known already stays, and so does what you decided about changed rows."),
            _("It runs in the background; you can deliver the list again afterwards."),
        ],
        "cannot_undo": _("What is taken back has to be delivered again to come back."),
        "submit_label": _("Take the list back"),
        "cancel_url": reverse("registry_list", args=[batch.pk]),
        "danger": True,
    }


def _column(problem: Problem, content: Content) -> str:
    return content.setting.columns.get(problem.field, "")


def _is_new_without_name(outcome: Outcome) -> bool:
    entry = outcome.read.entry
    return outcome.what == NEW and entry is not None and not entry.named


def _has_strange_word(outcome: Outcome) -> bool:
    return any(problem.code in ("strange_word", "strange_town") for problem in outcome.problems)
