# SPDX-License-Identifier: EUPL-1.2
"""Correcting a notification: the coded facts, who it is about, and what it rests on."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from meerinbeeld import norms, vault
from meerinbeeld.access import Actor
from meerinbeeld.access.changing import ChangeError, Seen
from meerinbeeld.registry.actions.ages import BIRTH_DATE, NOW, with_ages
from meerinbeeld.registry.actions.change import Change, changing
from meerinbeeld.registry.actions.consent import empty, leave_queue
from meerinbeeld.registry.actions.likeness import keep_likeness
from meerinbeeld.registry.actions.new_notification import LISTS, SEVERAL, Basis, refuse_unfounded
from meerinbeeld.registry.models import Detail, Notification, NotifiedForm, Passing

#: What the journal says of each kind of change.
FACTS, DETAILS, REST = ("facts", "details", "rests_on")
#: Why it waits again when there is no ground any more: a `passing_reason`.
UNSURE: Final = "ground_unsure"


@dataclass(frozen=True)
class Facts:
    """The coded facts as they should be. Fields that are not named stay as they are."""

    notified_on: date
    notifier: str
    own_number: str = ""
    municipality: str = ""
    #: Field to code, of `LISTS` without the notifier.
    codes: Mapping[str, str] = field(default_factory=dict)
    #: Field to codes, of `SEVERAL`.
    several: Mapping[str, Collection[str]] = field(default_factory=dict)


def correct_facts(
    actor: Actor,
    reference: str,
    facts: Facts,
    *,
    once: UUID | None = None,
    seen: Seen | None = None,
) -> Notification:
    """Correct what is coded. A code that is no longer in force stays only where it stood.

    The period of keeping never becomes longer by it.
    """
    with changing(actor, reference, FACTS, once=once, seen=seen) as change:
        row = change.row
        _check(row, facts)
        _refuse_known_number(row, facts.own_number)
        change.put("notified_on", facts.notified_on)
        change.put("notifier", facts.notifier)
        change.put("own_number", facts.own_number)
        change.put("municipality_id", facts.municipality or None, called="municipality")
        for name, code in facts.codes.items():
            change.put(name, code)
        for name, codes in facts.several.items():
            if name != "forms":
                change.put(name, sorted(codes))
        if "forms" in facts.several:
            _put_forms(change, frozenset(facts.several["forms"]))
        until = norms.term("retention_registry", facts.notified_on).after(facts.notified_on)
        row.retention_until = min(row.retention_until, until)
    return row


def change_details(
    actor: Actor,
    reference: str,
    texts: Mapping[str, str],
    *,
    once: UUID | None = None,
    seen: Seen | None = None,
) -> Notification:
    """Replace details by kind; an empty text takes one away. What they were is not kept."""
    with changing(actor, reference, DETAILS, once=once, seen=seen) as change:
        row = change.row
        if row.rests_on == Notification.Rest.NONE:
            raise ChangeError(_("Without a ground nothing is kept about who it is."))
        stored = {detail.kind: detail for detail in row.details.all()}
        with vault.unlocked(row.dossier) as box:
            before = {kind: box.text(one, "value") for kind, one in stored.items()}
            for kind, text in texts.items():
                if text.strip() != before.get(kind, ""):
                    _put_detail(change, kind, text.strip(), box)
            details = {one.kind: box.text(one, "value") for one in row.details.all()}
            keep_likeness(row, details, box)
        _put_age(change, before.get(BIRTH_DATE, ""), details.get(BIRTH_DATE, ""))
    return row


def rest_on(
    actor: Actor,
    reference: str,
    basis: Basis,
    *,
    once: UUID | None = None,
    seen: Seen | None = None,
) -> Notification:
    """Let a notification rest on something else. Without a ground its details are destroyed.

    Raises `ChangeError` when it rested on a consent that is to be withdrawn, or when its key is
    gone already.
    """
    with changing(actor, reference, REST, once=once, seen=seen) as change:
        row = change.row
        _refuse_without_key(row, basis)
        refuse_unfounded(basis, {})
        if basis.rests_on == Notification.Rest.NONE and row.rests_on != Notification.Rest.NONE:
            _let_go(change)
            return row
        change.put("rests_on", basis.rests_on)
        change.put("ground", basis.ground)
        change.put("consent_on", basis.consent_on)
    return row


# --- Facts ----------------------------------------------------------------------------------------


def _check(row: Notification, facts: Facts) -> None:
    stored = {"forms": list(row.forms.values_list("form", flat=True))}
    for name, code in {"notifier": facts.notifier, **facts.codes}.items():
        _allowed(LISTS[name], [code] if code else [], [getattr(row, name)], row.coded_on)
    for name, codes in facts.several.items():
        before = stored[name] if name in stored else getattr(row, name)
        _allowed(SEVERAL[name], codes, before, row.coded_on)


def _allowed(codelist: str, codes: Collection[str], before: Collection[str], on: date) -> None:
    known = {*norms.codelist(codelist, on).values, *before}
    if not known.issuperset(codes):
        raise ChangeError(_("Choose something from the list."))


def _refuse_known_number(row: Notification, number: str) -> None:
    same = Notification.objects.filter(organisation_id=row.organisation_id, own_number=number)
    other = same.exclude(pk=row.pk).first() if number else None
    if other is not None:
        words = _("You gave this number to %(reference)s already.")
        raise ChangeError(words % {"reference": other.reference})


def _put_forms(change: Change, codes: frozenset[str]) -> None:
    row, known = change.row, norms.codelist("form_of_exploitation", change.row.coded_on)
    stored = set(row.forms.values_list("form", flat=True))
    if stored == codes:
        return
    row.forms.exclude(form__in=codes).delete()
    NotifiedForm.objects.bulk_create(
        NotifiedForm(notification=row, form=code, norm=str(found.norm))
        for code in sorted(codes - stored)
        if (found := known.get(code))
    )
    change.touched.append("forms")


# --- Who it is, and what it rests on --------------------------------------------------------------


def _put_detail(change: Change, kind: str, text: str, box: vault.Box) -> None:
    row = change.row
    if kind not in norms.codelist("registry_detail").values:
        raise ChangeError(_("Choose something from the list."))
    row.details.filter(kind=kind).delete()
    if text:
        detail = Detail(notification=row, kind=kind, at=change.now, by_id=change.actor.person_id)
        box.put_text(detail, "value", text)
        detail.save(force_insert=True)
    change.touched.append(f"detail:{kind}")


def _put_age(change: Change, before: str, birth_date: str) -> None:
    """The age group follows another date of birth, unless somebody chose another group."""
    row, day = change.row, change.row.notified_on
    followed = with_ages({}, before, "", day).get(NOW, "")
    if row.age_band in ("", followed):
        change.put(NOW, with_ages({}, birth_date, "", day).get(NOW, row.age_band))


def _refuse_without_key(row: Notification, basis: Basis) -> None:
    if basis.rests_on != Notification.Rest.NONE and vault.is_shredded(row.dossier):
        raise ChangeError(
            _("What was kept about this person is destroyed, and so is its key. Does the person "
              "consent again? Then make a new notification.")
        )  # fmt: skip
    if basis.rests_on == Notification.Rest.NONE and row.rests_on == Notification.Rest.CONSENT:
        raise ChangeError(_("It rests on consent. Withdraw the consent instead."))


def _let_go(change: Change) -> None:
    """There is no ground after all: the details and their key go, the count stays."""
    row = change.row
    empty(row)
    change.touched += ["rests_on"]
    leave_queue(row, change.now, change.actor.person_id, UNSURE, Passing.State.WAITS)
