# SPDX-License-Identifier: EUPL-1.2
"""The sheet that is read out and given along: made from what was really chosen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from meerinbeeld import norms
from meerinbeeld.care.models import Case
from meerinbeeld.care.queries import flows
from meerinbeeld.care.queries.sharing import Shared
from meerinbeeld.norms.refs import Code


@dataclass(frozen=True)
class Sheet:
    """What, to whom, for what and until when. Names of kinds of things, never their content."""

    what: tuple[str, ...]
    to: str
    what_for: str
    until: date | datetime
    team: str
    #: Whether it was chosen already; else it says what is mostly needed.
    chosen: bool
    #: Whether a yes is what it rests on, or the law allows it without.
    rests_on_yes: bool


@dataclass(frozen=True)
class GeneralSheet:
    """Everybody that something can go to, before one of them is chosen."""

    #: To whom, what for, and what is mostly needed.
    parts: tuple[tuple[str, str, str], ...]
    until: date
    team: str
    rests_on_yes: bool = True


def general(case: Case, until: date) -> GeneralSheet:
    """All flows of the norms, in the language that is active."""
    parts = tuple(
        (one.label, one.help, ", ".join(mostly(one))) for one in norms.codelist("care_flow")
    )
    return GeneralSheet(parts, until, case.owner.name)


def mostly(flow: Code) -> tuple[str, ...]:
    """What mostly goes along in a flow, in the language that is active."""
    kinds = norms.codelist("care_fact")
    return tuple(kinds.label(kind) for kind in flow.extra.get("usual", ()))


def of_flow(case: Case, flow: Code, what: tuple[str, ...], until: date, *, to: str = "") -> Sheet:
    """Before it is shared: for one partner, or for the kind of partner of the flow."""
    return Sheet(
        what=what,
        to=to or flow.label,
        what_for=flow.help,
        until=until,
        team=case.owner.name,
        chosen=bool(to),
        rests_on_yes=True,
    )


def of_grant(case: Case, grant_id: UUID, shared: Shared) -> Sheet:
    """Of what is shared already."""
    grant = case.grants.get(pk=grant_id)
    flow = flows.flow(grant.flow)
    return Sheet(
        what=tuple(dict.fromkeys(shared.titles)),
        to=shared.organisation,
        what_for=flow.help if flow else shared.purpose,
        until=shared.until,
        team=case.owner.name,
        chosen=True,
        rests_on_yes=grant.consent_id is not None,
    )
