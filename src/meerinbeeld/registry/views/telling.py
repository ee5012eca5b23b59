# SPDX-License-Identifier: EUPL-1.2
"""The list of notifications in words: the sentence, the tiles, what an empty list says."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from meerinbeeld.registry.queries import listing
from meerinbeeld.registry.queries.listing import Wanted
from meerinbeeld.ui.counting import capital, counted, in_words
from meerinbeeld.ui.parts import Column, EmptyState, Tile, Tone

_LABELS = {
    listing.MISSING: gettext_lazy("Something is missing"),
    listing.WAITS: gettext_lazy("Wait to be passed on"),
    listing.READY: gettext_lazy("Ready to pass on"),
    listing.UNNAMED: gettext_lazy("Counted without a name"),
    listing.WITHDRAWN: gettext_lazy("Consent withdrawn"),
}
_TONES: dict[str, Tone] = {listing.MISSING: "today"}


def tiles(numbers: dict[str, int], wanted: Wanted, today: date) -> list[Tile]:
    """Numbers that are filters; the one in force leads back to everything."""
    url = reverse("notifications")
    return [
        Tile(
            number=in_words(number),
            label=_LABELS.get(tile) or _("Notified in %(year)s") % {"year": today.year},
            url=url if tile == wanted.tile else f"{url}?wat={tile}",
            tone=_TONES.get(tile, "") if number else "",
            current=tile == wanted.tile,
        )
        for tile, number in numbers.items()
    ]


def sentence(numbers: dict[str, int], today: date) -> str:
    """How the register stands, as a colleague would say it."""
    number = numbers[listing.YEAR]
    said = ngettext(
        "%(number)s notification in %(year)s", "%(number)s notifications in %(year)s", number
    ) % {"number": counted(number) or pgettext("number", "no"), "year": today.year}
    if lacking := numbers[listing.MISSING]:
        words = _("Of all years, %(number)s miss something that the national figures ask for.")
        rest = words % {"number": counted(lacking)}
        return f"{capital(said)}. {rest}"
    return _("%(said)s. Nothing is missing.") % {"said": capital(said)}


def columns() -> list[Column]:
    return [
        Column(_("Notification")),
        Column(_("Notified")),
        Column(_("Form of exploitation")),
        Column(_("Rests on")),
        Column(_("Missing")),
        Column(pgettext("column", "Passed on")),
    ]


def empty(wanted: Wanted) -> EmptyState:
    if wanted.is_narrowed:
        return EmptyState(
            _("No notification fits this filter"),
            _("Leave something out, or look at all notifications."),
            reverse("notifications"),
            _("Show everything"),
        )
    return EmptyState(
        _("Nothing was notified yet"),
        _("A notification is typed, comes from a case in one step, or is imported from a list."),
    )
