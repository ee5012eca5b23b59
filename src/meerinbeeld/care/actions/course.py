# SPDX-License-Identifier: EUPL-1.2
"""From one phase of help to the next: helping, aftercare, the end, and taking it up again.

No edge asks for a criminal complaint, and none looks at what somebody chose towards the police.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from meerinbeeld import norms
from meerinbeeld.access import Actor, Verb
from meerinbeeld.access.changing import ChangeError, Seen
from meerinbeeld.care.actions.change import Change, changing
from meerinbeeld.care.actions.new_case import set_retention
from meerinbeeld.care.actions.parting import part
from meerinbeeld.care.models import Case, Measure, Phase, Placement, ReferralIn
from meerinbeeld.care.rules import phases
from meerinbeeld.parties.models import Organisation
from meerinbeeld.parties.queries import active_organisations

#: The clocks of the help itself. Those of a milestone, such as a reflection period, run on.
OF_THE_HELP: Final = (
    "intake", "safety_review", "safety_after_move", "measure_first", "measure", "case_review",
    "after_reopening", "aftercare_first", "aftercare_second", "after_aftercare",
)  # fmt: skip
AFTERCARE: Final = ("aftercare_first", "aftercare_second")


@dataclass(frozen=True)
class Ending:
    """Why help ends, to whom the person goes, and why nothing was measured, if so."""

    reason: str
    explanation: str = field(default="", repr=False)
    other_help: str = ""
    organisation_id: UUID | None = None
    not_measured_because: str = ""


def start_helping(
    actor: Actor,
    reference: str,
    *,
    explanation: str = "",
    once: UUID | None = None,
    seen: Seen | None = None,
    at: datetime | None = None,
) -> Case:
    """The intake is done. Safety was looked at by then; needs are measured within two weeks."""
    with changing(actor, reference, Verb.CHANGE, once=once, seen=seen, at=at) as change:
        if change.case.phase == Phase.INTAKE and not change.case.assessments.exists():
            raise ChangeError(_("Look at safety first. Then the help can start."))
        _refuse_unless(change, Phase.INTAKE)
        change.move(Phase.HELPING)
        change.end_clock("intake", "done")
        change.start_clock("case_review")
        if not change.case.measures.exists():
            change.start_clock("measure_first")
        change.step("helping", explanation=explanation)
    return change.case


def start_aftercare(
    actor: Actor,
    reference: str,
    *,
    explanation: str = "",
    once: UUID | None = None,
    seen: Seen | None = None,
    at: datetime | None = None,
) -> Case:
    """Guidance ends; somebody asks how it goes after three and after six months."""
    with changing(actor, reference, Verb.CHANGE, once=once, seen=seen, at=at) as change:
        _refuse_unless(change, Phase.HELPING)
        change.move(Phase.AFTERCARE)
        _end(change, OF_THE_HELP, "aftercare")
        for kind in AFTERCARE:
            change.start_clock(kind)
        change.step("aftercare", explanation=explanation)
    return change.case


def check_aftercare(
    actor: Actor,
    reference: str,
    *,
    explanation: str = "",
    once: UUID | None = None,
    seen: Seen | None = None,
    at: datetime | None = None,
) -> Case:
    """Somebody asked how it goes. After the last check only closing remains."""
    with changing(actor, reference, Verb.CHANGE, once=once, seen=seen, at=at) as change:
        _refuse_unless(change, Phase.AFTERCARE)
        clock = change.case.clocks.filter(kind__in=AFTERCARE, ended_at=None).first()
        if clock is None:
            raise ChangeError(_("Both checks were done. Close the case, or help again."))
        change.end_clock(clock.kind, "done")
        if not change.case.clocks.filter(kind__in=AFTERCARE, ended_at=None).exists():
            change.start_clock("after_aftercare")
        change.step("aftercare_checked", reason=clock.kind, explanation=explanation)
    return change.case


def help_again(
    actor: Actor,
    reference: str,
    *,
    explanation: str = "",
    once: UUID | None = None,
    seen: Seen | None = None,
    at: datetime | None = None,
) -> Case:
    """Aftercare showed that it was too early: guidance goes on."""
    with changing(actor, reference, Verb.CHANGE, once=once, seen=seen, at=at) as change:
        _refuse_unless(change, Phase.AFTERCARE)
        change.move(Phase.HELPING)
        _end(change, OF_THE_HELP, "help_again")
        _look_soon(change)
        change.step("help_again", explanation=explanation)
    return change.case


def close_case(
    actor: Actor,
    reference: str,
    ending: Ending,
    *,
    once: UUID | None = None,
    seen: Seen | None = None,
    at: datetime | None = None,
) -> Case:
    """End the help. Raises `ChangeError` when the end was neither measured nor waived."""
    with changing(actor, reference, Verb.CLOSE, once=once, seen=seen, at=at) as change:
        change.refuse_when_closed()
        _refuse_reason(change.case.phase, ending)
        _refuse_while_placed(change.case)
        to = _organisation(ending)
        if not is_measured(change.case):
            _waive(change, ending.not_measured_because)
        if ending.other_help:
            change.step("other_help", reason=ending.other_help, to=to)
        part(change, ending.reason, explanation=ending.explanation, to=to)
    return change.case


def reopen_case(
    actor: Actor,
    reference: str,
    *,
    explanation: str = "",
    once: UUID | None = None,
    seen: Seen | None = None,
    at: datetime | None = None,
) -> Case:
    """Take a case up again. It is kept as long as its first receipt allows, as before."""
    with changing(actor, reference, Verb.REOPEN, once=once, seen=seen, at=at) as change:
        case = change.case
        if case.phase != Phase.CLOSED:
            raise ChangeError(_("This case is open already."))
        change.move(phases.reopened(accepted=case.accepted_at is not None))
        case.closed_at, case.close_reason = None, ""
        set_retention(case)
        if case.phase == Phase.REFERRED:
            case.referral.status = ReferralIn.Status.ASKED
            case.referral.save(update_fields=["status"])
            change.start_clock("answer_referral")
        else:
            case.coordinator_id = actor.person_id
            _look_soon(change)
        change.step("reopened", explanation=explanation)
    return change.case


def is_measured(case: Case) -> bool:
    """Whether the end was measured, or there was nothing to compare with yet."""
    if case.phase not in phases.MEASURED_AT_THE_END:
        return True
    since = case.steps.filter(kind="reopened").order_by("-at").values_list("at", flat=True).first()
    rows = case.measures.filter(moment=Measure.Moment.END)
    return (rows.filter(at__gte=since) if since else rows).exists()


def _refuse_unless(change: Change, phase: str) -> None:
    change.refuse_when_closed()
    if change.case.phase != phase:
        raise ChangeError(_("This is not possible in the phase that the case is in now."))


def _refuse_reason(phase: str, ending: Ending) -> None:
    code = norms.codelist("care_close_reason").get(ending.reason)
    if code is None or phase not in code.extra.get("phases", ()):
        raise ChangeError(_("Choose a reason from the list."))
    needs = code.extra.get("needs")
    if needs == "organisation" and not ending.organisation_id:
        raise ChangeError(_("Say to whom the person was handed over."))
    if needs == "other_help" and not ending.other_help:
        raise ChangeError(_("Say where the person can turn to."))
    if needs == "explanation" and not ending.explanation.strip():
        raise ChangeError(_("Write what you did to get in touch."))


def _refuse_while_placed(case: Case) -> None:
    """A bed that nobody frees would stay taken on the board for ever."""
    if case.placements.filter(status=Placement.Status.PLACED).exists():
        raise ChangeError(
            _("The person still has a place to stay here. Write down first when they left it.")
        )


def _organisation(ending: Ending) -> Organisation | None:
    if ending.organisation_id is None:
        return None
    found = active_organisations().filter(pk=ending.organisation_id).first()
    if found is None:
        raise ChangeError(_("Choose an organisation from the list."))
    return found


def _waive(change: Change, because: str) -> None:
    if because not in norms.codelist("measure_waiver"):
        raise ChangeError(_("Measure first how it goes, or say why that cannot be done."))
    change.step("not_measured", reason=because)


def _look_soon(change: Change) -> None:
    """What was agreed may have changed: safety and plan are looked at within days."""
    change.start_clock("after_reopening")
    change.start_clock("case_review")


def _end(change: Change, kinds: tuple[str, ...], because: str) -> None:
    for kind in kinds:
        change.end_clock(kind, because)
