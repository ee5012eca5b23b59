# SPDX-License-Identifier: EUPL-1.2
"""The filter of the list of notifications."""

from __future__ import annotations

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from meerinbeeld import norms
from meerinbeeld.access.forms.acting import pick
from meerinbeeld.registry.forms.narrowing import NarrowingForm
from meerinbeeld.registry.models import Notification, Passing
from meerinbeeld.registry.queries import words
from meerinbeeld.registry.queries.listing import TILES, Wanted
from meerinbeeld.registry.rules.completeness import NATIONAL


class FilterForm(NarrowingForm):
    field_order = ("jaar", "vorm", "wie")

    vorm = pick(
        _("Form"),
        lambda: norms.codelist("form_of_exploitation").choices(),
        required=False,
        empty=_("All forms"),
    )
    grond = pick(
        _("Rests on"),
        lambda: [(value, capfirst(label)) for value, label in Notification.Rest.choices],
        required=False,
        empty=_("Any ground"),
    )
    door = pick(
        _("Passed on"),
        lambda: [(value, capfirst(label)) for value, label in Passing.State.choices],
        required=False,
        empty=_("Any state"),
    )
    mist = pick(
        _("Missing"),
        lambda: [(name, words.field_label(name)) for name in NATIONAL],
        required=False,
        empty=_("Whatever"),
    )

    def wanted(self, tile: str) -> Wanted:
        given = self.given()
        return Wanted(
            tile=tile if tile in TILES else "",
            year=given["jaar"],
            form=given.get("vorm", ""),
            organisation=given.get("wie", ""),
            rests_on=given.get("grond", ""),
            passing=given.get("door", ""),
            lacks=given.get("mist", ""),
        )
