# SPDX-License-Identifier: EUPL-1.2
"""Fields and codes of a notification in words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django.utils import formats
from django.utils.translation import gettext_lazy as _

from meerinbeeld import norms
from meerinbeeld.registry.actions.new_notification import LISTS, SEVERAL
from meerinbeeld.registry.models import Notification

#: What a field is called, in the order of the page.
FIELDS: Final[dict[str, Any]] = {
    "notified_on": _("Day of the notification"),
    "notifier": _("Who notifies"),
    "own_number": _("Your own number"),
    "rests_on": _("What it rests on"),
    "consent_on": _("Consent"),
    "forms": _("Form of exploitation"),
    "sector": _("Sector"),
    "scope": _("Domestic or cross-border"),
    "standing": _("How certain it is"),
    "municipality": _("Municipality of the exploitation"),
    "place_kind": _("Kind of place"),
    "duration": _("How long it lasted"),
    "origin": _("Country of origin"),
    "nationalities": _("Nationality"),
    "sex": _("Sex"),
    "age_band": _("Age now"),
    "age_band_at_start": _("Age when it began"),
    "recruitment": _("How somebody was recruited"),
    "means": _("By what means somebody was held"),
    "platforms_recruiting": _("Platforms for recruiting"),
    "platforms_exploiting": _("Platforms for exploiting"),
}

#: How lists and the form keep a date of birth, whole or without its day.
BIRTH_AS_KEPT: Final = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?\Z")


def field_label(name: str) -> str:
    """The name of a field, or of a personal detail (`detail:<kind>`)."""
    _before, is_detail, kind = name.partition("detail:")
    if is_detail:
        return norms.codelist("registry_detail").label(kind)
    return str(FIELDS.get(name, name))


def detail_in_words(kind: str, text: str) -> str:
    """A personal detail as people write it: a date of birth with its month in letters, because day
    and month are easily taken for each other; what is no date stays as it was written."""
    parts = BIRTH_AS_KEPT.match(text) if kind == "birth_date" else None
    if parts is None:
        return text
    year, month, day = (int(part or 1) for part in parts.groups())
    try:
        moment = date(year, month, day)
    except ValueError:
        return text
    return str(formats.date_format(moment, "j F Y" if parts[3] else "F Y"))


def code_label(field: str, code: str) -> str:
    """One code of a field in words."""
    return norms.codelist({**LISTS, **SEVERAL}[field]).label(code)


def labels(field: str, codes: Iterable[str]) -> list[str]:
    return [code_label(field, code) for code in codes]


def value_in_words(row: Notification, field: str) -> str:
    """What a coded field says; empty when nobody filled it in."""
    if field == "municipality":
        return row.municipality.name if row.municipality else ""
    if field == "forms":
        return ", ".join(labels(field, (one.form for one in row.forms.all())))
    value = getattr(row, field)
    if field in SEVERAL:
        return ", ".join(labels(field, value))
    return code_label(field, value) if value else ""
