# SPDX-License-Identifier: EUPL-1.2
"""The questions, one a page. Whatever a button says, what was typed is kept first."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_safe

from meerinbeeld.files.uploads import seals_uploads
from meerinbeeld.signals.public import drafts, drawn
from meerinbeeld.signals.public import kept_files as files
from meerinbeeld.signals.public.drafts import Content, DraftChanged, DraftGone
from meerinbeeld.signals.public.path import Path, form_of, unanswered
from meerinbeeld.signals.public.questions import (
    BY_SLUG,
    CALL,
    CHECK,
    FIRST,
    FilesQuestion,
    Question,
)
from meerinbeeld.ui.forms.typed import kept

#: Names in a form that are ours and no answer.
OURS: Final = frozenset({"csrfmiddlewaretoken", "go", "seen", "then", "remove", "once"})


@login_not_required
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Where the reporter was, or the first question."""
    secret = drafts.secret_of(request)
    if secret is None:
        return _to(FIRST)
    content = drafts.read(secret)
    if content is None:
        return _gone(request, secret)
    return _to(unanswered(content) or CHECK)


@login_not_required
@seals_uploads
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, step: str) -> HttpResponse:
    if step not in BY_SLUG:
        raise Http404
    return _answered(request, step) if request.method == "POST" else _asked(request, step)


@login_not_required
@require_safe
def call(request: HttpRequest) -> HttpResponse:
    """Somebody said that there is danger now: who to call, and the way on."""
    secret = drafts.secret_of(request)
    content = drafts.read(secret) if secret else None
    path = Path.of(content or Content())
    return render(
        request,
        "signals/public/call.html",
        {"back": _url(FIRST), "next": _url(path.after(CALL))},
    )


