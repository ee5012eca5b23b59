# SPDX-License-Identifier: EUPL-1.2
"""Saved ways of reading a list: seen, renamed, removed, and taken along as a file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from meerinbeeld import norms
from meerinbeeld.access.actor import actor_of
from meerinbeeld.access.changing import ChangeError
from meerinbeeld.access.views.acting import in_reach
from meerinbeeld.parties.models import Municipality
from meerinbeeld.registry.actions import mappings as actions
from meerinbeeld.registry.forms.lists import MappingFileForm, NameForm
from meerinbeeld.registry.lists.fields import CODED, label
from meerinbeeld.registry.lists.setting import LEAVE_EMPTY, Setting, as_yaml
from meerinbeeld.registry.models import Mapping
from meerinbeeld.registry.queries import deliveries
from meerinbeeld.registry.views.lists import UNPROCESSABLE


@require_http_methods(["GET", "HEAD", "POST"])
def mappings(request: HttpRequest) -> HttpResponse:
    """The list of them, and a file to read one from."""
    actor = actor_of(request)
    rows, posted = deliveries.mappings(actor), request.method == "POST"
    form = MappingFileForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        whose=deliveries.whose(actor),
        own=actor.organisation_id,
    )
    if posted and form.is_valid():
        return _read_from_file(request, form)
    context: dict[str, Any] = {
        "form": form,
        "rows": [(row, Setting.of(row.columns)) for row in rows],
        "all": deliveries.keeps_the_register(actor),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "registry/mappings.html", context, status=status)


def _read_from_file(request: HttpRequest, form: MappingFileForm) -> HttpResponse:
    name, setting = form.cleaned_data["file"]
    whose = form.cleaned_data.get("whose")
    organisation = UUID(whose) if whose else actor_of(request).organisation_id
    name = name or str(_("From a file"))
    in_reach(request, lambda actor: actions.save(actor, organisation, name, setting))
    messages.success(request, _("Saved as “%(name)s”.") % {"name": name})
    return redirect("registry_mappings")


@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: HttpRequest, mapping: UUID) -> HttpResponse:
    """What it says, and another name for it."""
    row = in_reach(request, lambda actor: deliveries.one_mapping(actor, mapping))
    form = NameForm(request.POST if request.method == "POST" else None, initial={"name": row.name})
    if form.is_bound and form.is_valid():
        try:
            actions.rename(actor_of(request), mapping, form.cleaned_data["name"])
            messages.success(request, _("The name was changed."))
            return redirect("registry_mappings")
        except ChangeError as error:
            form.add_error("name", str(error))
    setting = Setting.of(row.columns)
    context = {
        "row": row,
        "form": form,
        "setting": setting,
        "columns": _columns(setting),
        "words": _words(setting),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "registry/mapping.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, mapping: UUID) -> HttpResponse:
    row = in_reach(request, lambda actor: deliveries.one_mapping(actor, mapping))
    if request.method == "POST":
        name = in_reach(request, lambda actor: actions.remove(actor, mapping))
        messages.success(request, _("“%(name)s” is gone.") % {"name": name})
        return redirect("registry_mappings")
    return render(request, "ui/confirm.html", _before_removing(row))


@require_safe
def export(request: HttpRequest, mapping: UUID) -> HttpResponse:
    row = in_reach(request, lambda actor: deliveries.one_mapping(actor, mapping))
    text = as_yaml(row.name, Setting.of(row.columns))
    response = HttpResponse(text, content_type="application/yaml; charset=utf-8")
    name = f"{slugify(row.name) or 'indeling'}.yaml"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def _columns(setting: Setting) -> list[tuple[Any, str]]:
    return [(label(name), column) for name, column in setting.columns.items()]


def _words(setting: Setting) -> list[tuple[str, Any]]:
    """Each word of the list and what it means."""
    towns = dict(Municipality.objects.values_list("cbs_code", "name"))
    found: list[tuple[str, Any]] = []
    for name, words in setting.words.items():
        for word, code in words.items():
            if code == LEAVE_EMPTY:
                meaning = _("is left empty")
            elif name in CODED:
                meaning = norms.codelist(CODED[name]).label(code)
            else:
                meaning = towns.get(code, code)
            found.append((f"{label(name)}: {word}", meaning))
    return found


def _before_removing(row: Mapping) -> dict[str, Any]:
    return {
        "question": _("Remove “%(name)s”?") % {"name": row.name},
        "what_happens": [_("Lists that were read with it stay as they are.")],
        "cannot_undo": _("Save it as a file first if you may need it again."),
        "submit_label": _("Remove"),
        "cancel_url": reverse("registry_mapping", args=[row.pk]),
        "danger": True,
    }
