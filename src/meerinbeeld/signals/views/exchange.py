# SPDX-License-Identifier: EUPL-1.2
"""Writing for one of three audiences, asking the reporter, giving feedback."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from meerinbeeld.access import Actor, Decision, Refused, Thing, Verb
from meerinbeeld.access.changing import Seen
from meerinbeeld.signals.actions import exchange as actions
from meerinbeeld.signals.forms.exchange import AskForm, FeedbackForm, RemarkForm
from meerinbeeld.signals.models import Audience
from meerinbeeld.signals.queries.scope import KIND, InHand, Way
from meerinbeeld.signals.views.acting import answer, hold, signal_url
from meerinbeeld.signals.views.assess import GET_POST
from meerinbeeld.signals.views.facing import WHO_READS


@require_POST
def remark(request: HttpRequest, reference: str, audience: str) -> HttpResponse:
    hand = hold(request, Verb.MESSAGE, reference)
    if audience not in (Audience.TEAM, Audience.CHAIN) or audience not in hand.audiences:
        raise Http404
    form = RemarkForm(request.POST, signal=hand.signal)
    return answer(
        request,
        hand,
        form,
        lambda once, seen: actions.write_remark(
            hand.actor, reference, audience, form.cleaned_data["text"], once=once
        ),
        back_to=signal_url(hand, audience),
        done=_("Kept. Only visible to %(who)s.") % {"who": WHO_READS[Audience(audience)]},
        context={
            "heading": _("Write"),
            "lead": _("Only visible to %(who)s.") % {"who": WHO_READS[Audience(audience)]},
            "submit": _("Keep"),
        },
    )


@require_http_methods(GET_POST)
def ask(request: HttpRequest, reference: str) -> HttpResponse:
    hand = _hold_as_owner(request, reference)
    form = AskForm(request.POST or None, signal=hand.signal)
    return answer(
        request,
        hand,
        form,
        lambda once, seen: actions.ask_reporter(
            hand.actor, reference, form.cleaned_data["text"], once=once, seen=seen
        ),
        template="signals/ask.html",
        back_to=signal_url(hand, Audience.REPORTER),
        done=_("Your question is ready for the reporter."),
        context={
            "way": actions.can_write_to(hand.signal),
            "heading": _("Ask the reporter"),
            "submit": _("Send the question"),
        },
    )


@require_http_methods(GET_POST)
def feedback(request: HttpRequest, reference: str) -> HttpResponse:
    hand = _hold_as_owner(request, reference)
    way = actions.can_write_to(hand.signal)
    form = FeedbackForm(request.POST or None, signal=hand.signal, way=way)
    return answer(
        request,
        hand,
        form,
        lambda once, seen: _tell(hand.actor, reference, form, once, seen),
        template="signals/feedback.html",
        done=_("The feedback is on the life line."),
        context={"way": way, "heading": _("Feedback to the reporter"), "submit": _("Keep")},
    )


def _hold_as_owner(request: HttpRequest, reference: str) -> InHand:
    """Partners and reporters write elsewhere: the page of a conflict would tell them what the team
    did."""
    hand = hold(request, Verb.MESSAGE, reference)
    if hand.way is not Way.OWNER:
        reason = _("Only the owner of the signal writes to the reporter.")
        raise Refused(Decision(False, reason), Verb.MESSAGE, Thing(KIND), hand.purpose)
    return hand


def _tell(actor: Actor, reference: str, form: FeedbackForm, once: UUID, seen: Seen) -> None:
    word = form.word()
    if word is None:
        actions.waive_feedback(
            actor,
            reference,
            form.cleaned_data["waived"],
            explanation=form.cleaned_data["text"],
            once=once,
            seen=seen,
        )
    else:
        actions.give_feedback(actor, reference, word, once=once, seen=seen)
