# SPDX-License-Identifier: EUPL-1.2
"""Giving out the yearly figures for the European Union, held against what was given out before.

Two versions of one year can be subtracted, and a small difference is a small group of people. A
version that would tell of one does not leave; the one that was given out can be saved again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

import disclosure
from disclosure.published import read
from meerinbeeld import journal
from meerinbeeld.access import Actor, Verb
from meerinbeeld.access.changing import ChangeError
from meerinbeeld.registry.exports import eu
from meerinbeeld.registry.models import UnionFigures
from meerinbeeld.registry.queries.figures import given_out, in_period, keeper
from meerinbeeld.registry.queries.scope import PURPOSE
from meerinbeeld.registry.rules.period import Period

THING: Final = "registry.figures"
Tables = Mapping[str, str]


def give_out(actor: Actor, year: int) -> eu.Figures:
    """The protected yearly figures, for outside. Raises `Refused`, or `ChangeError` when too few
    were counted or when they tell too much beside an earlier version.

    They are about nobody, so that the journal names the act and no dossier.
    """
    keeper(actor, Verb.EXPORT)
    found = eu.figures(year, in_period(actor, Period(year)))
    if found.refused or not found.cells:
        raise ChangeError(_("So few victims were counted that no table can leave."))
    before = list(given_out(actor, year))
    if before and before[-1].tables == found.tables:
        return _again(actor, before[-1])
    for one in before:  # outside the transaction: it takes as long as an attack
        if _tells_beside(found.tables, one.tables):
            raise ChangeError(
                _("The figures of %(year)s were given out on %(day)s. So little changed since that "
                  "the difference would point at somebody. Give out those of that day, or wait "
                  "until more has changed.")
                % {"year": year, "day": date_format(one.at, "j F Y")}
            )  # fmt: skip
    _keep(actor, year, len(before) + 1, found.tables)
    return found


def give_out_again(actor: Actor, year: int) -> eu.Figures:
    """What was given out last, as it left. Raises `Refused`, or `ChangeError` if nothing was."""
    keeper(actor, Verb.EXPORT)
    last = given_out(actor, year).last()
    if last is None:
        raise ChangeError(_("Nothing was given out about this year."))
    return _again(actor, last)


def _again(actor: Actor, kept: UnionFigures) -> eu.Figures:
    with transaction.atomic():
        _record(actor, kept.year)
    return eu.from_tables(kept.year, kept.tables)


def _keep(actor: Actor, year: int, version: int, tables: Tables) -> None:
    try:
        with transaction.atomic():
            UnionFigures.objects.create(
                year=year, version=version, by_id=actor.person_id, tables=dict(tables)
            )
            _record(actor, year)
    except IntegrityError:  # and so not held against that one
        raise ChangeError(_("Somebody else gave out this year just now. Try again.")) from None


def _record(actor: Actor, year: int) -> None:
    journal.record(actor, Verb.EXPORT, purpose=PURPOSE, thing=THING, reason_code=f"eu:{year}")


def _tells_beside(new: Tables, old: Tables) -> bool:
    return any(_tells(new[name], old[name], name) for name in new if name in old)


def _tells(new: str, old: str, name: str) -> bool:
    """Whether both versions of a table together tell of a group below the threshold. What cannot
    be compared is taken to tell."""
    try:
        return not disclosure.difference(
            read(new.encode(), f"{name}, new"),
            [read(old.encode(), f"{name}, earlier")],
            threshold=eu.THRESHOLD,
            width=eu.THRESHOLD,
        ).holds
    except disclosure.DataError:
        return True


def days_of(versions: Iterable[UnionFigures]) -> list[str]:
    """On which days a year was given out, in words."""
    return [date_format(one.at, "j F Y") for one in versions]
