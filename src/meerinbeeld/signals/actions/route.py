# SPDX-License-Identifier: EUPL-1.2
"""Putting a signal before another organisation, its answer, and handing a signal over."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from meerinbeeld import vault
from meerinbeeld.access import Actor, Verb
from meerinbeeld.access.changing import ChangeError, Seen
from meerinbeeld.parties.models import Organisation
from meerinbeeld.signals.actions.change import Change, changing
from meerinbeeld.signals.actions.stages import tell_stage
from meerinbeeld.signals.actions.telling import tell_organisation, tell_owner
from meerinbeeld.signals.models import Audience, Involvement, Phase, Route, Signal
from meerinbeeld.signals.queries.choices import can_own, organisation_for
from meerinbeeld.signals.queries.reading import advice

OPEN = (Route.Status.ASKED, Route.Status.ACCEPTED)


@dataclass(frozen=True)
class RouteWish:
    """Where to, why, on which ground, with which words and which files."""

    target: str
    organisation_id: UUID
    reason: str
    ground: str
    note: str = ""
    files: frozenset[UUID] = frozenset()


def route_signal(
    actor: Actor,
    reference: str,
    wish: RouteWish,
    *,
    once: UUID | None = None,
    seen: Seen | None = None,
) -> Route:
    """Ask an organisation to take a signal up; it can see the signal from now on.

    Asking one's own organisation means: we follow it up ourselves.
    """
    with changing(actor, reference, Verb.ROUTE, once=once, seen=seen) as change:
        change.refuse_when_closed()
        organisation = organisation_for(wish.target, wish.organisation_id)
        if organisation is None:
            raise ChangeError(_("Choose an organisation from the list."))
        if change.signal.routes.filter(organisation=organisation, status__in=OPEN).exists():
            raise ChangeError(_("This organisation was asked already. Wait for its answer."))
        route = _asked(change, wish, organisation)
        change.reason_code, change.ground = wish.reason, wish.ground
        if organisation.id == change.signal.owner_id:
            _take_up_ourselves(change, route)
        else:
            _put_before(change, route, wish.files)
        tell_stage(change.signal, change.now)
    return route


def answer_route(
    actor: Actor,
    reference: str,
    *,
    accept: bool,
    reason: str = "",
    note: str = "",
    once: UUID | None = None,
) -> Route:
    """The asked organisation says whether it takes the signal up."""
    with changing(actor, reference, Verb.ANSWER, once=once) as change:
        route = _ours(change, Route.Status.ASKED)
        route.status = Route.Status.ACCEPTED if accept else Route.Status.DECLINED
        _answered(change, route, reason)
        if not accept:
            _end_sight(change, route.organisation_id)
        _after_answer(change)
        kind = "route_accepted" if accept else "route_declined"
        change.step(kind, reason=reason, explanation=note, to=route.organisation)
        tell_stage(change.signal, change.now)
        tell_owner(change.signal, kind)
    return route


def finish_route(
    actor: Actor, reference: str, *, outcome: str, note: str = "", once: UUID | None = None
) -> Route:
    """The organisation that took it up tells what came of it. The owner decides what follows."""
    with changing(actor, reference, Verb.ANSWER, once=once) as change:
        route = _ours(change, Route.Status.ACCEPTED)
        route.status, route.outcome = Route.Status.DONE, outcome
        _answered(change, route, outcome)
        left = change.signal.routes.filter(status__in=OPEN).exists()
        if change.signal.phase != Phase.CLOSED and not left:
            change.next("decide")
        change.step("route_done", reason=outcome, explanation=note, to=route.organisation)
        tell_owner(change.signal, "route_done")
    return route


def revoke_route(
    actor: Actor,
    reference: str,
    route_id: UUID,
    *,
    once: UUID | None = None,
    seen: Seen | None = None,
) -> Route:
    """Take a request back. The organisation sees the signal no longer, from this moment."""
    with changing(actor, reference, Verb.ROUTE, once=once, seen=seen) as change:
        route = change.signal.routes.filter(pk=route_id, status__in=OPEN).first()
        if route is None:
            raise ChangeError(_("This request was answered or taken back already."))
        route.status = Route.Status.REVOKED
        _answered(change, route, "")
        _end_sight(change, route.organisation_id)
        _after_answer(change)
        change.step("route_revoked", to=route.organisation)
        tell_stage(change.signal, change.now)
        tell_organisation(change.signal, route.organisation_id, "route_revoked")
    return route


def hand_over(
    actor: Actor,
    reference: str,
    organisation_id: UUID,
    *,
    reason: str,
    note: str = "",
    stay_involved: bool = False,
    once: UUID | None = None,
    seen: Seen | None = None,
) -> Signal:
    """Give a signal another owner. It can only go where somebody can follow it up."""
    with changing(actor, reference, Verb.HAND_OVER, once=once, seen=seen) as change:
        change.refuse_when_closed()
        signal, former = change.signal, change.signal.owner
        organisation = can_own().filter(pk=organisation_id).exclude(pk=former.pk).first()
        if organisation is None:
            raise ChangeError(_("Nobody there can follow a signal up. Choose another owner."))
        change.reason_code = reason
        change.step("handed_over", reason=reason, explanation=note, to=organisation)
        signal.owner, signal.assignee, signal.first_opened_at = organisation, None, None
        change.next("first_look")
        _end_sight(change, organisation.id)
        if stay_involved:
            _give_sight(change, former.id, "avg_6_1_e")
        tell_organisation(signal, organisation.id, "handed_over")
    return signal


def _asked(change: Change, wish: RouteWish, organisation: Organisation) -> Route:
    advised = advice(change.signal, list(change.signal.forms.filter(until=None)))
    norm = next((one.norm for one in advised if one.target == wish.target), advised[0].norm)
    change.norm = str(norm)
    route = Route(
        id=uuid.uuid4(),
        signal=change.signal,
        target=wish.target,
        organisation=organisation,
        reason=wish.reason,
        ground=wish.ground,
        norm=str(norm),
        advised=any(one.target == wish.target for one in advised),
        asked_at=change.now,
        asked_by_id=change.actor.person_id,
    )
    if wish.note.strip():
        with vault.unlocked(change.signal.dossier) as box:
            box.put_text(route, "note", wish.note.strip())
    return route


def _take_up_ourselves(change: Change, route: Route) -> None:
    route.status = Route.Status.ACCEPTED
    route.answered_at, route.answered_by_id = change.now, change.actor.person_id
    route.save(force_insert=True)
    change.move(Phase.FOLLOWING_UP)
    change.next("follow_up")
    change.step("route_accepted", reason=route.reason, to=route.organisation)


def _put_before(change: Change, route: Route, files: frozenset[UUID]) -> None:
    route.save(force_insert=True)
    _give_sight(change, route.organisation_id, route.ground)
    change.signal.attachments.filter(pk__in=files).update(audience=Audience.CHAIN)
    taken_up = change.signal.routes.filter(status=Route.Status.ACCEPTED).exists()
    change.move(Phase.FOLLOWING_UP if taken_up else Phase.ROUTED)
    change.next("partner_answers")
    change.step("routed", reason=route.reason, to=route.organisation)
    tell_organisation(change.signal, route.organisation_id, "routed_to_you")


def _ours(change: Change, status: str) -> Route:
    """The open question to the actor's own organisation."""
    routes = change.signal.routes.select_related("organisation")
    found = routes.filter(organisation_id=change.actor.organisation_id, status=status).first()
    if found is None:
        raise ChangeError(_("There is no open question to your organisation any more."))
    return found