@login_not_required
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Everything once more, each with a way to change it."""
    secret = drafts.secret_of(request)
    content = drafts.read(secret) if secret else None
    if secret is None:
        return _to(FIRST)
    if content is None:
        return _gone(request, secret)
    path = Path.of(content)
    rows = [_row(slug, content, path) for slug in path.slugs]
    context = {
        "rows": rows,
        "missing": not all(row["right"] for row in rows),
        "back": _url(path.before(CHECK)),
    }
    return render(request, "signals/public/check.html", context)


def _row(slug: str, content: Content, path: Path) -> dict[str, Any]:
    form = form_of(slug, content, path, check=True)
    right = form.is_valid()
    lines = [file.name for file in content.files] if slug == FilesQuestion.slug else form.summary()
    url = f"{_url(slug)}?then={CHECK}"
    return {"slug": slug, "title": form.title, "lines": lines, "right": right, "url": url}


# --- Asking ---------------------------------------------------------------------------------------


def _asked(request: HttpRequest, step: str) -> HttpResponse:
    secret = drafts.secret_of(request)
    if secret is None:
        return _page(request, step, Content()) if step == FIRST else _to(FIRST)
    content = drafts.read(secret)
    if content is None:
        return _gone(request, secret)
    return _page(request, step, content)


def _page(
    request: HttpRequest,
    step: str,
    content: Content,
    *,
    form: Question | None = None,
    status: int = 200,
    extra: dict[str, Any] | None = None,
) -> HttpResponse:
    path = Path.of(content)
    if step not in path.slugs:
        return _to(path.after(path.slugs[-1]))
    then = request.POST.get("then") or request.GET.get("then", "")
    asked = form or form_of(step, content, path)
    context = {
        "form": asked,
        "step": step,
        "number": path.number(step),
        "total": len(path.slugs),
        "back": path.before(step),
        "then": CHECK if then == CHECK else "",
        "seen": _seen(content, step),
        "files": content.files,
        "problems": [],
        "elsewhere": [],
        **(extra or {}),
    }
    name = "files.html" if step == FilesQuestion.slug else "question.html"
    template = f"signals/public/{name}"
    if asked.is_bound or content.files or extra:
        return render(request, template, context, status=status)
    differs_by = (step, asked.subject, context["then"], asked.choices)
    return drawn.page(request, template, context, differs_by)


def _gone(request: HttpRequest, secret: bytes) -> HttpResponse:
    """The draft was sent, or it is no longer there: say which."""
    if drafts.was_sent(secret):
        return redirect("receipt")
    response = render(request, "signals/public/expired.html")
    drafts.take_secret(response)
    return response


# --- Keeping what was answered --------------------------------------------------------------------


def _answered(request: HttpRequest, step: str) -> HttpResponse:
    secret = drafts.secret_of(request)
    typed = typed_in(request)
    if secret is None:
        return _first_answer(request, step, typed)
    try:
        if not _about_files(request):
            with suppress(DraftChanged):
                return _kept(request, step, secret, typed, drafts.changing_alone)
        return _kept(request, step, secret, typed, drafts.changing)
    except DraftGone:
        return _late_answer(request, step, secret, typed)


def _about_files(request: HttpRequest) -> bool:
    """Whether a file comes or goes, so that more changes than what was typed."""
    return bool(request.FILES) or "remove" in request.POST


def _first_answer(
    request: HttpRequest, step: str, typed: dict[str, list[str]], *, late: bool = False
) -> HttpResponse:
    secret = drafts.new_secret()
    if late:
        # what was typed before has expired; what was typed just now is kept
        drafts.begin(secret, Content({step: typed}))
        response = render(request, "signals/public/expired.html", {"kept": True})
    else:
        response = _kept(request, step, secret, typed, drafts.beginning)
    drafts.hand_secret(response, secret)
    return response


def _late_answer(
    request: HttpRequest, step: str, secret: bytes, typed: dict[str, list[str]]
) -> HttpResponse:
    if drafts.was_sent(secret):
        return redirect("receipt")
    return _first_answer(request, step, typed, late=True)


def _kept(
    request: HttpRequest,
    step: str,
    secret: bytes,
    typed: dict[str, list[str]],
    opening: Callable[[bytes], AbstractContextManager[Content]],
) -> HttpResponse:
    ready = files.ready(request)
    with opening(secret) as content:
        other = _typed_elsewhere(request, content, step, typed)
        if not other:
            content.typed[step] = typed
        if step == FilesQuestion.slug:
            _remove_asked(request, secret, content)
            for file in ready.keep(files.room_left(len(content.files))):
                drafts.keep_file(secret, content, file)
    if other:
        return _conflict(request, step, content, typed, other)
    if ready.problems:
        problems = {"problems": ready.explained()}
        return _page(request, step, content, status=ready.status, extra=problems)
    return _onwards(request, step, content)


def _onwards(request: HttpRequest, step: str, content: Content) -> HttpResponse:
    """Where the button leads. Only going on asks whether the answer is right."""
    go = request.POST.get("go", "next")
    path = Path.of(content)
    if go == "stay" or "remove" in request.POST:
        return _to(step, then=request.POST.get("then", ""))
    if go.startswith("language:"):
        return _in_language(go.removeprefix("language:"), step)
    if go == "back":
        before = path.before(step)
        return _to(before) if before else redirect("home")
    form = form_of(step, content, path, check=True)
    if not form.is_valid():
        return _page(request, step, content, form=form, status=400)
    if request.POST.get("then") == CHECK and path.after(step) != CALL:
        return _to(CHECK)
    return _to(path.after(step))


def typed_in(request: HttpRequest) -> dict[str, list[str]]:
    """The answers in a form, as they were typed."""
    answers = {name: values for name, values in request.POST.lists() if name not in OURS}
    return {
        name[:60]: [kept(value) for value in values if isinstance(value, str)]
        for name, values in list(answers.items())[:40]
    }


def _remove_asked(request: HttpRequest, secret: bytes, content: Content) -> None:
    try:
        drafts.remove_file(secret, content, UUID(request.POST["remove"]))
    except (KeyError, ValueError):
        return


# --- Two windows ----------------------------------------------------------------------------------


def _seen(content: Content, step: str) -> str:
    """A mark of the answer that this page shows, to notice that another window changed it."""
    answer = json.dumps(content.typed.get(step), sort_keys=True)
    return hashlib.sha256(answer.encode()).hexdigest()[:16]


def _typed_elsewhere(
    request: HttpRequest, content: Content, step: str, typed: dict[str, list[str]]
) -> dict[str, list[str]]:
    """What another window answered meanwhile, when this one would overwrite it."""
    now = content.typed.get(step)
    seen = request.POST.get("seen", "")
    if now is None or not seen or seen == _seen(content, step):
        return {}
    return {} if _meaningful(now) == _meaningful(typed) else now


def _meaningful(typed: dict[str, list[str]]) -> dict[str, list[str]]:
    filled = {name: [value for value in values if value.strip()] for name, values in typed.items()}
    return {name: values for name, values in filled.items() if values}


def _conflict(
    request: HttpRequest,
    step: str,
    content: Content,
    typed: dict[str, list[str]],
    other: dict[str, list[str]],
) -> HttpResponse:
    """Both answers on one page: this window's in the form, the other's beside it."""
    path = Path.of(content)
    mine = Content({step: typed})
    theirs = form_of(step, Content({step: other}), path, check=True)
    theirs.is_valid()
    lines = theirs.summary() or [value for values in other.values() for value in values if value]
    form = form_of(step, mine, path)
    return _page(request, step, content, form=form, status=409, extra={"elsewhere": lines})


# --- Addresses ------------------------------------------------------------------------------------


def _url(step: str) -> str:
    if step == CHECK:
        return reverse("report_check")
    return reverse("report_call") if step == CALL else reverse("report", args=[step])


def _to(step: str, then: str = "") -> HttpResponseRedirect:
    query = f"?then={CHECK}" if then == CHECK else ""
    return HttpResponseRedirect(_url(step) + query)


def _in_language(code: str, step: str) -> HttpResponse:
    if code not in dict(settings.LANGUAGES):
        return _to(step)
    with override(code):
        return _to(step)
