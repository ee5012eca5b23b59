# SPDX-License-Identifier: EUPL-1.2
"""Who is the same person? The list of pairs, and one pair side by side."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from meerinbeeld.access import Actor
from meerinbeeld.access.actor import actor_of
from meerinbeeld.access.changing import Stale
from meerinbeeld.access.views import acting
from meerinbeeld.access.views.acting import in_reach
from meerinbeeld.registry.actions.comparing import compare
from meerinbeeld.registry.actions.judging import judge
from meerinbeeld.registry.forms.judging import JudgeForm
from meerinbeeld.registry.models import Pair
from meerinbeeld.registry.models.linkage import Verdict
from meerinbeeld.registry.queries import pairs as queries
from meerinbeeld.registry.views import pair_words
from meerinbeeld.ui.counting import BoundedPaginator


@require_safe
def pairs(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    numbers = queries.counts(actor)
    wanted = request.GET.get("wat", "open")
    wanted = wanted if wanted in queries.LISTS else "open"
    pages = BoundedPaginator(queries.listing(actor, wanted), queries.PAGE)
    page = pages.get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "sentence": pair_words.sentence(numbers),
        "tiles": pair_words.tiles(numbers, wanted),
        "wanted": wanted,
        "page": page,
        "rows": queries.rows(page.object_list),
        "columns": pair_words.columns(wanted),
        "empty": pair_words.empty(wanted),
        "run": queries.last_run(actor),
        "done": queries.last_done(actor),
        **_previous(request, actor),
    }
    return render(request, "registry/pairs.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def pair(request: HttpRequest, pair: UUID) -> HttpResponse:
    """Both sides opened, why they may be one person, and the verdict. Then the next pair."""
    actor = actor_of(request)
    found = in_reach(request, lambda actor: queries.pair_of(actor, pair))
    form = JudgeForm(request.POST if request.method == "POST" else None, record=found)

    def since(stale: Stale) -> object:
        form.look_again(stale.hand)
        return pair_words.since(stale.hand, stale.seen.at)

    verdict = str(form.data.get("verdict", ""))
    return acting.answer(
        request,
        form,
        lambda once, seen: judge(actor, pair, verdict, once=once, seen=seen),
        template="registry/pair.html",
        shown=lambda _now: _shown(request, actor, pair),
        since=since,
        back_to=_next_url(actor, found, verdict) if request.method == "POST" else "",
        done=pair_words.KEPT.get(verdict, ""),
    )


def _shown(request: HttpRequest, actor: Actor, pair_id: UUID) -> dict[str, Any]:
    compared = compare(actor, pair_id)
    found = compared.pair
    return {
        "compared": compared,
        "pair": found,
        "chance": pair_words.chance(found),
        "chart": pair_words.waterfall(found),
        "buttons": pair_words.buttons(found),
        "both": (found.first, found.second),
        "history": queries.history(found),
        "next": queries.next_pair(actor, found.pk),
        **_previous(request, actor, found.pk),
        "print_reference": f"{found.first.reference} / {found.second.reference}",
        "print_purpose": pair_words.PURPOSE_WORDS,
    }


def _previous(request: HttpRequest, actor: Actor, but: UUID | None = None) -> dict[str, Any]:
    """The pair that was judged just before, so that it can be taken back at once."""
    try:
        before = UUID(request.GET.get("vorige", ""))
    except ValueError:
        return {}
    rows = queries.pairs(actor).exclude(verdict=Verdict.OPEN).filter(pk=before)
    found = rows.select_related("first", "second").first() if before != but else None
    return {"previous": found, "previous_form": JudgeForm(record=found)} if found else {}


def _next_url(actor: Actor, judged: Pair, verdict: str) -> str:
    """After a verdict the next pair; after taking one back the same pair."""
    if verdict == Verdict.OPEN:
        return reverse("pair", args=[judged.pk])
    following = queries.next_pair(actor, judged.pk)
    if following is None:
        return f"{reverse('pairs')}?vorige={judged.pk}"
    return f"{reverse('pair', args=[following.pk])}?vorige={judged.pk}"
