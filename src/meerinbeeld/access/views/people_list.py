# SPDX-License-Identifier: EUPL-1.2
"""The list of people as a file, out and in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from meerinbeeld.access import stepup
from meerinbeeld.access.actions import people as act
from meerinbeeld.access.actions import people_csv
from meerinbeeld.access.actor import actor_of
from meerinbeeld.access.forms.people import ListForm
from meerinbeeld.access.policy import Actor, require
from meerinbeeld.access.queries import people as read
from meerinbeeld.access.roles import Purpose, Verb
from meerinbeeld.ui.parts import Column


@stepup.required
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    lines = people_csv.export(actor, read.people(actor, read.Wanted()))
    response = HttpResponse("\ufeff" + "".join(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="mensen.csv"'
    return response


@stepup.required
@require_http_methods(["GET", "POST"])
def import_list(request: HttpRequest) -> HttpResponse:
    """First what would happen, row by row; then, asked again, it happens."""
    actor = actor_of(request)
    require(actor, Verb.IMPORT, act.THING, Purpose.ADMINISTRATION)
    sent = request.method == "POST"
    form = ListForm(request.POST, request.FILES) if sent else ListForm()
    context: dict[str, object] = {"form": form, "columns": ", ".join(people_csv.COLUMNS)}
    if sent:
        form.full_clean()
        try:
            text = _text(request)
            if "confirm" in request.POST:
                return _read_in(request, actor, text)
            rows = people_csv.preview(actor, text)
        except act.NotPossible as error:
            if not form.errors:
                form.add_error(None, str(error))
        else:
            right = [row for row in rows if row.given]
            context.update(rows=rows, text=text, right=right, heads=_heads())
    return render(request, "access/people/import.html", context)


def _heads() -> list[Column]:
    return [
        Column(_("Name")),
        Column(_("Role")),
        Column(_("What happens")),
        Column(_("Line"), numeric=True),
    ]


def _read_in(request: HttpRequest, actor: Actor, text: str) -> HttpResponse:
    rows, new = people_csv.read_in(actor, text)
    done = sum(1 for row in rows if row.given)
    messages.success(
        request,
        _("%(done)d rows were read, %(new)d people are new. Invite them from their page.")
        % {"done": done, "new": len(new)},
    )
    return redirect("people")


def _text(request: HttpRequest) -> str:
    """The list as text. Raises `act.NotPossible` in words when there is none or it is no list."""
    upload = request.FILES.get("file")
    if upload is None:
        text = request.POST.get("text", "")
        if not text.strip():
            raise act.NotPossible(_("Choose a file."))
        return text
    if (upload.size or 0) > people_csv.LARGEST:
        raise act.NotPossible(_("The file is larger than 1 MB."))
    try:
        return bytes(upload.read()).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise act.NotPossible(_("Save the list as CSV with UTF-8 and try again.")) from error
