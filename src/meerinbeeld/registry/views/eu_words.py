# SPDX-License-Identifier: EUPL-1.2
"""The yearly figures of the European Union in words, on the screen and to take along."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meerinbeeld import norms
from meerinbeeld.registry.exports import eu
from meerinbeeld.registry.exports.eu import Cell, Figures
from meerinbeeld.ui import sheets
from meerinbeeld.ui.parts import Column


@dataclass(frozen=True)
class Shown:
    """One table: a dimension against the form."""

    title: str
    columns: list[Column]
    #: A code in words, and its cells, each with the form that it is about.
    rows: list[tuple[str, list[tuple[str, Cell]]]]


def tables(found: Figures) -> list[Shown]:
    return [_table(found, dimension) for dimension in eu.DIMENSIONS] if found.cells else []


def _table(found: Figures, dimension: str) -> Shown:
    forms = [*found.forms, eu.ALL]
    title = dimension_words(dimension)
    return Shown(
        title=title,
        columns=[Column(title), *(Column(form_words(one), numeric=True) for one in forms)],
        rows=[
            (
                code_words(dimension, code),
                [(form_words(one), found.cells[dimension, code, one]) for one in forms],
            )
            for code in [*found.codes(dimension), eu.ALL]
        ],
    )


def sentence(found: Figures) -> str:
    said = ngettext(
        "%(number)d victim was first notified in %(year)d, counted once.",
        "%(number)d victims were first notified in %(year)d, each counted once.",
        found.victims,
    )
    return said % {"number": found.victims, "year": found.year}


def explained(found: Figures) -> list[str]:
    """What is hidden outside, and why."""
    if not found.cells:
        return []
    if found.refused:
        return [_("So few victims were counted that no table can leave.")]
    said = [
        _("Outside, %(primary)d numbers below %(least)d are hidden, and %(others)d more, so that "
          "nobody can compute them from the sums.")
        % {"primary": found.primary, "least": eu.THRESHOLD, "others": found.secondary},
        _("What leaves was attacked first: no hidden number could be found to within %d.")
        % eu.THRESHOLD,
    ]  # fmt: skip
    return said


def as_table(found: Figures) -> sheets.Table:
    """One row for each number of the four tables; what is hidden is empty and says so."""
    head = [
        _("Year"), _("Table"), _("Code"), _("Meaning"), _("Form code"), _("Form"), _("Victims"),
        _("Status"),
    ]  # fmt: skip
    rows = []
    for (dimension, code, form), cell in found.cells.items():
        count = "" if cell.is_hidden else str(cell.count)
        rows.append(
            [str(found.year), dimension, code, code_words(dimension, code), form,
             form_words(form), count, "hidden" if cell.is_hidden else "shown"]
        )  # fmt: skip
    return sheets.table(head, rows, [True, *(False,) * 5, True])


def dimension_words(dimension: str) -> str:
    return {
        "organisation": _("Who registered first"),
        "sex": _("Sex"),
        "age": _("Age group"),
        "citizenship": _("Citizenship"),
    }[dimension]


def code_words(dimension: str, code: str) -> str:
    """A code of one of the four in words."""
    if code == eu.ALL:
        return _("Together")
    if dimension == "organisation":
        return norms.codelist("notifier_kind").label(code)
    if dimension == "sex":
        codes = norms.codelist("sex").codes
        return next((one.label for one in codes if one.extra.get("eu") == code), code)
    named = {
        "child": _("Child"),
        "adult": _("Adult"),
        "NL": _("Dutch"),
        "EU": _("Another member state"),
        "other": _("Elsewhere, or stateless"),
        eu.UNKNOWN: _("Not known"),
    }
    return named[code]


def form_words(form: str) -> str:
    if form == eu.ALL:
        return _("Together")
    if form == eu.SEVERAL:
        return _("Several forms")
    return norms.codelist("form_of_exploitation").label(form)
