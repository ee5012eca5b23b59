# SPDX-License-Identifier: EUPL-1.2
"""Taking over a signal book: upload, look, say which column is what, confirm, read the report."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meerinbeeld.access import Purpose, Verb, require
from meerinbeeld.access.actor import actor_of
from meerinbeeld.access.changing import ChangeError
from meerinbeeld.access.views.acting import in_reach
from meerinbeeld.files.uploads import problems_of
from meerinbeeld.signals.actions import book as actions
from meerinbeeld.signals.forms.book import ColumnsForm, UploadForm
from meerinbeeld.signals.models import SignalBook
from meerinbeeld.signals.queries.book import books as list_books
from meerinbeeld.signals.queries.scope import KIND

WRONG_SHOWN, GOOD_SHOWN = 100, 5
UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
def books(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    shown = list_books(actor)
    posted = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if posted else UploadForm()
    status = 200
    if posted and form.is_valid():
        name = str(request.FILES["book"].name)  # type: ignore[union-attr]
        book = actions.upload(actor, name, form.cleaned_data["book"])
        return redirect("book", book.id)
    if posted:
        too_large = any(problem.code == "too_large" for problem in problems_of(request))
        status = 413 if too_large or form.has_error("book", "too_large") else UNPROCESSABLE
    return render(request, "signals/books.html", {"form": form, "books": shown}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def book(request: HttpRequest, book: UUID) -> HttpResponse:
    """The preview while it waits, the progress while it runs, the report when it is done."""
    found, content = in_reach(request, lambda actor: actions.open_book(actor, book))
    if found.confirmed_at is not None:
        return _progress(request, found, content)
    form = ColumnsForm(request.POST if request.method == "POST" else None, content=content)
    if form.is_bound and form.is_valid():
        try:
            actions.set_columns(actor_of(request), book, form.mapping())
            if "confirm" in request.POST:
                actions.confirm(actor_of(request), book)
        except ChangeError as error:
            messages.error(request, str(error))
        return redirect("book", book)
    return _preview(request, found, content, form)


@require_POST
def discard(request: HttpRequest, book: UUID) -> HttpResponse:
    try:
        in_reach(request, lambda actor: actions.discard(actor, book))
        messages.success(request, _("The file is gone. Nothing was imported."))
    except ChangeError as error:
        messages.error(request, str(error))
    return redirect("books")


@require_safe
def report(request: HttpRequest, book: UUID) -> HttpResponse:
    found, content = in_reach(request, lambda actor: actions.open_book(actor, book))
    if found.imported_at is None:
        raise Http404
    return _saved(actions.report_csv(content), f"import-{found.imported_at:%Y-%m-%d}.csv")


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    require(actor_of(request), Verb.IMPORT, KIND, Purpose.REPORTING)
    return _saved(actions.template_csv(), "signaalboek.csv")


def _preview(
    request: HttpRequest, found: SignalBook, content: actions.Content, form: ColumnsForm
) -> HttpResponse:
    looked = actions.look(content)
    wrong = [row for row in looked if row.entry is None]
    good = [row for row in looked if row.entry is not None]
    context: dict[str, Any] = {
        "book": found,
        "content": content,
        "form": form,
        "wrong": wrong[:WRONG_SHOWN],
        "wrong_count": len(wrong),
        "good": good[:GOOD_SHOWN],
        "good_count": len(good),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "signals/book_preview.html", context, status=status)


def _progress(request: HttpRequest, found: SignalBook, content: actions.Content) -> HttpResponse:
    outcomes = [outcome[1] for outcome in content.outcomes]
    context = {
        "book": found,
        "added": outcomes.count(actions.ADDED),
        "skipped": outcomes.count(actions.SKIPPED),
        "wrong": outcomes.count(actions.WRONG),
        "rows": [one for one in content.outcomes if one[1] == actions.WRONG][:WRONG_SHOWN],
    }
    name = "signals/book_progress.html"
    if request.headers.get("HX-Request"):
        name = "signals/book_progress_part.html"
    return render(request, name, context)


def _saved(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
