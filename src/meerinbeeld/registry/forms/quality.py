# SPDX-License-Identifier: EUPL-1.2
"""The filter of the page of quality."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from meerinbeeld.access.forms.acting import pick
from meerinbeeld.registry.forms.narrowing import NarrowingForm
from meerinbeeld.registry.queries import words
from meerinbeeld.registry.queries.problems import CONTRADICTS
from meerinbeeld.registry.queries.quality import TILES, Wanted
from meerinbeeld.registry.rules.completeness import NATIONAL


class QualityForm(NarrowingForm):
    wat_mist = pick(
        _("What is wrong"),
        lambda: [
            (str(_("Missing")), [(name, words.field_label(name)) for name in NATIONAL]),
            (str(_("Contradicts")), list(CONTRADICTS.items())),
        ],
        required=False,
        empty=_("Anything"),
    )

    def wanted(self, tile: str) -> Wanted:
        given = self.given()
        return Wanted(
            tile=tile if tile in TILES else "",
            year=given["jaar"],
            organisation=given.get("wie", ""),
            problem=given.get("wat_mist", ""),
        )
