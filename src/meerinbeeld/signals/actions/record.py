# SPDX-License-Identifier: EUPL-1.2
"""A signal recorded by a professional, also for somebody who phoned or came in.

Sent twice it makes one signal: the token of the form is unique in the database.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meerinbeeld import journal, norms, vault
from meerinbeeld.access import Actor, Purpose, Verb, require
from meerinbeeld.access.changing import AlreadyDone, ChangeError
from meerinbeeld.files.sealed import SealedFile
from meerinbeeld.norms import RouteAdvice, RouteFacts
from meerinbeeld.parties.models import Organisation
from meerinbeeld.parties.queries import municipal_organisation, regional_desk
from meerinbeeld.signals.actions.new_signal import Making, minor_by, set_clocks
from meerinbeeld.signals.actions.telling import tell_organisation
from meerinbeeld.signals.models import Origin, Phase, Signal, Source, YesNoUnknown
from meerinbeeld.signals.queries.choices import with_somebody
from meerinbeeld.signals.queries.scope import KIND, THING

Keep = Callable[[int], Sequence[SealedFile]]


@dataclass(frozen=True)
class Told:
    """What a professional writes down. `facts` are pairs of an item kind and its text."""

    subject_kind: str
    reporter_kind: str
    danger: bool = False
    municipality: str = ""
    minor: str = YesNoUnknown.UNKNOWN
    identifiable: str = YesNoUnknown.UNKNOWN
    age_band: str = ""
    on_behalf: bool = False
    forms: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = field(default=(), repr=False)


def record_signal(actor: Actor, told: Told, *, once: UUID, keep: Keep | None = None) -> Signal:
    """Record a signal. Raises `AlreadyDone` (with the signal) when this form was sent before,
    `ChangeError` when the token belongs to somebody else, `Refused` for other roles."""
    require(actor, Verb.CREATE, KIND, Purpose.REPORTING)
    try:
        with transaction.atomic():
            _refuse_twice(actor, once)
            return _record(actor, told, once, keep)
    except IntegrityError:
        # the same form came in twice at the same moment: the other one was first
        _refuse_twice(actor, once)
        raise


def owner_for(municipality: str) -> Organisation:
    """The organisation of the place, else the desk of the region: never nobody."""
    return with_somebody(municipal_organisation(municipality) or regional_desk())


def advice_for(told: Told) -> list[RouteAdvice]:
    """Where the norms of today lead with these facts, and why. People decide."""
    return norms.advise_route(
        RouteFacts(
            subject_kind=told.subject_kind,
            minor={"yes": True, "no": False}.get(minor_by(told.age_band, told.minor)),
            danger=told.danger,
            identifiable={"yes": True, "no": False}.get(told.identifiable),
            forms=frozenset(told.forms),
            municipality=told.municipality,
            on=timezone.localdate(),
        )
    )


def recorded_with(actor: Actor, once: UUID) -> Signal | None:
    """The signal that this form made before."""
    return Signal.objects.filter(sent_once=once, made_by_id=actor.person_id).first()


def _refuse_twice(actor: Actor, once: UUID) -> None:
    if recorded_with(actor, once) is not None:
        raise AlreadyDone
    if Signal.objects.filter(sent_once=once).exists():
        raise ChangeError(_("Open this page again and send it once more."))


def _record(actor: Actor, told: Told, once: UUID, keep: Keep | None) -> Signal:
    signal = _coded(actor, told, once)
    signal.dossier = vault.create_dossier()
    with vault.unlocked(signal.dossier) as box:
        making = Making(signal, box, signal.received_at, Source.REPORTER, actor.person_id)
        making.add_items(told.facts)
        making.add_forms(told.forms)
        making.add_indicators(told.indicators)
        making.add_files(keep(settings.MIB_MAX_FILES) if keep else ())
        making.add_step("recorded", signal.received_at, phase=Phase.RECEIVED)
        making.store()
    tell_organisation(signal, signal.owner_id, "new_signal", but=actor.person_id)
    journal.record(
        actor,
        Verb.CREATE,
        purpose=Purpose.REPORTING,
        thing=THING,
        thing_id=signal.id,
        dossier=signal.dossier,
        norm=signal.due_norm,
    )
    return signal


def _coded(actor: Actor, told: Told, once: UUID) -> Signal:
    signal = Signal(
        origin=Origin.ON_BEHALF if told.on_behalf else Origin.PROFESSIONAL,
        made_by_id=actor.person_id,
        sent_once=once,
        subject_kind=told.subject_kind,
        reporter_kind=told.reporter_kind,
        municipality_id=told.municipality or None,
        minor=minor_by(told.age_band, told.minor),
        identifiable=told.identifiable,
        danger=told.danger,
        urgency="acute" if told.danger else "day",
        owner=owner_for(told.municipality),
        received_at=timezone.now(),
    )
    set_clocks(signal)
    return signal
