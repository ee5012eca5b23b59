# SPDX-License-Identifier: EUPL-1.2
"""Making a notification: typed, from a case or out of a list, all by this one way.

With it come a victim of its own, until a person says that it is somebody who is known, and a place
in the queue to the national register.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from meerinbeeld import journal, norms, vault
from meerinbeeld.access import Actor, Verb, require
from meerinbeeld.access.changing import ChangeError
from meerinbeeld.care.models import Case
from meerinbeeld.registry.actions.ages import BIRTH_DATE, with_ages
from meerinbeeld.registry.actions.likeness import keep_likeness
from meerinbeeld.registry.models import (
    Batch,
    Detail,
    Notification,
    NotifiedForm,
    Passing,
    RegistryCounter,
    Victim,
)
from meerinbeeld.registry.queries.scope import KIND, PURPOSE, THING

NOTIFICATION, VICTIM = "A", "V"
Rest = Notification.Rest
#: Which list each coded field stands in.
LISTS: Final[Mapping[str, str]] = {
    "notifier": "notifier_kind",
    "standing": "victim_standing",
    "sector": "exploitation_sector",
    "scope": "exploitation_scope",
    "origin": "country",
    "sex": "sex",
    "age_band": "age_band",
    "age_band_at_start": "age_band",
    "duration": "exploitation_duration",
    "place_kind": "exploitation_place",
}
#: The same for fields that hold several codes.
SEVERAL: Final[Mapping[str, str]] = {
    "forms": "form_of_exploitation",
    "nationalities": "country",
    "recruitment": "recruitment_way",
    "means": "means_of_coercion",
    "platforms_recruiting": "online_platform",
    "platforms_exploiting": "online_platform",
}


@dataclass(frozen=True)
class Basis:
    """What the personal details rest on (AVG art. 6), and since when somebody consented."""

    rests_on: str
    ground: str = ""
    consent_on: date | None = None


@dataclass(frozen=True)
class Given:
    """What somebody tells about one person. Codes are of the lists of `notified_on`."""

    notified_on: date
    notifier: str
    basis: Basis
    kind: str = "registration"
    own_number: str = ""
    municipality: str = ""
    #: Field to code, of `LISTS` without the notifier.
    codes: Mapping[str, str] = field(default_factory=dict)
    #: Field to codes, of `SEVERAL`.
    several: Mapping[str, Collection[str]] = field(default_factory=dict)
    #: Kind of detail (`registry_detail`) to its text.
    details: Mapping[str, str] = field(default_factory=dict, repr=False)
    #: When it began, or a part of that; only the age group of then is kept of it.
    began: str = field(default="", repr=False)


@dataclass(frozen=True)
class Delivered:
    """The row of a list of which a notification is made, for the organisation of that list."""

    batch: Batch
    key: bytes = field(repr=False)
    mark: bytes = field(repr=False)


@dataclass(frozen=True)
class _Coming:
    """Where a notification comes from, and when."""

    source: str
    case: Case | None
    row: Delivered | None
    once: UUID | None
    at: datetime


def make_notification(
    actor: Actor,
    given: Given,
    *,
    source: str = Notification.Source.TYPED,
    case: Case | None = None,
    row: Delivered | None = None,
    once: UUID | None = None,
) -> Notification:
    """Store one notification, sealed and journaled, in one transaction.

    The same form sent twice (`once`), the same case, the same number of the organisation and the
    same row of its list give the one that is there. Raises `Refused`, or `ChangeError` for a code
    that is not in force or details without a ground.
    """
    require(actor, Verb.CREATE, KIND, PURPOSE)
    given = replace(given, codes=_codes(given))
    _check(given)
    coming = _Coming(source, case, row, once, timezone.now())
    with transaction.atomic():
        _counter(NOTIFICATION, coming.at)  # others wait here, so that nothing is stored twice
        return _known(actor, given, coming) or _store(actor, given, coming)


def next_reference(letter: str, moment: datetime) -> str:
    """The next number of the year of `moment`, such as "A-2026-0042"."""
    counter = _counter(letter, moment)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"{letter}-{counter.year}-{counter.last:04d}"


def _counter(letter: str, moment: datetime) -> RegistryCounter:
    year = timezone.localtime(moment).year
    rows = RegistryCounter.objects.select_for_update()
    return rows.get_or_create(letter=letter, year=year)[0]


def _codes(given: Given) -> dict[str, str]:
    born = given.details.get(BIRTH_DATE, "")
    return with_ages(given.codes, born, given.began, given.notified_on)


def _check(given: Given) -> None:
    singles = {"notifier": given.notifier, **given.codes}
    for name, code in singles.items():
        _in_force(LISTS[name], [code] if code else [], given.notified_on)
    for name, codes in given.several.items():
        _in_force(SEVERAL[name], codes, given.notified_on)
    _in_force("registry_detail", given.details, given.notified_on)
    refuse_unfounded(given.basis, given.details)


def refuse_unfounded(basis: Basis, details: Mapping[str, str]) -> None:
    """Raises `ChangeError` for details without a ground, or a consent without its day."""
    if basis.rests_on == Rest.NONE and any(text.strip() for text in details.values()):
        raise ChangeError(
            _("Without a ground only numbers are kept. Choose a ground, or leave out who it is.")
        )
    if basis.rests_on == Rest.CONSENT and basis.consent_on is None:
        raise ChangeError(_("Say on which day the person consented."))
    if basis.rests_on != Rest.NONE and basis.ground not in norms.codelist("ground").values:
        raise ChangeError(_("Choose on which ground it rests."))


def _in_force(codelist: str, codes: Collection[str], on: date) -> None:
    values = norms.codelist(codelist, on).values
    wrong = [code for code in codes if code not in values]
    if wrong:
        words = {"code": wrong[0], "day": on.isoformat()}
        raise ChangeError(_('"%(code)s" was not in the list on %(day)s. Choose another.') % words)


def _known(actor: Actor, given: Given, coming: _Coming) -> Notification | None:
    """What is there already: of this form, this case, this number of theirs, or this row."""
    same = Q(sent_once=coming.once) if coming.once else Q(pk=None)
    if coming.case is not None:
        same |= Q(case=coming.case)
    if given.own_number:
        same |= Q(own_number=given.own_number)
    if coming.row is not None:
        same |= Q(row_key=coming.row.key)
    organisation = _organisation(actor, coming.row)
    return Notification.objects.filter(same, organisation_id=organisation).first()


def _organisation(actor: Actor, row: Delivered | None) -> UUID:
    return row.batch.organisation_id if row else actor.organisation_id


def _store(actor: Actor, given: Given, coming: _Coming) -> Notification:
    row = _row(actor, given, coming)
    victim = Victim.objects.create(made_at=coming.at, reference=next_reference(VICTIM, coming.at))
    row.victim = row.own_victim = victim
    row.reference = next_reference(NOTIFICATION, coming.at)
    row.save(force_insert=True)
    _store_forms(row, given)
    _store_details(row, given, actor)
    Passing.objects.create(notification=row, kind=given.kind, since=coming.at)
    journal.record(
        actor,
        Verb.CREATE,
        purpose=PURPOSE,
        thing=THING,
        thing_id=row.id,
        dossier=row.dossier,
        ground=row.ground,
        reason_code=row.rests_on,
        norm=row.retention_norm,
    )
    return row


def _row(actor: Actor, given: Given, coming: _Coming) -> Notification:
    """What is coded, in columns; without a number and a victim yet."""
    delivered = coming.row
    term = norms.term("retention_registry", given.notified_on)
    return Notification(
        dossier=vault.create_dossier(),
        organisation_id=_organisation(actor, delivered),
        by_id=actor.person_id,
        sent_once=coming.once or uuid.uuid4(),
        made_at=coming.at,
        registered_on=timezone.localdate(coming.at),
        notified_on=given.notified_on,
        source=coming.source,
        case=coming.case,
        batch=delivered.batch if delivered else None,
        row_key=delivered.key if delivered else None,
        row_mark=delivered.mark if delivered else None,
        own_number=given.own_number,
        rests_on=given.basis.rests_on,
        ground=given.basis.ground,
        consent_on=given.basis.consent_on,
        coded_on=given.notified_on,
        notifier=given.notifier,
        municipality_id=given.municipality or None,
        retention_from=given.notified_on,
        retention_until=term.after(given.notified_on),
        retention_norm=str(term.norm),
        **given.codes,
        **{name: sorted(codes) for name, codes in given.several.items() if name != "forms"},
    )


def _store_forms(row: Notification, given: Given) -> None:
    known = norms.codelist("form_of_exploitation", given.notified_on)
    NotifiedForm.objects.bulk_create(
        NotifiedForm(notification=row, form=code, norm=str(found.norm))
        for code in sorted(given.several.get("forms", ()))
        if (found := known.get(code))
    )


def _store_details(row: Notification, given: Given, actor: Actor) -> None:
    details = []
    with vault.unlocked(row.dossier) as box:
        keep_likeness(row, given.details, box)
        for kind, text in given.details.items():
            if text.strip():
                detail = Detail(notification=row, kind=kind, at=row.made_at, by_id=actor.person_id)
                box.put_text(detail, "value", text.strip())
                details.append(detail)
    Detail.objects.bulk_create(details)