def _answered(change: Change, route: Route, reason: str) -> None:
    route.answered_at, route.answered_by_id = change.now, change.actor.person_id
    route.outcome = reason or route.outcome
    route.save(update_fields=["status", "answered_at", "answered_by", "outcome"])
    change.reason_code = reason


def _after_answer(change: Change) -> None:
    """What the signal waits for once a question was answered or taken back."""
    if change.signal.phase == Phase.CLOSED:
        return
    open_ones = set(change.signal.routes.filter(status__in=OPEN).values_list("status", flat=True))
    if not open_ones:
        change.move(Phase.ASSESSING)
        change.next("choose_route")
    elif Route.Status.ASKED in open_ones:
        change.next("partner_answers")
    if Route.Status.ACCEPTED in open_ones:
        change.move(Phase.FOLLOWING_UP)
        if Route.Status.ASKED not in open_ones:
            change.next("follow_up")


def _give_sight(change: Change, organisation_id: UUID, ground: str) -> None:
    Involvement.objects.get_or_create(
        signal=change.signal,
        organisation_id=organisation_id,
        until=None,
        defaults={"ground": ground, "since": change.now},
    )


def _end_sight(change: Change, organisation_id: UUID) -> None:
    change.signal.involvements.filter(organisation_id=organisation_id, until=None).update(
        until=change.now
    )


def take_back_unanswered(change: Change) -> None:
    """Questions that nobody answered end with the signal, and so does the sight of it."""
    for route in change.signal.routes.filter(status=Route.Status.ASKED):
        route.status = Route.Status.REVOKED
        route.answered_at, route.answered_by_id = change.now, change.actor.person_id
        route.save(update_fields=["status", "answered_at", "answered_by"])
        _end_sight(change, route.organisation_id)
